package scenario

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/policy"
)

// Text is the policy as a file of its own: paths written out, units and what the levers do in comments. Reading it gives
// the same policy.
func (p *Policy) Text() []byte {
	scaled := ""
	if p.scaled != nil {
		scaled = p.scaled.text
	}
	return p.text(scaled)
}

// bundle adds what the policy needs to the files of a run folder. It returns the policy's own path.
func (p *Policy) bundle(files map[string][]byte) string {
	scaled := ""
	if p.target != nil {
		scaled = path.Base(p.target.bundle(files))
	}
	file := path.Join(policies.folder, p.Name+ending)
	files[file] = p.text(scaled)
	return file
}

func (p *Policy) text(scaled string) []byte {
	var out bytes.Buffer
	for _, line := range wrapped(p.Description) {
		fmt.Fprintf(&out, "# %s\n", line)
	}
	fmt.Fprintf(&out, "%s: %s\n%s:\n", nameKey, spellText(p.Name), leversKey)
	for i := range p.provisions {
		p.provisions[i].write(&out)
	}
	if p.financing != "" {
		fmt.Fprintf(&out, "%s: %s\n", financingKey, p.financing)
	}
	if scaled != "" {
		fmt.Fprintf(&out, "%s: %s\n", scaledKey, spellText(scaled))
	}
	return out.Bytes()
}

// write prints a lever. Months that the run decides stand in comments, so that they stay those of the run.
func (p *provision) write(out *bytes.Buffer) {
	d := p.lever.Definition()
	fmt.Fprintf(out, "  # %s\n  - %s: %s\n", d.Doc, leverKey, d.Name)
	in := ""
	if d.Unit != "" {
		in = " # " + string(d.Unit)
	}
	if p.path == nil {
		fmt.Fprintf(out, "    %s: %s%s\n", levelKey, spellFloat(p.level), in)
	} else {
		fmt.Fprintf(out, "    %s:%s\n", pathKey, in)
		for _, x := range p.path {
			fmt.Fprintf(out, "      - {%s: %d, %s: %s}\n", yearKey, x.Year, levelKey, spellFloat(x.Level))
		}
	}
	for _, m := range [][3]string{{fromKey, p.from, "clock.start"}, {untilKey, p.until, "clock.end"}} {
		if m[1] != "" {
			fmt.Fprintf(out, "    %s: %s\n", m[0], m[1])
		} else {
			fmt.Fprintf(out, "    # %s: %s\n", m[0], m[2])
		}
	}
}

// widestComment is where comments break.
const widestComment = 116

func wrapped(text string) []string {
	var out []string
	for word := range strings.FieldsSeq(text) {
		if n := len(out); n > 0 && len(out[n-1])+1+len(word) <= widestComment {
			out[n-1] += " " + word
		} else {
			out = append(out, word)
		}
	}
	return out
}

// content is all of a policy that can change a run: what is set and when, who pays, and whose cost it is to equal; not
// its name, its file or the order of its levers. A financing that is left out is debt.
func (p *Policy) content(run span) string {
	var lines []string
	for i := range p.provisions {
		one := &p.provisions[i]
		from, until := one.months(run)
		line := fmt.Sprintf("%s %d %d %s", one.lever, from, until, exactly(one.level))
		for _, x := range one.path {
			line += fmt.Sprintf(" %d:%s", x.Year, exactly(x.Level))
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	financing := p.financing
	if financing == "" {
		financing = policy.ByDebt
	}
	lines = append(lines, financingKey+" "+financing)
	if p.target != nil {
		lines = append(lines, scaledKey+" "+strconv.Quote(p.target.content(run)))
	}
	return strings.Join(lines, "\n")
}

func exactly(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
