package economy_test

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"tenfold/sim/economy"
	"tenfold/sim/series"

	"pgregory.net/rapid"
)

// The directions on which economists agree, each a test named after it. Expectations stand in the place of agents.

func last(w *economy.World, column string) float64 {
	v := w.Tables()[0].Column(column)
	return v[len(v)-1]
}

func peak(w *economy.World, column string) float64 {
	most := math.Inf(-1)
	for _, v := range w.Tables()[0].Column(column) {
		most = math.Max(most, v)
	}
	return most
}

func TestCheaperCoworkersRaiseRealOutput(t *testing.T) {
	before := 0.
	for _, fall := range []string{"2", "4", "10", "38"} {
		output := last(run(t, with(mean, []string{"price.fall=" + fall})...), "real_output")
		if !(output > before) {
			t.Errorf("price falling %sx a year: output %g after %g", fall, output, before)
		}
		before = output
	}
}

// byOccupation is a column's last value over its first, and the share of tasks that the digital ceiling leaves open.
func byOccupation(t *series.Table, fields int, column string) (change, open []float64) {
	values, ceiling := t.Column(column), t.Column("blocked_by_ceiling")
	for f := range fields {
		change = append(change, values[len(values)-fields+f]/values[f])
		open = append(open, 1-ceiling[f])
	}
	return change, open
}

// slope is that of the least-squares line of y on x.
func slope(x, y []float64) float64 {
	mx, my := mean64(x), mean64(y)
	xy, xx := 0., 0.
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
	}
	return xy / xx
}

func mean64(v []float64) float64 {
	sum := 0.
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func TestExposedOccupationsLoseAgainstOthers(t *testing.T) {
	w := run(t, mean...)
	fields := w.Tables()[1]
	for _, column := range []string{"employment", "wage_real"} {
		change, open := byOccupation(fields, 22, column)
		if s := slope(open, change); !(s < -.05) {
			t.Errorf("%s changes by %g per unit of exposure, expected a fall", column, s)
		}
	}
}

func TestLandRisesAgainstGoods(t *testing.T) {
	w := run(t, mean...)
	if land := last(w, "land_price"); !(land > 1.2) {
		t.Errorf("land at %g of the price level", land)
	}
	prices := w.Tables()[2].Column("price")
	for i, p := range prices[len(prices)-20:] {
		if land := last(w, "land_price"); !(land > p) {
			t.Errorf("land at %g, goods of industry %d at %g", land, i, p)
		}
	}
}

// Where moves between occupations are closed the peak of unemployment is higher: a little in `essay`, much where wages
// are flexible. In `central` it is lower by .05 points, because those who find no job leave the labour force and are not
// counted: fewer of the unemployed find work, participation is a point lower, and employment shows the loss.
func TestClosingMovesRaisesThePeakOfUnemployment(t *testing.T) {
	closed := []string{"labour.moves=.0001", "labour.own_occupation=.99", "labour.retraining=0"}
	flexible := []string{"labour.wage_up=5", "labour.wage_down=5", "adoption.imitation=1.5", "adoption.lag=.25"}
	for name, c := range map[string]struct {
		settings []string
		points   float64
	}{"essay": {essay, .05}, "flexible wages": {with(essay, flexible), 1}} {
		open, shut := peak(run(t, with(c.settings, mean)...), "unemployment_rate"), peak(run(t, with(c.settings, mean, closed)...), "unemployment_rate")
		if !(100*(shut-open) > c.points) {
			t.Errorf("%s: unemployment peaks at %.2f %% with moves and at %.2f %% without", name, 100*open, 100*shut)
		}
	}
	open, shut := run(t, mean...), run(t, with(mean, closed)...)
	for _, column := range []string{"employment", "participation_rate", "finding_rate"} {
		if a, b := last(open, column), last(shut, column); !(b < .99*a) {
			t.Errorf("central: %s is %g with moves, %g without", column, a, b)
		}
	}
}

// Hours and entry follow what work pays, unless behaviour is static.
func TestBehaviourCanBeSwitchedOff(t *testing.T) {
	responsive, static := run(t, mean...), run(t, with(mean, []string{"behaviour=static"})...)
	if h := last(responsive, "hours_per_worker"); !(h > 1.005) {
		t.Errorf("hours at %g of the base year where real wages have risen", h)
	}
	for _, h := range static.Tables()[0].Column("hours_per_worker") {
		if h != 1 {
			t.Fatalf("hours at %g of the base year with static behaviour", h)
		}
	}
	// Longer hours leave fewer jobs, so entry is looked at alone.
	entry := run(t, with(mean, []string{"labour.hours_elasticity=0", "labour.hours_income_effect=0"})...)
	if a, b := last(entry, "participation_rate"), last(static, "participation_rate"); !(a > b) {
		t.Errorf("participation %g where entry responds, %g where it does not", a, b)
	}
}

func TestFasterAdoptionRaisesThePeakOfUnemployment(t *testing.T) {
	slow := peak(run(t, mean...), "unemployment_rate")
	fast := peak(run(t, with(mean, []string{"adoption.imitation=1.5", "adoption.lag=.25"})...), "unemployment_rate")
	if !(fast > slow+.002) {
		t.Errorf("unemployment peaks at %g with fast adoption, at %g by default", fast, slow)
	}
}

// Scarce fleets earn more rent an hour and take it from labour: the part of the labour share's fall that is rent is
// larger, and so is the fall per unit of output gained. The whole fall is not: a large fleet does more tasks, and the
// substitution that follows costs labour more than the rent of a small one.
func TestScarceFleetsRaiseRentAndLowerTheLabourShare(t *testing.T) {
	fleet := func(size string) *economy.World {
		return run(t, with(mean, []string{"fleet.mode=fixed", "fleet.size=" + size})...)
	}
	before := math.Inf(1)
	for _, size := range []string{"1e5", "1e6", "1e7", "1e8", "1e9"} {
		rent := last(fleet(size), "scarcity_rent")
		if !(rent < before) {
			t.Errorf("%s coworkers earn %g usd an hour, fewer earn %g", size, rent, before)
		}
		before = rent
	}
	scarce, ample := fleet("1e7"), fleet("1e9")
	if a, b := last(scarce, "labour_share_by_rent"), last(ample, "labour_share_by_rent"); !(a < b && a < -.03) {
		t.Errorf("rent takes %g of the labour share with 10 million coworkers, %g with a billion", a, b)
	}
	const base = .5126
	cost := func(w *economy.World) float64 {
		return (base - last(w, "compensation_share")) / (last(w, "real_output") - 1)
	}
	if a, b := cost(scarce), cost(ample); !(a > 2*b) {
		t.Errorf("labour's share falls by %g per unit of output gained with 10 million coworkers, by %g with a billion", a, b)
	}
}

// Given fleets hold their size, in total and by field, or pay no rent.
func TestGivenFleetsHoldTheirSize(t *testing.T) {
	for _, size := range []float64{1e4, 1e6, 1e8} {
		w := run(t, with(mean, []string{"fleet.mode=fixed", "fleet.per=field", "fleet.size=" + format(size), "clock.end=2031-12"})...)
		rents, fields := w.Tables()[0].Column("scarcity_rent"), w.Tables()[1]
		used := fields.Column("coworkers")
		for r := range used {
			limit := used[r%22] + size // the first tick's users are the base year's to a few hundred
			if tick := r / 22; used[r] > 1.001*limit && rents[tick] == 0 || used[r] > 1.01*limit+1e3 {
				t.Fatalf("%g coworkers a field: row %d uses %g", size, r, used[r])
			}
		}
	}
}

// Extreme but valid settings end with finite numbers or with a named error at a tick; never NaN, never a hang.
func TestExtremesEndWithNumbersOrANamedError(t *testing.T) {
	data := tables(t, "us-2024")
	broken, done := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		c := extreme(t)
		if faults := c.Validate(); len(faults) > 0 {
			t.Skip("contradictory settings")
		}
		begun := time.Now()
		w, err := economy.New(c, data, 2)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "base year: ") {
				t.Fatalf("not a named error: %v", err)
			}
			return
		}
		for w.Tick() < w.Ticks() {
			if err := w.Step(); err != nil {
				var b *economy.Breakdown
				if !errors.As(err, &b) || b.Phase == "" || b.Message == "" || b.Date == "" {
					t.Fatalf("not a named error: %v", err)
				}
				if b.Phase == "books" || b.Phase == "record" {
					t.Fatalf("left its domain unnoticed: %v", err)
				}
				broken++
				return
			}
			if time.Since(begun) > time.Minute {
				t.Fatalf("tick %d after a minute", w.Tick())
			}
		}
		done++
	})
	t.Logf("%d ran to the end, %d broke down by name", done, broken)
}

func extreme(t *rapid.T) economy.Config {
	var c economy.Config
	economy.Parameters(&c).Defaults()
	pick := func(name string, target *float64, values ...float64) {
		if rapid.IntRange(0, 2).Draw(t, name+"?") == 0 {
			*target = rapid.SampledFrom(values).Draw(t, name)
		}
	}
	pick("sigma", &c.Production.Tasks, .1, 1, 5)
	pick("eps", &c.Production.Occupations, .1, 1, 5)
	pick("eta", &c.Production.Goods, .1, 1, 5)
	pick("value added", &c.Production.ValueAdded, .1, 1, 3)
	pick("price fall", &c.Tech.Price.Fall, 1, 1000)
	pick("electricity", &c.Tech.Energy.Minimum, 0, 1)
	pick("review", &c.Tech.Review.Minimum, 0, 1)
	pick("review slope", &c.Tech.Review.Slope, 0, 2)
	pick("persistence", &c.Tech.Review.Persistence, 0, 1)
	pick("imitation", &c.Adoption.Imitation, 0, 50)
	pick("lag", &c.Adoption.Lag, 0, 1./12, 20)
	pick("wage up", &c.Labour.WageUp, 0, 20)
	pick("wage down", &c.Labour.WageDown, 0, 20)
	pick("growth", &c.Macro.Growth, .005, .1)
	pick("new uses", &c.NewUses.Elasticity, .5, 2.5)
	pick("new tasks", &c.NewTasks.Strength, 0, 1)
	pick("doubling", &c.Tech.Horizon.Doubling, 1, 60)
	pick("own work", &c.OwnWork.TakeUp, 0, 1)
	pick("hours", &c.Behaviour.Hours, 0, 2)
	pick("saving", &c.Macro.SavingResponse, 0, 5)
	pick("indexation", &c.Labour.Indexation, 0, 1)
	pick("pass-through", &c.Firms.PassThrough, 0, .5)
	pick("occupations", &c.Tech.Horizon.OccupationSpread, 0, 3)
	pick("power", &c.Tech.Compute.Power, 500, 1e6)
	c.Training.Financed, c.Tech.Price.Covers = rapid.Bool().Draw(t, "financed"), rapid.Bool().Draw(t, "covers")
	if rapid.IntRange(0, 3).Draw(t, "exposure?") == 0 {
		c.Tech.Tasks.Ceiling = "file"
		c.Tech.Tasks.Shares = make([]float64, 22)
		for f := range c.Tech.Tasks.Shares {
			c.Tech.Tasks.Shares[f] = rapid.SampledFrom([]float64{0, .5, 1}).Draw(t, "exposure")
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "fleet?") == 0 {
		c.Fleet.Mode, c.Fleet.Per = "fixed", rapid.SampledFrom([]string{"total", "field"}).Draw(t, "per")
		c.Fleet.Size = rapid.SampledFrom([]float64{0, 1, 1e6, 1e12}).Draw(t, "size")
	}
	c.Fleet.Agents = rapid.SampledFrom([]int64{0, 1, 700}).Draw(t, "coworkers")
	c.People.Agents = rapid.SampledFrom([]int64{0, 1, 2, 501}).Draw(t, "people")
	c.Clock.Tick = rapid.SampledFrom([]string{"month", "quarter"}).Draw(t, "tick")
	return c
}

func format(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
