package experiment_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
)

// traced is the demand of the teaching economy with so many settings more.
func traced(t *testing.T, workers int, set ...string) (*experiment.DemandPlan, *experiment.Demand) {
	t.Helper()
	base, err := scenario.Load("central", append([]string{"mean_field=true", "economy=teaching-3x3", "clock.end=2028-12"}, set...), nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &experiment.DemandPlan{Base: base, Sizes: []float64{1, 10, 100, 1e3, 1e4, 1e9}, Total: true, Dates: []string{"2026", "2028", "2028-12"}, Workers: workers, Progress: func(int, int) {}}
	for _, o := range base.Economy.Occupations {
		p.Fields = append(p.Fields, o.Code)
	}
	d, err := p.Trace(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return p, d
}

// Where a fleet is scarce all of it works and its hours rent for more than they cost, the less the more there are; where it
// is not, the hours cost what they cost and no more work than pay.
func TestDemandFalls(t *testing.T) {
	p, d := traced(t, 2)
	if want := (1 + len(p.Fields)) * len(p.Dates); len(d.Curves) != want {
		t.Fatalf("%d curves, want %d", len(d.Curves), want)
	}
	scarce, free := 0, 0
	for _, c := range d.Curves {
		for i, q := range c.Points {
			switch {
			case q.Rent > 0 && q.Coworkers > 0:
				scarce++
				if q.Price <= q.Rent || c.Field == experiment.AllFields && q.Coworkers > c.BreakEven*1.001 {
					t.Errorf("%s %s: %+v, break-even %g", c.Field, c.Date, q, c.BreakEven)
				}
			default:
				free++
				most := .1 // fleets that were scarce before left firms that have adopted otherwise
				if q.Size == 1e9 {
					most = 1e-9
				}
				if math.Abs(q.Coworkers/c.BreakEven-1) > most && c.BreakEven > 0 {
					t.Errorf("%s %s: %g coworkers where hours are free of rent, break-even %g", c.Field, c.Date, q.Coworkers, c.BreakEven)
				}
			}
			if i > 0 && q.Rent > c.Points[i-1].Rent*(1+1e-9) && c.Field == experiment.AllFields {
				t.Errorf("%s: rent rises from %g to %g with the fleet", c.Date, c.Points[i-1].Rent, q.Rent)
			}
			if q.Elasticity != nil && *q.Elasticity >= 0 {
				t.Errorf("%s %s: elasticity %g", c.Field, c.Date, *q.Elasticity)
			}
		}
	}
	if scarce < 10 || free < 10 {
		t.Errorf("%d scarce and %d free points", scarce, free)
	}
}

// Demand ends where it does when there is all the compute that pays.
func TestDemandEndsWhereComputeIsPlenty(t *testing.T) {
	p, d := traced(t, 1, "compute.capacity=1e20")
	w, err := economy.New(p.Base.Config, p.Base.Economy, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	coworkers := w.Tables()[0].Column("coworkers")
	got := d.Curves[2].BreakEven // the last month
	if want := coworkers[len(coworkers)-1]; math.Abs(got/want-1) > 1e-9 {
		t.Errorf("break-even %g coworkers, %g where compute is plenty", got, want)
	}
}

// The curves are the same for any number of workers.
func TestDemandIsTheSameForWorkers(t *testing.T) {
	_, one := traced(t, 1)
	_, many := traced(t, 3)
	a, b := one.Tables(), many.Tables()
	for k := range a {
		for i := range a[k].Rows() {
			labels, x := a[k].Row(i)
			_, y := b[k].Row(i)
			if !slices.EqualFunc(x, y, func(u, v float64) bool { return math.Float64bits(u) == math.Float64bits(v) }) {
				t.Fatalf("%s %v: %v and %v", a[k].Name, labels, x, y)
			}
		}
	}
}
