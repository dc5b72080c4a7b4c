// Package sweep runs experiments: many runs of a scenario that differ by the points of a design and by seeds, in a folder
// that survives whatever stops it. A sweep is a list of runs that follows from the experiment alone, cut into chunks; what a
// chunk leaves is a part file and, once that is safe on the disk, a file that says so. Parts are the truth: whoever makes
// them, in whatever order, on however many machines, the collected tables are the same bytes.
//
// It starts no process and knows no scheduler; sim/cluster does. A Sweep may be read by many goroutines; Local uses several.
package sweep

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"tenfold/sim/design"
	"tenfold/sim/economy"
	"tenfold/sim/exact"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
)

// A Sweep is an experiment with the list of its runs.
type Sweep struct {
	*scenario.Experiment
	Points []design.Point
	lock   sync.Mutex
	sizes  map[string]size // by what decides the size of a run, as far as it was asked for
}

// designSeed names the random numbers of designs; runs have seeds of their own.
const designSeed = 1

// mostPoints bounds what a design may make.
const mostPoints = 10_000_000

// New makes the list of runs. It returns an error when there are too many.
func New(e *scenario.Experiment) (*Sweep, error) {
	s := &Sweep{Experiment: e, sizes: map[string]size{}}
	if n := s.expected(); n > mostPoints {
		return nil, fmt.Errorf("%s: expected at most %d points, the design has %.0f", e.File, mostPoints, n)
	}
	k := len(e.Factors)
	switch e.Design {
	case "grid":
		s.Points = design.Levels(s.levels())
	case "zip":
		s.Points = design.Zip(len(e.Factors[0].Values), k)
	case "latin-hypercube":
		s.Points = design.LatinHypercube(e.Size, k, designSeed)
	case "halton":
		s.Points = design.Halton(e.Size, k, designSeed)
	case "morris":
		s.Points = design.Morris(e.Size, k, e.Levels, designSeed)
	case "sobol":
		s.Points = design.Sobol(e.Size, k, e.SecondOrder, designSeed)
	}
	return s, nil
}

// expected is the number of points, before they are made.
func (s *Sweep) expected() float64 {
	n := float64(s.Size)
	switch s.Design {
	case "grid":
		n = 1
		for _, l := range s.levels() {
			n *= float64(l)
		}
	case "zip":
		n = float64(len(s.Factors[0].Values))
	case "morris":
		n *= float64(len(s.Factors) + 1)
	case "sobol":
		n *= float64(design.PerBase(len(s.Factors), s.SecondOrder))
	}
	return n * float64(s.Seeds)
}

// levels are the levels of each factor in a grid.
func (s *Sweep) levels() []int {
	var out []int
	for _, f := range s.Factors {
		if f.Continuous() {
			out = append(out, s.Levels)
			continue
		}
		out = append(out, len(f.Values))
	}
	return out
}

// Runs is the number of runs: seeds of a point stand beside each other.
func (s *Sweep) Runs() int { return len(s.Points) * s.Seeds }

// Name of run i, the same wherever it is made.
func (s *Sweep) Name(i int) string {
	return fmt.Sprintf("p%0*d-s%d", len(strconv.Itoa(max(len(s.Points)-1, 0))), i/s.Seeds, i%s.Seeds+1)
}

// Values are what the factors are at a point, as words, and as numbers where they are numbers (NaN elsewhere).
func (s *Sweep) Values(point int) (words []string, numbers []float64) {
	words, numbers = make([]string, len(s.Factors)), make([]float64, len(s.Factors))
	for k := range s.Factors {
		f, u := &s.Factors[k], s.Points[point][k]
		if !f.Continuous() {
			words[k], numbers[k] = f.Values[level(u, len(f.Values))], math.NaN()
			if v, err := strconv.ParseFloat(words[k], 64); err == nil {
				numbers[k] = v
			}
			continue
		}
		if s.Design == "grid" {
			u = float64(level(u, s.Levels)) / float64(s.Levels-1)
		}
		numbers[k] = s.quantile(f, u)
		words[k] = f.Spell(numbers[k])
	}
	return words, numbers
}

func level(u float64, n int) int { return min(int(u*float64(n)), n-1) }

// quantile is a factor's value at u of its range or prior.
func (s *Sweep) quantile(f *scenario.Factor, u float64) float64 {
	switch {
	case f.Kind == "prior":
		c := s.Base.Config
		return experiment.Quantile(economy.Parameters(&c).Find(f.Key), u)
	case f.Log:
		return f.From * exact.Pow(f.To/f.From, u)
	}
	return f.From + float64(u*(f.To-f.From))
}

// Scenario is that of run i.
func (s *Sweep) Scenario(i int) (*scenario.Scenario, error) {
	words, _ := s.Values(i / s.Seeds)
	base, settings := s.Base, make([]string, 0, len(words)+1)
	for k := range s.Factors {
		f := &s.Factors[k]
		if f.Kind == "policy" {
			base = f.Stacked[level(s.Points[i/s.Seeds][k], len(f.Values))]
			continue
		}
		settings = append(settings, f.Key+"="+words[k])
	}
	return base.With(append(settings, "seed="+strconv.FormatInt(s.Base.Config.Seed+int64(i%s.Seeds), 10))...)
}

// Hash names everything that can change results, as hexadecimal SHA-256.
func (s *Sweep) Hash() string {
	sum := sha256.New()
	fmt.Fprintln(sum, "sweep", s.Base.Hash(), s.Design, s.Size, s.Levels, s.Seeds, s.SecondOrder)
	for _, f := range s.Factors {
		fmt.Fprintln(sum, f.Kind, f.Key, f.Values, f.From, f.To, f.Log)
		for _, under := range f.Stacked {
			fmt.Fprintln(sum, under.Hash())
		}
	}
	for _, o := range s.Outcomes {
		fmt.Fprintln(sum, o.Column, o.At, o.Year)
	}
	if n := s.Then; n != nil {
		fmt.Fprintln(sum, n.Design, n.Size, n.Top, n.SecondOrder, len(n.Factors))
		for _, f := range n.Factors {
			fmt.Fprintln(sum, f.Kind, f.Key, f.Values, f.From, f.To, f.Log)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// FolderName is the name of the sweep's folder in its parent.
func (s *Sweep) FolderName() string { return s.Experiment.Name + "-" + s.Hash()[:8] }

// columns are the distinct columns that outcomes are read from.
func (s *Sweep) columns() []string {
	var out []string
	seen := map[string]bool{}
	for _, o := range s.Outcomes {
		if !seen[o.Column] {
			seen[o.Column] = true
			out = append(out, o.Column)
		}
	}
	return out
}

// columnName is a column's name in the sweep's tables.
func columnName(column string) string { return strings.ReplaceAll(column, "/", "_") }
