package scenario

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/policy"
)

// policiesKey lists the policies of a scenario. It is no parameter: what it refers to are files of another kind.
const policiesKey = "policies"

const policyFlag = "--policy"

// mostPolicies bounds what is compared pair by pair.
const mostPolicies = 64

// A reference is where somebody asks for a policy.
type reference struct {
	text    string
	key     string // "policies[0]"; "" for a flag
	place   place
	shipped bool // by what is shipped, which refers to what is shipped only
}

// A policyList is what one file lists, which may be nothing.
type policyList struct{ list []reference }

func (l *policyList) from(src Source) []reference {
	for i := range l.list {
		l.list[i].shipped = src.shipped
	}
	return l.list
}

func policyFlags(names []string) []reference {
	var out []reference
	for _, name := range names {
		out = append(out, reference{text: name, place: place{file: policyFlag}})
	}
	return out
}

// enact reads a scenario's list of policies.
func (w *walker) enact(n *yaml.Node) {
	w.policies = &policyList{}
	w.each(policiesKey, "policies", n, func(key string, item *yaml.Node) {
		if item.Kind != yaml.ScalarNode || item.ShortTag() != "!!str" || item.Value == "" {
			w.report(item, key, "expected the name of a policy or the path of a file, got %s", describe(item))
			return
		}
		w.policies.list = append(w.policies.list, reference{text: item.Value, key: key, place: w.at(item)})
	})
}

// each reads the items of a list until there are too many faults.
func (w *walker) each(key, of string, n *yaml.Node, read func(key string, item *yaml.Node)) {
	if !w.simple(key, n) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		w.report(n, key, "expected a list of %s, got %s", of, describe(n))
		return
	}
	for i, item := range n.Content {
		if len(w.faults) > mostFaults {
			return
		}
		if at := fmt.Sprintf("%s[%d]", key, i); w.simple(at, item) {
			read(at, item)
		}
	}
}

// A shelf holds the policies that a scenario needs, each file once.
type shelf struct {
	byID   map[string]*Policy
	list   []*Policy // in the order of reading
	faults Faults    // of those who asked
}

// find is the policy that is asked for, nil if there is none.
func (s *shelf) find(ref reference) *Policy {
	text, from, until := undated(ref.text)
	src, err := policies.open(text, ref.place, ref.shipped)
	if err != nil {
		s.faults = append(s.faults, atKey(err, ref.key)...)
		return nil
	}
	src.id = Dated(src.id, from, until)
	if p := s.byID[src.id]; p != nil {
		return p
	}
	p := readPolicy(src)
	if from != "" || until != "" {
		p.redate(from, until, ref)
	}
	if s.byID == nil {
		s.byID = map[string]*Policy{}
	}
	s.byID[src.id], s.list = p, append(s.list, p)
	if p.scaled != nil {
		s.aim(p)
	}
	return p
}

// aim finds the policy whose cost another is to equal. Faults join those of the file that asks.
func (s *shelf) aim(p *Policy) {
	before := len(s.faults)
	p.target = s.find(*p.scaled)
	p.faults = append(p.faults, s.faults[before:]...)
	s.faults = s.faults[:before]
	if p.target != nil && p.target.scaled != nil {
		p.faults = append(p.faults, p.scaled.place.fault(scaledKey, "expected a policy with a scale of its own, but %s is itself scaled to another's cost", p.target.Name))
	}
}

// twins are different policies of one name: neither messages nor a run folder could tell them apart.
func (s *shelf) twins() Faults {
	var out Faults
	first := map[string]*Policy{}
	for _, p := range s.list {
		q := first[p.Name]
		switch {
		case q == nil:
			first[p.Name] = p
		case p.content(span{}) != q.content(span{}):
			out = append(out, p.nameAt.fault(nameKey, "expected another name than that of a different policy: %s is called %s too", q.nameAt.file, quote(p.Name)))
		}
	}
	return out
}

// govern reads the scenario's policies, or takes those of a scenario that has them, and puts them in force.
func (s *Scenario) govern(from *Scenario, known Faults) Faults {
	if from != nil {
		s.enacted, s.shelf = from.enacted, from.shelf
	} else {
		s.gather()
	}
	run := s.span(known)
	faults := s.shelf.faults
	settled := map[*Policy]policy.Policy{}
	for _, p := range s.shelf.list {
		resolved, wrong := p.during(run)
		settled[p] = resolved
		faults = append(faults, wrong...)
	}
	if len(faults) > 0 {
		return faults
	}
	for _, e := range s.enacted {
		s.Config.Policies = append(s.Config.Policies, settled[e.policy])
		if t := e.policy.target; t != nil && !slices.ContainsFunc(s.Targets, func(p policy.Policy) bool { return p.Name == t.Name }) {
			s.Targets = append(s.Targets, settled[t])
		}
	}
	if twins := s.shelf.twins(); len(twins) > 0 {
		return twins
	}
	return s.conflicts()
}

// PolicyNames lists the policies in force.
func (s *Scenario) PolicyNames() []string {
	out := []string{}
	for _, p := range s.Config.Policies {
		out = append(out, p.Name)
	}
	return out
}

// An enactment is a policy in force and who asked for it.
type enactment struct {
	reference
	policy *Policy
}

func (s *Scenario) gather() {
	if n := len(s.stack.policies); n > mostPolicies {
		last := s.stack.policies[n-1]
		s.shelf.faults = Faults{last.place.fault(last.key, "expected at most %d policies, got %d", mostPolicies, n)}
		return
	}
	for _, ref := range s.stack.policies {
		if p := s.shelf.find(ref); p != nil {
			s.enacted = append(s.enacted, enactment{ref, p})
		}
	}
}

// conflicts are pairs of policies that do not hold together, each reported where the later one is asked for.
func (s *Scenario) conflicts() Faults {
	var out Faults
	in := s.Config.Policies
	for i, e := range s.enacted {
		for k := range i {
			switch err := policy.Conflict(&in[k], &in[i]); {
			case in[k].Name == in[i].Name:
				out = append(out, e.place.fault(e.key, "expected each policy once, got %s again", in[i].Name))
			case err != nil:
				out = append(out, e.place.fault(e.key, "%s", err))
			}
		}
	}
	return out
}

// span is what the clock says, as far as it is worth relying on.
func (s *Scenario) span(known Faults) span {
	clock := &s.Config.Clock
	if clock.Ticks() == 0 || slices.ContainsFunc(known, func(f Fault) bool { return f.Path == "clock.start" || f.Path == "clock.end" }) {
		return span{}
	}
	return span{clock.Start, clock.End}
}

// statutes is the content of all policies in force, for the hash: no names, no files, no order. Without policies it
// is nothing.
func (s *Scenario) statutes() string {
	if len(s.enacted) == 0 {
		return ""
	}
	var all []string
	run := s.span(nil)
	for _, e := range s.enacted {
		all = append(all, e.policy.content(run))
	}
	slices.Sort(all)
	return fmt.Sprintf("%q", all)
}

// policyPaths are the references in the resolved text, and those of the run folder with the files that they need.
func (s *Scenario) policyPaths() (written, bundled []string, files map[string][]byte) {
	files = map[string][]byte{}
	for _, e := range s.enacted {
		written = append(written, e.text)
		bundled = append(bundled, e.policy.bundle(files))
	}
	return written, bundled, files
}

// listed adds the list of policies to a scenario's text.
func listed(yaml []byte, refs []string) []byte {
	if len(refs) == 0 {
		return yaml
	}
	yaml = fmt.Appendf(yaml, "%s:\n", policiesKey)
	for _, ref := range refs {
		yaml = fmt.Appendf(yaml, "  - %s\n", spellText(ref))
	}
	return yaml
}

// changedPolicies says in words how the policies of two scenarios differ.
func changedPolicies(a, b *Scenario) []string {
	if a.statutes() == b.statutes() {
		return nil
	}
	show := func(s *Scenario) string {
		if len(s.enacted) == 0 {
			return "none"
		}
		return strings.Join(s.PolicyNames(), " + ")
	}
	return []string{fmt.Sprintf("%s %s -> %s", policiesKey, show(a), show(b))}
}
