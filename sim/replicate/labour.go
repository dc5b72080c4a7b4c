package replicate

import (
	"errors"
	"math"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// Limits of the search for a steady state and of the size of a labour market.
const (
	steadySteps     = 200_000
	steadyTolerance = 1e-13
	mostOccupations = 1000
	weeksPerYear    = 365.25 / 7
)

// shiftSteepness is that of the published shift of demand, an S with its middle at half time: .79 a year over thirty.
const shiftSteepness = .79 * 30

// labour is a labour market with vacancies and the path of its demand.
type labour struct {
	separation, opening, adjustment float64
	spells                          int
	weeks, years                    float64
	start, end                      []float64 // demand of each occupation
	adjacency                       [][]float64
}

// readLabour: occupations, each with a demand of one (or of the number given) to begin with, whose demand may move along an S to
// what is given for each.
func readLabour(r *inputReader) func() (map[string]float64, error) {
	l := &labour{separation: r.float("separation", 1e-9, 1), opening: r.float("opening", 1e-9, 1), adjustment: r.float("adjustment", 0, 1),
		spells: r.whole("long_term_steps", 4, 1, 10_000), weeks: r.optional("step_weeks", 6.75, .01, 520), years: r.optional("years", 0, 0, 1000)}
	n := l.occupations(r)
	l.demand(r, n)
	if r.has("adjacency") {
		l.neighbours(r, "adjacency", n)
	}
	return l.run
}

// occupations is how many there are: a number, a list of names, or the rows of weights with which people of each apply to all.
func (l *labour) occupations(r *inputReader) int {
	n := r.values["occupations"]
	if n == nil || n.Kind != yaml.SequenceNode {
		return r.whole("occupations", 1, 1, mostOccupations)
	}
	count := len(n.Content)
	if count == 0 || count > mostOccupations {
		r.report(n, "inputs.occupations", "expected 1 to %d occupations, got %d", mostOccupations, count)
		return 1
	}
	if n.Content[0].Kind == yaml.SequenceNode {
		l.neighbours(r, "occupations", count)
	}
	return count
}

// neighbours reads the weights of applications, a row an occupation.
func (l *labour) neighbours(r *inputReader, key string, n int) {
	l.adjacency = nil
	r.each(key, func(at string, row *yaml.Node) { l.adjacency = append(l.adjacency, r.vector(at, row, 0, most)) })
	square := len(l.adjacency) == n
	for _, row := range l.adjacency {
		square = square && len(row) == n && market.Sum(row) > 0
	}
	if !square {
		r.report(r.values[key], join("inputs", key), "expected %d rows of %d weights, none of them all zero", n, n)
	}
}

func (l *labour) demand(r *inputReader, n int) {
	one := 1.
	d := r.values["demand"]
	if d != nil && d.Kind != yaml.SequenceNode {
		one = r.float("demand", 1e-9, most)
	}
	for range n {
		l.start = append(l.start, one)
	}
	l.end = l.start
	if d != nil && d.Kind == yaml.SequenceNode {
		l.end = r.vector("inputs.demand", d, 0, most)
		if len(l.end) != n {
			r.report(d, "inputs.demand", "expected a number, or one for each of %d occupations, got %d", n, len(l.end))
			l.end = l.start
		}
		if l.years == 0 {
			l.start = l.end // nothing moves
		}
	}
	if market.Sum(l.start) <= 0 {
		r.report(d, "inputs.demand", "expected demand for somebody")
	}
}

func (l *labour) run() (map[string]float64, error) {
	v := market.NewVacancies(l.start, l.spells)
	v.Separation, v.Opening, v.Adjustment, v.Adjacency = l.separation, l.opening, l.adjustment, l.adjacency
	if !settle(v, l.start) {
		return nil, errors.New("the labour market does not come to rest")
	}
	peak, _, _ := v.Rates()
	peakYear := 0.
	demand := make([]float64, len(l.start))
	steps := int(math.Ceil(l.years * weeksPerYear / l.weeks))
	for t := 1; t <= steps; t++ {
		year := float64(t) * l.weeks / weeksPerYear
		moved := 1 / (1 + exact.Exp(-shiftSteepness*(year/l.years-.5)))
		for i, from := range l.start {
			demand[i] = from + float64(moved*(l.end[i]-from))
		}
		v.Step(demand)
		if u, _, _ := v.Rates(); u > peak {
			peak, peakYear = u, year
		}
	}
	unemployment, vacancies, long := v.Rates()
	return map[string]float64{"unemployment": unemployment, "vacancies": vacancies, "long_term_share": long, "peak_unemployment": peak, "peak_year": peakYear}, nil
}

// settle steps until nothing moves.
func settle(v *market.Vacancies, demand []float64) bool {
	for range steadySteps {
		u, w, long := v.Rates()
		v.Step(demand)
		u2, w2, long2 := v.Rates()
		if math.Abs(u-u2)+math.Abs(w-w2)+math.Abs(long-long2) < steadyTolerance {
			return true
		}
	}
	return false
}
