// Package claim tests what the essay says. A claim is a file: the cases that are run, what is measured on them and the rule
// that a draw from the priors meets or does not. The verdict follows from the share of draws that meet it and from nothing
// else: at least .9 holds, at most .1 does not hold, in between it holds only on one side of the best single split of the
// draws by a parameter, or in part of the draws where chance would often split them as well. A claim that returns what was put
// in says so, and so does one that this model has no words for.
//
// Runs of all claims are one list, in which no run stands twice: cases that several claims look at are shared, and all
// cases of a claim have the same draws and seeds. Each run leaves a file of its own; what is done stays done.
//
// Experiments of the usual form are sim/sweep's. A Plan may be read by many goroutines; Run uses several.
package claim

import (
	"fmt"
	"slices"

	"tenfold/sim/scenario"
)

// Plan is claims with the runs that decide them.
type Plan struct {
	Base   *scenario.Scenario // what draws are drawn around
	Draws  int                // from the priors, the present values first; a claim may ask for fewer
	Seeds  int                // of runs with agents; a claim may ask for fewer, and has two where its rule needs their noise
	Quick  bool               // small runs
	Claims []*Test
	Blocks []*Block

	columns map[string]bool
	blocks  map[string]*Block
}

// Test is a claim with its cases as blocks of runs and its parts as programs.
type Test struct {
	*scenario.Claim
	Draws, Seeds int
	cases        map[string]*Block
	parts        []*part
}

// The size of a plan where nobody says otherwise. The quick form only shows whether things work.
const (
	DefaultDraws = 200
	DefaultSeeds = 3
	QuickDraws   = 8
	QuickSeeds   = 1
)

// baseCase is the name of the base without further settings, which every claim has.
const baseCase = "base"

// New makes the plan of claims. Faults in expressions are reported at once, as scenario.Faults.
func New(base *scenario.Scenario, claims []*scenario.Claim, draws, seeds int, quick bool) (*Plan, error) {
	p := &Plan{Base: base, Draws: draws, Seeds: seeds, Quick: quick, blocks: map[string]*Block{}}
	var err error
	if p.columns, err = columnsOf(base); err != nil {
		return nil, err
	}
	var faults scenario.Faults
	for _, c := range claims {
		t, wrong := p.test(c)
		faults = append(faults, wrong...)
		p.Claims = append(p.Claims, t)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return p, nil
}

// test reads a claim's expressions and finds its blocks.
func (p *Plan) test(c *scenario.Claim) (*Test, scenario.Faults) {
	t := &Test{Claim: c, cases: map[string]*Block{}}
	t.Draws, t.Seeds = p.count(c)
	cases := append([]scenario.ClaimCase{*baseOf(p)}, c.Cases...)
	names := make([]string, len(cases))
	for i := range cases {
		names[i] = cases[i].Name
	}
	var faults scenario.Faults
	used := map[string]bool{}
	for i := range c.Parts {
		compiled, err := compile(&c.Parts[i], names, p.columns)
		if err != nil {
			faults = append(faults, c.Fault(&c.Parts[i], "%s", err))
			continue
		}
		t.parts = append(t.parts, compiled)
		for _, r := range compiled.references {
			used[r.of] = true
		}
	}
	for i := range cases {
		if !used[cases[i].Name] {
			continue
		}
		b := p.block(&cases[i], c.Size)
		b.Draws, b.Seeds = max(b.Draws, t.Draws), max(b.Seeds, t.Seeds)
		for _, part := range t.parts {
			b.want(part, cases[i].Name)
		}
		t.cases[cases[i].Name] = b
	}
	return t, faults
}

// baseOf is the base as a case.
func baseOf(p *Plan) *scenario.ClaimCase {
	return &scenario.ClaimCase{Name: baseCase, Under: []*scenario.Scenario{p.Base}}
}

// count is the claim's draws and seeds. One with fewer draws than others keeps its part of them in the quick form.
func (p *Plan) count(c *scenario.Claim) (draws, seeds int) {
	draws, seeds = p.Draws, p.Seeds
	if c.Draws > 0 && !p.Quick {
		draws = min(draws, c.Draws)
	}
	if c.Draws > 0 && p.Quick && c.Draws < DefaultDraws {
		draws = max(min(draws, least), draws*c.Draws/DefaultDraws)
	}
	if c.Seeds > 0 {
		seeds = min(seeds, c.Seeds)
	}
	asks := slices.ContainsFunc(c.Parts, func(p scenario.ClaimPart) bool { return p.Sure > 0 })
	switch {
	case c.Size == "mean-field":
		seeds = 1 // nothing is drawn in a run
	case asks:
		seeds = max(seeds, 2) // one says nothing of the noise that a rule asks for
	}
	return draws, seeds
}

// least is the number of draws below which there is no share to speak of.
const least = 3

// Runs is the number of all runs.
func (p *Plan) Runs() int {
	n := 0
	for _, b := range p.Blocks {
		n += b.Draws * b.Seeds
	}
	return n
}

// Find is the claim of that name, nil if there is none.
func (p *Plan) Find(name string) *Test {
	if i := slices.IndexFunc(p.Claims, func(t *Test) bool { return t.Name == name }); i >= 0 {
		return p.Claims[i]
	}
	return nil
}

// SizeWords say how large the runs of a claim are.
func (p *Plan) SizeWords(t *Test) string {
	if len(t.cases) == 0 {
		return fmt.Sprintf("no runs, the record as it stands and %d draws from it", t.Draws-1)
	}
	words := map[string]string{"full": "coworkers, people and firms as agents", "people": "people as agents, expectations of coworkers and firms",
		"mean-field": "expectations in the place of agents"}[t.Size]
	return fmt.Sprintf("%d draws, seeds a draw: %d, %s", t.Draws, t.Seeds, words)
}
