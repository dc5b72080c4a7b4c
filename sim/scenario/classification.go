package scenario

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/dataset"
)

// The shipped table of detailed SOC occupations, by whose jobs their shares are averaged over a group.
const detailedSOC = "economies/us-2024-detailed/occupations.csv"

var detailedColumns = []string{"code", "title", "group", "jobs", "wage_usd_year", "alpha", "beta", "gamma", "human"}

// classification understands codes of occupations: those of an economy and, as far as the economy's codes are SOC
// major groups or detailed occupations, those of SOC 2018 and O*NET-SOC.
type classification struct {
	economy *dataset.Economy
	own     map[string]int   // occupation
	groups  map[string][]int // its occupations
	codes   []string         // of detailed SOC occupations
	group   map[string]int   // the occupation of the economy that such a one belongs to
	jobs    map[string]float64
}

func newClassification(e *dataset.Economy) *classification {
	c := &classification{economy: e, own: map[string]int{}, groups: map[string][]int{}, group: map[string]int{}, jobs: map[string]float64{}}
	for f, o := range e.Occupations {
		c.own[o.Code] = f
		c.groups[e.Groups[o.Group]] = append(c.groups[e.Groups[o.Group]], f)
	}
	return c
}

// knows tells whether a code is the economy's.
func (c *classification) knows(code string) bool {
	_, own := c.own[code]
	return own || c.groups[code] != nil
}

// needsSOC tells whether there are detailed codes and an economy of major groups, so that jobs decide what they weigh.
func (c *classification) needsSOC(given []coded) bool {
	major := func(o dataset.Occupation) bool {
		return socCode.MatchString(o.Code) && strings.HasSuffix(o.Code, "-0000")
	}
	return slices.ContainsFunc(c.economy.Occupations, major) && slices.ContainsFunc(given, func(g coded) bool { return !c.knows(g.code) && socCode.MatchString(g.code) })
}

// readSOC keeps the detailed occupations of those groups that are occupations of the economy.
func (c *classification) readSOC(r rows) error {
	for i := range r.line {
		code := r.cells[i]["code"]
		f, ours := c.own[r.cells[i]["group"]]
		jobs, err := strconv.ParseFloat(r.cells[i]["jobs"], 64)
		if err != nil {
			return err
		}
		if ours {
			c.codes, c.group[code], c.jobs[code] = append(c.codes, code), f, jobs
		}
	}
	return nil
}

// socCode is a detailed SOC 2018 or O*NET-SOC code.
var socCode = regexp.MustCompile(`^\d\d-\d{4}(\.\d\d)?$`)

// detailed is an O*NET-SOC code without its suffix.
func (c *classification) detailed(code string) string {
	if c.knows(code) || !socCode.MatchString(code) {
		return code
	}
	code, _, _ = strings.Cut(code, ".")
	return code
}

// pooled is the occupation that statistics count a detailed SOC occupation in: the only one of its broad group (the
// same first six characters) that has no share of its own. Without one it is the code itself.
func (c *classification) pooled(code string, given map[string]bool) string {
	if _, known := c.group[code]; known || c.knows(code) || !socCode.MatchString(code) {
		return code
	}
	var found []string
	look := func(other string) {
		if socCode.MatchString(other) && !strings.HasSuffix(other, "000") && strings.HasPrefix(other, code[:6]) && !given[other] {
			found = append(found, other)
		}
	}
	for _, o := range c.economy.Occupations {
		look(o.Code)
	}
	for _, other := range c.codes {
		look(other)
	}
	if len(found) == 1 {
		return found[0]
	}
	return code
}

// shares is one for each occupation of the economy. file is where those are missed that have none.
func (c *classification) shares(given []coded, file string) ([]float64, Faults) {
	given, faults := renamed(given, c.detailed)
	named := map[string]bool{}
	for _, g := range given {
		named[g.code] = true
	}
	given, _ = renamed(given, func(code string) string { return c.pooled(code, named) })
	n := len(c.economy.Occupations)
	out, weights, from := make([]float64, n), make([]float64, n), make([]*coded, n)
	inDetail := make([]bool, n)
	put := func(f int, g *coded, weight float64, detail bool) {
		if from[f] != nil && !(detail && inDetail[f]) {
			faults = append(faults, g.fault("expected one share for occupation %s, got one from %s after that from %s in line %d",
				c.economy.Occupations[f].Code, quote(g.code), quote(from[f].code), from[f].line))
			return
		}
		from[f], inDetail[f] = g, detail
		out[f] += float64(weight * g.share)
		weights[f] += weight
	}
	for i := range given {
		g := &given[i]
		f, own := c.own[g.code]
		of, detail := c.group[g.code]
		switch members := c.groups[g.code]; {
		case own:
			put(f, g, 1, false)
		case members != nil:
			for _, f := range members {
				put(f, g, 1, false)
			}
		case detail:
			put(of, g, c.jobs[g.code], true)
		default:
			faults = append(faults, c.unknown(*g))
		}
	}
	for f, weight := range weights {
		if from[f] == nil {
			faults = append(faults, Fault{File: file, Path: "code", Message: "expected a share for occupation " + c.economy.Occupations[f].Code})
		}
		out[f] /= weight
	}
	return out, faults
}

func (c *classification) unknown(g coded) Fault {
	var codes []string
	for _, o := range c.economy.Occupations {
		codes = append(codes, o.Code)
	}
	example := codes[0]
	codes = append(append(codes, c.economy.Groups...), c.codes...)
	return g.fault("expected a code of the economy's occupations (such as %s) or of detailed ones in SOC 2018, got %s%s", example, quote(g.code), suggest(g.code, codes))
}

// renamed gives shares other codes; one of several codes that become the same is their mean. A code that stays as it is
// is more than a part of itself, so that no other may become it.
func renamed(given []coded, name func(string) string) ([]coded, Faults) {
	var out []coded
	var count []float64
	var faults Faults
	at, whole := map[string]int{}, map[string]bool{}
	for _, g := range given {
		code := name(g.code)
		i, known := at[code]
		if known && (whole[code] || code == g.code) {
			faults = append(faults, g.fault("expected %s or parts of it, got %s after line %d", code, quote(g.code), out[i].line))
			continue
		}
		if !known {
			i, at[code] = len(out), len(out)
			out, count = append(out, coded{code: code, file: g.file, column: g.column, line: g.line}), append(count, 0)
		}
		whole[code] = whole[code] || code == g.code
		out[i].share += g.share
		count[i]++
	}
	for i := range out {
		out[i].share /= count[i]
	}
	return out, faults
}
