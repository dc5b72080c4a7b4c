package claim

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/rng"
	"tenfold/sim/scenario"
)

// Block is the runs of one case, by draw and seed.
type Block struct {
	Key          string // names everything that can change a run's results but draw and seed
	Draws, Seeds int
	Size         string

	plan  *Plan
	of    *scenario.ClaimCase
	fixed []string        // settings of its size
	lists map[string]bool // table/column, of which all groups are kept
}

// sizeSettings are what makes runs of a size.
func sizeSettings(size string, quick bool) []string {
	switch {
	case size == "mean-field":
		return []string{"mean_field=true"}
	case size == "people" && quick:
		return []string{"fleet.agents=0", "firms.agents=0", "people.agents=5000"}
	case size == "people":
		return []string{"fleet.agents=0", "firms.agents=0", "people.agents=20000"}
	case quick:
		return []string{"fleet.agents=10000", "people.agents=10000", "firms.agents=1000"}
	}
	return nil
}

// block is that of a case at a size, made where it is not known yet.
func (p *Plan) block(c *scenario.ClaimCase, size string) *Block {
	b := &Block{Size: size, plan: p, of: c, fixed: sizeSettings(size, p.Quick), lists: map[string]bool{}}
	sum := sha256.New()
	fmt.Fprintln(sum, "claim", economy.ModelVersion, p.Base.Hash(), b.fixed, c.Scale, c.Redraw)
	for _, s := range c.Under {
		fmt.Fprintln(sum, s.Hash())
	}
	if len(c.Set) > 0 { // also where it sets what stands there anyway, which draws then leave alone
		fmt.Fprintln(sum, c.Set)
	}
	b.Key = hex.EncodeToString(sum.Sum(nil))[:16]
	if known := p.blocks[b.Key]; known != nil {
		return known
	}
	p.blocks[b.Key] = b
	p.Blocks = append(p.Blocks, b)
	return b
}

// want keeps the columns that a part reads of a case.
func (b *Block) want(p *part, name string) {
	for _, r := range p.references {
		table, column, group := experiment.Parts(r.column)
		switch {
		case r.of != name:
		case isList(r.column):
			b.lists[r.column] = true
		case group != "":
			b.lists[table+"/"+column] = true
		}
	}
}

// isList reports whether the name is table/column, which stands for all groups.
func isList(column string) bool { return strings.Count(column, "/") == 1 }

// EqualCosts reports whether levels of a policy are solved for in each run.
func (b *Block) EqualCosts() bool {
	return slices.ContainsFunc(b.of.Under, func(s *scenario.Scenario) bool { return len(s.Targets) > 0 })
}

const (
	drawSeed  = 0xc1a1
	redrawing = 1_000_000 // what is drawn anew has the number of its draw and this
	policies  = rng.Stream(2)
)

// Drawn is a draw from the priors as settings path=value, the present values for draw 0.
func Drawn(base *scenario.Scenario, draw int) []string {
	config := base.Config
	return experiment.Draw(economy.Parameters(&config), draw)
}

func spell(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// Scenario is that of a draw and a seed.
func (b *Block) Scenario(draw, seed int) (*scenario.Scenario, error) {
	s := b.of.Under[0]
	if n := len(b.of.Under); n > 1 {
		s = b.of.Under[b.choice(draw, n)]
	}
	settings := Drawn(b.plan.Base, draw)
	if len(b.of.Redraw) > 0 {
		settings = replaced(settings, Drawn(b.plan.Base, draw+redrawing), b.of.Redraw)
	}
	settings = append(slices.Concat(settings, b.fixed, b.of.Set), b.scaled(settings)...)
	settings = append(settings, "seed="+strconv.FormatInt(b.plan.Base.Config.Seed+int64(seed), 10))
	return s.With(lastOnes(settings)...)
}

// choice is the place of a draw's policy among n.
func (b *Block) choice(draw, n int) int {
	if slices.Contains(b.of.Redraw, "policies") {
		draw += redrawing
	}
	return min(int(rng.Unit(rng.New(drawSeed).Bits(policies, uint32(draw), 0))*float64(n)), n-1)
}

// replaced takes the settings with one of the beginnings from another draw.
func replaced(settings, other, beginnings []string) []string {
	value := map[string]string{}
	for _, s := range other {
		key, _, _ := strings.Cut(s, "=")
		value[key] = s
	}
	out := slices.Clone(settings)
	for i, s := range out {
		key, _, _ := strings.Cut(s, "=")
		starts := func(b string) bool { return strings.HasPrefix(key, b) }
		if slices.ContainsFunc(beginnings, starts) && value[key] != "" {
			out[i] = value[key]
		}
	}
	return out
}

// scaled are the settings that multiply what the draw says, or the base.
func (b *Block) scaled(settings []string) []string {
	config := b.of.Under[0].Config
	set := economy.Parameters(&config)
	var out []string
	for _, text := range b.of.Scale {
		key, factor, _ := strings.Cut(text, "=")
		by, _ := strconv.ParseFloat(factor, 64) // checked when the claim was read
		value := set.Find(key).Value().(float64)
		for _, s := range settings {
			if given, ok := strings.CutPrefix(s, key+"="); ok {
				value, _ = strconv.ParseFloat(given, 64)
			}
		}
		out = append(out, key+"="+spell(value*by))
	}
	return out
}

// lastOnes keeps the last setting of each path.
func lastOnes(settings []string) []string {
	at := map[string]int{}
	var out []string
	for _, s := range settings {
		key, _, _ := strings.Cut(s, "=")
		if i, ok := at[key]; ok {
			out[i] = s
			continue
		}
		at[key] = len(out)
		out = append(out, s)
	}
	return out
}
