package economy_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/engine"
	"tenfold/sim/policy"
)

// step takes the world to a tick.
func stepTo(t testing.TB, w *economy.World, tick int) {
	t.Helper()
	for w.Tick() < min(tick, w.Ticks()) {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
}

// reloaded saves the world and loads it into one just made of the same configuration.
func reloaded(t testing.TB, w *economy.World, workers int, settings []string) *economy.World {
	t.Helper()
	next := newWorld(t, workers, settings...)
	transfer(t, w, next)
	return next
}

// transfer saves one world and loads it into another, just made of the same configuration.
func transfer(t testing.TB, w, next *economy.World) {
	t.Helper()
	var file bytes.Buffer
	save := engine.Save(&file, engine.Header{Hash: "x", Tick: w.Tick()})
	w.Archive(save)
	if err := save.Close(); err != nil {
		t.Fatal(err)
	}
	if err := engine.Verify(bytes.NewReader(file.Bytes())); err != nil {
		t.Fatal(err)
	}
	load, header, err := engine.Load(&file)
	if err != nil || header.Tick != w.Tick() {
		t.Fatal(header, err)
	}
	next.Archive(load)
	if err := load.Close(); err != nil {
		t.Fatal(err)
	}
}

// A run that is stopped, saved and loaded, at any ticks and on other numbers of workers, goes on to the same bits as one
// that never stopped: every row of every table.
func TestResumedRunsAreTheSame(t *testing.T) {
	small := []string{"fleet.agents=3000", "people.agents=3000", "firms.agents=1000", "people.panel=5", "ledger=true", "clock.end=2030-06"}
	everything := []string{"feedback.strength=.5", "monetary.regime=taylor", "macro.foreign_return=.01", "government.consumption_tax=.05",
		"providers.open_lag=9", "tasks.ceiling=gamma", "new_tasks.lag=1", "training.financed=true", "price.covers_hardware=true",
		"macro.saving_response=1", "labour.indexation=.5", "firms.pass_through=.8", "compute.power=5000", "horizon.occupation_spread=.5"}
	for _, scenario := range [][]string{nil, noAI, mean, everything, {"fleet.mode=fixed", "fleet.per=field", "fleet.size=100000"}, {"clock.tick=quarter"}, {"clock.tick=week", "clock.end=2026-12"}} {
		settings := with(small, scenario)
		whole := newWorld(t, 1, settings...)
		stepTo(t, whole, whole.Ticks())
		for _, stops := range [][]int{{0}, {1}, {7, 8, 40}} {
			w := newWorld(t, 2, settings...)
			for k, stop := range stops {
				stepTo(t, w, stop)
				rows := rowsOf(w)
				w = reloaded(t, w, 1+k%3, settings)
				if more := rowsOf(w); more != 0 {
					t.Fatalf("a loaded world has %d of %d rows", more, rows)
				}
			}
			stepTo(t, w, w.Ticks())
			if w.AgentSteps() != whole.AgentSteps() {
				t.Errorf("%v: %d agent-steps, without a stop %d", scenario, w.AgentSteps(), whole.AgentSteps())
			}
			compareTails(t, fmt.Sprint(scenario, stops), w, whole)
		}
	}
}

// The same under policies that leave traces: caps that grow from the last tick, releases that had to wait, insurance of
// what was lost, dividends of shares.
func TestResumedRunsAreTheSameUnderPolicies(t *testing.T) {
	levels := map[policy.Lever]float64{policy.FleetGrowthCap: 3, policy.CapabilityPause: 1, policy.WageInsurance: .5, policy.PublicOwnership: .4,
		policy.ConsumptionTax: .1, policy.ComputeBudgetUSD: 40, policy.ComputeSubsidy: .2, policy.SupervisionFloor: .2}
	p := policy.Policy{Name: "all", Financing: policy.ByConsumptionTax}
	for _, l := range policy.Levers() {
		if level, ok := levels[l]; ok {
			p.Settings = append(p.Settings, policy.Setting{Lever: l, From: 2026, Until: 2027.5, Level: level})
		}
	}
	c := config(t, with([]string{"fleet.agents=2000", "people.agents=3000", "firms.agents=500", "clock.end=2028-12", "tasks.ceiling=gamma", "own_work.procurement=cost"}))
	c.Policies = []policy.Policy{p}
	start := func() *economy.World {
		w, err := economy.New(c, tables(t, c.Economy), 2)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	whole, w := start(), start()
	stepTo(t, whole, whole.Ticks())
	for _, stop := range []int{12, 13, 20, 30, 31} {
		stepTo(t, w, stop)
		next := start()
		transfer(t, w, next)
		w = next
	}
	stepTo(t, w, w.Ticks())
	compareTails(t, "under policies", w, whole)
}

func rowsOf(w *economy.World) (n int) {
	for _, table := range w.Tables() {
		n += table.Rows()
	}
	return n
}

// compareTails compares all rows of part with the last rows of whole, to the bit.
func compareTails(t *testing.T, what string, part, whole *economy.World) {
	t.Helper()
	for k, table := range part.Tables() {
		all := whole.Tables()[k]
		for i := range table.Rows() {
			labels, got := table.Row(i)
			_, want := all.Row(all.Rows() - table.Rows() + i)
			for c := range got {
				if math.Float64bits(got[c]) != math.Float64bits(want[c]) {
					t.Fatalf("%s: %s of %s %v is %v, without a stop %v", what, table.Columns[c].Name, table.Name, labels, got[c], want[c])
				}
			}
		}
	}
}
