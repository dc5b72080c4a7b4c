package scenario

import (
	"slices"

	"tenfold/sim/dataset"
	"tenfold/sim/economy"
	"tenfold/sim/policy"
)

// A Scenario is a checked configuration with the tables it needs.
type Scenario struct {
	Name    string
	Source  string // as the user named it
	Config  economy.Config
	Economy *dataset.Economy
	Inputs  []Input         // further files that settings name
	Targets []policy.Policy // whose cost policies of the configuration are to equal; not in force themselves

	stack   stack
	places  map[string]place // of what is no default
	enacted []enactment
	shelf   shelf
}

// Load reads a scenario (a shipped name or a path) under the environment and the flags `path=value`, with the policies
// that it lists and further ones (shipped names or paths). All that is wrong is reported at once, as Faults.
func Load(source string, set, environ []string, enacted ...string) (*Scenario, error) {
	src, err := Open(source)
	var faults Faults
	if err != nil { // look at the environment and the flags all the same
		faults, src = faultsOf(err), Source{Name: source, Data: []byte("{}")}
	}
	return load(source, src, faults, set, environ, enacted)
}

// LoadSource is Load for a text that is found already.
func LoadSource(src Source, set, environ []string) (*Scenario, error) {
	return load(src.File, src, nil, set, environ, nil)
}

func load(source string, src Source, faults Faults, set, environ, enacted []string) (*Scenario, error) {
	s, err := &Scenario{Source: source}, error(nil)
	if s.stack, err = read(economy.Parameters(&s.Config), src, set, environ, enacted); err != nil {
		faults = append(faults, faultsOf(err)...)
	}
	return s.complete(nil, faults)
}

// With is the scenario under further flags, which win over the earlier ones. Nothing is read again: files are shared
// unless the flags name others.
func (s *Scenario) With(set ...string) (*Scenario, error) {
	next := &Scenario{Source: s.Source}
	var err error
	var faults Faults
	if next.stack, err = s.stack.with(economy.Parameters(&next.Config), set); err != nil {
		faults = faultsOf(err)
	}
	return next.complete(s, faults)
}

// complete fills the configuration and adds its tables, from a scenario that has them already if there is one. Earlier
// faults do not keep it from looking for others: what is faulty stands at its default.
func (s *Scenario) complete(from *Scenario, faults Faults) (_ *Scenario, err error) {
	if s.places, err = s.stack.fill(economy.Parameters(&s.Config)); err != nil {
		faults = append(faults, faultsOf(err)...)
	}
	s.Name = s.Config.Name
	faults = append(faults, s.govern(from, faults)...)
	faults = append(faults, s.contradictions(faults)...)
	faults = append(faults, s.tables(from)...)
	if s.Economy != nil {
		faults = append(faults, s.attach(from)...)
	}
	if err := faults.orNil(); err != nil {
		return nil, err
	}
	return s, nil
}

// contradictions are settings that are each within bounds but do not go together. One that stands nowhere, because
// it is a default, is reported against the scenario. Settings that are faulty themselves are left alone.
func (s *Scenario) contradictions(known Faults) Faults {
	var out Faults
	for _, c := range s.Config.Validate() {
		if slices.ContainsFunc(known, func(f Fault) bool { return f.Path == c.Path }) {
			continue
		}
		out = append(out, s.place(c.Path).fault(c.Path, "%s", c.Message))
	}
	return out
}

func (s *Scenario) place(key string) place {
	if p, ok := s.places[key]; ok {
		return p
	}
	return place{file: s.Source}
}

// Resolved is the whole configuration as canonical YAML. Loading it gives the same configuration; paths stand in it as
// the user wrote them.
func (s *Scenario) Resolved() []byte {
	written, _, _ := s.policyPaths()
	return listed(canonical(economy.Parameters(&s.Config), nil), written)
}

// Hash names everything that can change results: the settings but for the name, the tables, what policies say, the seed and
// the model's version, as hexadecimal SHA-256.
func (s *Scenario) Hash() string {
	contents := map[string]string{economyKey: s.Economy.Digest}
	for _, in := range s.Inputs {
		contents[in.Key] = in.digest()
	}
	if text := s.statutes(); text != "" {
		contents[policiesKey] = text
	}
	return fingerprint(economy.ModelVersion, economy.Parameters(&s.Config), contents)
}

// Difference says in words what b sets otherwise than a.
func Difference(a, b *Scenario) []string {
	return append(difference(economy.Parameters(&a.Config), economy.Parameters(&b.Config)), changedPolicies(a, b)...)
}
