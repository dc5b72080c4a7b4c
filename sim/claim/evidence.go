package claim

import (
	"fmt"
	"io/fs"
	"math"

	"tenfold/configs"
	"tenfold/sim/exact"
	"tenfold/sim/fit"
	"tenfold/sim/rng"
	"tenfold/sim/stats"
)

// evidence is records from outside the model. Draw 0 is the records as they stand; in any other draw models are drawn from
// them with replacement, and what a record leaves open is drawn too.
type evidence struct {
	draw            int
	prices          []fit.Point // list prices with a capability index
	before          []fit.Point // task horizons of the state of the art before the essay
	after           []fit.Point // and after it, which is never drawn anew
	horizons        []fit.Point // both
	consideredUntil float64     // years
}

// written is the date of the essay.
const written = "2025-02-09"

// newEvidence reads the records that are shipped.
func newEvidence() (*evidence, error) {
	e := &evidence{}
	prices, err := readRecord("price_list.csv", fit.Columns{}, fit.Selection{})
	if err != nil {
		return nil, err
	}
	horizons, err := readRecord("horizon_record.csv", fit.Columns{Value: "minutes50"},
		fit.Selection{Where: []fit.Equal{{Column: "version", Text: "1.1"}, {Column: "state_of_the_art", Text: "true"}}})
	if err != nil {
		return nil, err
	}
	e.prices, e.horizons = prices, horizons
	date, _ := fit.Date(written)
	for _, p := range horizons {
		if p.Date < date {
			e.before = append(e.before, p)
		} else {
			e.after = append(e.after, p)
		}
	}
	for _, p := range prices {
		e.consideredUntil = math.Max(e.consideredUntil, p.Date)
	}
	return e, nil
}

func readRecord(name string, columns fit.Columns, keep fit.Selection) ([]fit.Point, error) {
	data, err := fs.ReadFile(configs.FS, "technology/"+name)
	if err != nil {
		return nil, err
	}
	t, err := fit.Read("configs/technology/"+name, data, columns, keep)
	if err != nil {
		return nil, err
	}
	return t.Points, nil
}

// The streams of what is drawn from records.
const (
	blends    = rng.Stream(3)
	pricings  = rng.Stream(4)
	earlier   = rng.Stream(5)
	whole     = rng.Stream(6)
	shuffling = rng.Stream(7)
)

// resample is the evidence as a draw sees it.
func (e *evidence) resample(draw int) *evidence {
	next := *e
	next.draw = draw
	next.prices, next.before, next.horizons = drawn(e.prices, draw, pricings), drawn(e.before, draw, earlier), drawn(e.horizons, draw, whole)
	return &next
}

// drawn are as many of the points, with replacement; the points themselves in draw 0.
func drawn(points []fit.Point, draw int, stream rng.Stream) []fit.Point {
	if draw == 0 {
		return points
	}
	key, n := rng.New(drawSeed), len(points)
	out := make([]fit.Point, n)
	for i := range out {
		out[i] = points[min(int(rng.Unit(key.Bits(stream, uint32(draw), uint32(i)))*float64(n)), n-1)]
	}
	return out
}

// functions are those that expressions can call.
func (e *evidence) functions() map[string]any {
	return map[string]any{
		"blend":             e.blend,
		"price_fall":        e.priceFall,
		"price_trend":       e.priceTrend,
		"horizon_predicted": e.horizonPredicted,
		"horizon_square":    e.horizonSquare,
	}
}

// blend is the share of input in the tokens that are paid for: three quarters, as price lists are commonly summed up, and
// anything from none to all in other draws.
func (e *evidence) blend() float64 {
	if e.draw == 0 {
		return .75
	}
	return rng.Unit(rng.New(drawSeed).Bits(blends, uint32(e.draw), 0))
}

// priceFall is the quantile q, over thresholds of capability, of the factor by which the cheapest price of a model that
// reaches the threshold fell in a year, from its first month to the record's last.
func (e *evidence) priceFall(q float64, thresholds []any) (float64, error) {
	return e.falls(q, thresholds, func(grid []fit.Point) float64 { return fit.EndToEnd(grid) })
}

// priceTrend is the same by least squares over the months.
func (e *evidence) priceTrend(q float64, thresholds []any) (float64, error) {
	return e.falls(q, thresholds, func(grid []fit.Point) float64 { return fit.Trend(grid).Slope })
}

// fewMonths make no trend.
const fewMonths = 12

func (e *evidence) falls(q float64, thresholds []any, slope func([]fit.Point) float64) (float64, error) {
	levels, err := numbers(thresholds)
	if err != nil {
		return 0, err
	}
	var factors []float64
	for _, level := range levels {
		if grid := fit.Grid(e.prices, level, e.consideredUntil); len(grid) >= fewMonths {
			factors = append(factors, exact.Exp(-slope(grid)))
		}
	}
	if len(factors) == 0 {
		return 0, fmt.Errorf("no threshold has %d months of prices", fewMonths)
	}
	return stats.Quantile(factors, q), nil
}

// horizonPredicted is the share of the state of the art after the essay that lies in the 80 % band of prediction of the line
// of log horizons on dates before it.
func (e *evidence) horizonPredicted() (float64, error) {
	l := fit.Trend(e.before)
	if l.Free < 1 || math.IsNaN(l.Slope) {
		return 0, fmt.Errorf("%d horizons tell no line", l.N)
	}
	n, centre, spread, left := float64(l.N), 0., 0., 0.
	for _, p := range e.before {
		centre += p.Date / n
	}
	for _, p := range e.before {
		spread += float64((p.Date - centre) * (p.Date - centre))
		off := exact.Log(p.Value) - l.At(p.Date)
		left += float64(off * off)
	}
	t := stats.StudentQuantile(.5+band/2, l.Free) * math.Sqrt(left/float64(l.Free))
	inside := 0.
	for _, p := range e.after {
		half := t * math.Sqrt(1+1/n+float64((p.Date-centre)*(p.Date-centre))/spread)
		if math.Abs(exact.Log(p.Value)-l.At(p.Date)) <= half {
			inside++
		}
	}
	return inside / float64(len(e.after)), nil
}

// horizonSquare is Student's t of the square of the date, in log horizons on dates and their square, over the value at the
// end of the 80 % interval: beyond 1 or below -1 the record is no straight line. Dates stand in for the log of resources,
// which grow by the same factor each year as far as is known.
func (e *evidence) horizonSquare() (float64, error) {
	var square, date, value []float64
	for _, p := range e.horizons {
		x := p.Date - e.horizons[0].Date
		square, date, value = append(square, float64(x*x)), append(date, x), append(value, exact.Log(p.Value))
	}
	l := fit.OLS(square, value, date)
	if l.Free < 1 || !(l.Error > 0) {
		return 0, fmt.Errorf("%d horizons tell no curve", l.N)
	}
	return l.Slope / l.Error / stats.StudentQuantile(.5+band/2, l.Free), nil
}
