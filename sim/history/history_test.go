package history_test

import (
	"context"
	"math"
	"testing"

	"tenfold/sim/history"
)

// The shipped test can be run, does not depend on the number of workers, and its record is the published one.
func TestHistoryRuns(t *testing.T) {
	h, err := history.Load()
	if err != nil {
		t.Fatal(err)
	}
	one, err := h.Run(context.Background(), 2, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.Run(context.Background(), 2, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	if one.Years[0] != 1987 || one.Years[len(one.Years)-1] != 2019 || len(one.Paths) != 2 {
		t.Fatalf("%v, %d outcomes", one.Years, len(one.Paths))
	}
	for k, p := range one.Paths {
		if len(p.Model) != len(one.Years) || p.Model[32] != two.Paths[k].Model[32] || p.Low != two.Paths[k].Low {
			t.Errorf("%s: %v with one worker, %v with two", p.Outcome, p.Model, two.Paths[k].Model)
		}
		if p.Met != (p.Change() < -.1) {
			t.Errorf("%s: met %v at %g", p.Outcome, p.Met, p.Change())
		}
	}
	if points, known := one.Paths[0].ObservedChange(); !known || math.Abs(points+6.5) > .1 {
		t.Errorf("the record's labour share changed by %g", points)
	}
	if _, known := one.Paths[1].ObservedChange(); known {
		t.Error("a record of middle occupations that there is not")
	}
}

// What the marks say of signs and sizes.
func TestMarks(t *testing.T) {
	m := history.Mark{Sign: -1, Least: .1}
	for points, want := range map[float64]bool{-2: true, -.11: true, -.1: false, 0: false, 3: false} {
		if m.Met(points) != want {
			t.Errorf("%g: met %v", points, !want)
		}
	}
}

// A model that moves as the record did is no distance away; one that stands still is as far as no change.
func TestDistances(t *testing.T) {
	p := history.Path{Model: []float64{.5, .49, .48}, Observed: []float64{.6, .59, .58}}
	if model, still := p.Distances(); model > 1e-12 || math.Abs(still-math.Sqrt(5./3)) > 1e-9 {
		t.Errorf("%g, %g", model, still)
	}
	p.Model = []float64{.5, .5, .5}
	if model, still := p.Distances(); math.Abs(model-still) > 1e-9 {
		t.Errorf("%g, %g", model, still)
	}
}
