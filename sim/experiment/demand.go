package experiment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"tenfold/sim/economy"
	"tenfold/sim/exact"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// DemandPlan says whose demand for coworker hours is traced out: fleets of given sizes stand from the start of the run to its
// end, and what their hours rent for is what hours are worth. A curve is therefore about fleets that were always that large;
// a fleet that grows to that size on the way meets firms that have adopted less or more.
type DemandPlan struct {
	Base     *scenario.Scenario // its fleet.mode, fleet.size and fleet.per are replaced
	Sizes    []float64          // coworkers beyond the base year's, ascending
	Total    bool               // the demand of all together for one fleet
	Fields   []string           // codes of occupations: the demand of each for a fleet of its own, all of the same size
	Dates    []string           // "2030" for means of a year, "2030-06" for a month
	Workers  int                // runs at once
	Progress func(done, of int)
}

// boundless is a fleet that is larger than what anybody asks for at no rent.
const boundless = 1e13

// DemandPoint is one fleet on one date.
type DemandPoint struct {
	Size      float64 `json:"size"`      // coworkers beyond the base year's, by field where the curve is a field's
	Coworkers float64 `json:"coworkers"` // in use, the base year's included
	Price     float64 `json:"price"`     // usd an hour, current dollars
	Rent      float64 `json:"rent"`      // of it beyond what the hour costs
	Spending  float64 `json:"spending"`  // on their hours, usd a year
	Earned    float64 `json:"earned"`    // rent of all hours, usd a year
	// Elasticity of the number in use to the price, from the neighbours; nil at fleets that are not scarce.
	Elasticity *float64 `json:"elasticity"`
}

// Earns reports whether the fleet earns rent, beyond what is rounding.
func (q *DemandPoint) Earns() bool { return q.Earned > 1e-9*q.Spending }

// DemandCurve is the demand of one field, or of all together, on one date.
type DemandCurve struct {
	Field     string        `json:"field"` // code, or "total"
	Date      string        `json:"date"`
	Points    []DemandPoint `json:"points"`
	BreakEven float64       `json:"break_even"` // coworkers in use where an hour is worth what it costs and no more
	Cost      float64       `json:"cost"`       // of an hour there, usd
	Best      DemandPoint   `json:"best"`       // among the points: the fleet that earns most rent
}

// Demand is the curves of a scenario.
type Demand struct {
	Name   string        `json:"name"`
	Hash   string        `json:"hash"`
	Model  string        `json:"model"`
	Curves []DemandCurve `json:"curves"`
}

// AllFields is the field of a curve of all together.
const AllFields = "total"

// demandRun is a run of one fleet: what is read of it, by field (the first is the total) and date.
type demandRun struct{ coworkers, price, rent [][]float64 }

// Trace runs all fleets and makes the curves, field by field and date by date.
func (p *DemandPlan) Trace(ctx context.Context) (*Demand, error) {
	sizes := append(slices.Clone(p.Sizes), boundless)
	kinds := p.kinds()
	runs := make([]demandRun, len(kinds)*len(sizes))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(p.Workers)
	var lock sync.Mutex
	done := 0
	for k, per := range kinds {
		for i, size := range sizes {
			group.Go(func() (err error) {
				if runs[k*len(sizes)+i], err = p.run(ctx, per, size); err != nil {
					return fmt.Errorf("a fleet of %g, %s: %w", size, per, err)
				}
				lock.Lock()
				defer lock.Unlock()
				done++
				p.Progress(done, len(runs))
				return nil
			})
		}
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	out := &Demand{Name: p.Base.Name, Hash: p.Hash(), Model: economy.ModelVersion}
	for k, per := range kinds {
		own := runs[k*len(sizes) : (k+1)*len(sizes)]
		for f, field := range p.fieldsOf(per) {
			for d, date := range p.Dates {
				out.Curves = append(out.Curves, p.curve(own, f, d, field, date))
			}
		}
	}
	return out, nil
}

// kinds are the values of fleet.per that the plan needs.
func (p *DemandPlan) kinds() (out []string) {
	if p.Total {
		out = append(out, "total")
	}
	if len(p.Fields) > 0 {
		out = append(out, "field")
	}
	return out
}

func (p *DemandPlan) fieldsOf(per string) []string {
	if per == "total" {
		return []string{AllFields}
	}
	return p.Fields
}

// run is one fleet from the start to the end.
func (p *DemandPlan) run(ctx context.Context, per string, size float64) (out demandRun, err error) {
	s, err := p.Base.With("fleet.mode=fixed", "fleet.per="+per, fmt.Sprintf("fleet.size=%g", size))
	if err != nil {
		return out, err
	}
	config, _, err := EqualCost(s.Config, s.Economy, s.Targets)
	if err != nil {
		return out, err
	}
	w, err := begin(config, s.Economy)
	if err != nil {
		return out, err
	}
	defer w.Close()
	if err := steps(ctx, w, func() {}); err != nil {
		return out, err
	}
	table := named(w.Tables(), "series")
	if per == "field" {
		table = named(w.Tables(), "fields")
	}
	for _, field := range p.fieldsOf(per) {
		if field == AllFields {
			field = ""
		}
		out.coworkers = append(out.coworkers, p.onDates(table, "coworkers", field))
		out.price = append(out.price, p.onDates(table, "coworker_hour_price", field))
		out.rent = append(out.rent, p.onDates(table, "scarcity_rent", field))
	}
	return out, nil
}

func (p *DemandPlan) onDates(t *series.Table, column, field string) (out []float64) {
	for _, date := range p.Dates {
		out = append(out, yearly(t, column, field, date))
	}
	return out
}

// curve is the demand of field f on date d from runs of ascending fleets, the last of them boundless.
func (p *DemandPlan) curve(runs []demandRun, f, d int, field, date string) DemandCurve {
	c := p.Base.Config.Coworkers
	hours := c.Hours * c.Speed // of one coworker in a year
	out := DemandCurve{Field: field, Date: date}
	for i, size := range p.Sizes {
		r := &runs[i]
		q := DemandPoint{Size: size, Coworkers: r.coworkers[f][d], Price: r.price[f][d], Rent: r.rent[f][d]}
		q.Spending, q.Earned = q.Coworkers*hours*q.Price, q.Coworkers*hours*q.Rent
		out.Points = append(out.Points, q)
		if i == 0 || q.Earned > out.Best.Earned {
			out.Best = q
		}
	}
	elasticities(out.Points)
	for i := range out.Points { // the best again, with its elasticity
		if out.Points[i].Size == out.Best.Size {
			out.Best = out.Points[i]
		}
	}
	free := &runs[len(runs)-1]
	out.BreakEven, out.Cost = free.coworkers[f][d], free.price[f][d]
	return out
}

// elasticities sets d ln q / d ln p of each point whose fleet is scarce, from its scarce neighbours.
func elasticities(points []DemandPoint) {
	scarce := func(i int) bool {
		return i >= 0 && i < len(points) && points[i].Rent > 0 && points[i].Price > 0 && points[i].Coworkers > 0
	}
	for i := range points {
		a, b := i, i
		if scarce(i - 1) {
			a = i - 1
		}
		if scarce(i + 1) {
			b = i + 1
		}
		if !scarce(i) || a == b {
			continue
		}
		fall := exact.Log(points[b].Price / points[a].Price)
		if e := exact.Log(points[b].Coworkers/points[a].Coworkers) / fall; fall != 0 && !math.IsInf(e, 0) {
			points[i].Elasticity = &e
		}
	}
}

// Hash names everything that can change the curves, as hexadecimal SHA-256.
func (p *DemandPlan) Hash() string {
	sum := sha256.New()
	fmt.Fprintln(sum, "demand", p.Base.Hash(), p.Sizes, p.Total, p.Fields, p.Dates)
	return hex.EncodeToString(sum.Sum(nil))
}

// Tables are the curves as tables of numbers.
func (d *Demand) Tables() []*series.Table {
	labels := []series.Label{{Name: "field", Doc: "Occupation whose fleet it is; total: one fleet for all."}, {Name: "date", Doc: "Year (mean over its ticks) or tick."}}
	curve := []series.Column{
		{Name: "coworkers", Unit: "coworkers", Doc: "In use, the base year's included."},
		{Name: "price", Unit: "usd/h", Doc: "Of an hour, current dollars."},
		{Name: "rent", Unit: "usd/h", Doc: "Of it beyond what the hour costs: what one more hour would be worth."},
		{Name: "spending", Unit: "usd/yr", Doc: "On their hours."},
		{Name: "earned", Unit: "usd/yr", Doc: "Rent of all hours."},
	}
	points := series.New("demand", "Demand for coworker hours, a row a field, date and fleet that stood from the start.", labels,
		append(append([]series.Column{{Name: "size", Unit: "coworkers", Doc: "Coworkers given beyond the base year's; by field where the row is a field's."}}, curve...),
			series.Column{Name: "elasticity", Doc: "Of the number in use to the price, from neighbouring fleets; NaN where the fleet is not scarce."}))
	ends := series.New("break_even", "Where demand ends and where a fleet earns most, a row a field and date.", labels, []series.Column{
		{Name: "break_even", Unit: "coworkers", Doc: "In use where an hour is worth what it costs and no more."},
		{Name: "cost", Unit: "usd/h", Doc: "Price of an hour there, without rent."},
		{Name: "best_size", Unit: "coworkers", Doc: "The fleet, of those tried, that earns most rent."},
		{Name: "best_rent", Unit: "usd/h", Doc: "Its rent."},
		{Name: "best_earned", Unit: "usd/yr", Doc: "What it earns."},
	})
	for _, c := range d.Curves {
		for _, q := range c.Points {
			e := math.NaN()
			if q.Elasticity != nil {
				e = *q.Elasticity
			}
			points.Append([]string{c.Field, c.Date}, []float64{q.Size, q.Coworkers, q.Price, q.Rent, q.Spending, q.Earned, e})
		}
		ends.Append([]string{c.Field, c.Date}, []float64{c.BreakEven, c.Cost, c.Best.Size, c.Best.Rent, c.Best.Earned})
	}
	return []*series.Table{points, ends}
}

// Within reports whether a date has ticks in the scenario's run.
func Within(s *scenario.Scenario, date string) bool {
	clock := s.Config.Clock
	for tick := range clock.Ticks() {
		if strings.HasPrefix(clock.Label(tick), date) {
			return true
		}
	}
	return false
}
