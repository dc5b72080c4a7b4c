package economy

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"tenfold/configs"
	"tenfold/sim/dataset"
	"tenfold/sim/ledger"
)

func smallWorld(t *testing.T, change func(*Config)) *World {
	t.Helper()
	var c Config
	Parameters(&c).Defaults()
	c.Fleet.Agents, c.People.Agents = 2000, 2000
	change(&c)
	folder, err := fs.Sub(configs.FS, "economies/us-2024")
	if err != nil {
		t.Fatal(err)
	}
	data, err := dataset.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(c, data, 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// stepUntil runs the phases of a tick before the named one.
func stepUntil(t *testing.T, w *World, name string) {
	t.Helper()
	for _, p := range phases() {
		if p.name == name {
			return
		}
		if err := p.run(w); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatalf("no phase %q", name)
}

// The books balance at every tick to 1e-9 of output.
func TestBooksBalanceEveryTick(t *testing.T) {
	for _, ceiling := range []string{"beta", "gamma"} {
		w := smallWorld(t, func(c *Config) { c.Tech.Tasks.Ceiling = ceiling; c.Feedback.Strength = .5; c.Macro.ForeignReturn = .01 })
		for w.Tick() < w.Ticks() {
			if err := w.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if w.worstBook > 1e-9 {
			t.Errorf("ceiling %s: accounts off by %g", ceiling, w.worstBook)
		}
	}
}

// Each flow, broken by a millionth at either end, stops the run with its name.
func TestBrokenFlowIsCaughtAndNamed(t *testing.T) {
	w := smallWorld(t, func(c *Config) {})
	if err := w.Step(); err != nil {
		t.Fatal(err)
	}
	for i, flow := range append([]ledger.Flow(nil), w.books.Flows...) {
		if flow.Paid == 0 {
			continue
		}
		for _, end := range []func(*ledger.Flow) *float64{
			func(f *ledger.Flow) *float64 { return &f.Paid },
			func(f *ledger.Flow) *float64 { return &f.Received },
		} {
			w.tamper = func(l *ledger.Ledger) { *end(&l.Flows[i]) += 1e-6 * w.flows.output }
			err := w.keepBooks()
			var b *Breakdown
			if !errors.As(err, &b) || !strings.Contains(b.Message, `"`+flow.Name+`"`) {
				t.Errorf("flow %q broken: got %v", flow.Name, err)
			}
		}
	}
}

// A flow that both ends agree on but that is not what the sector has is caught by the sector's account.
func TestMissingFlowIsCaught(t *testing.T) {
	w := smallWorld(t, func(c *Config) {})
	w.tamper = func(l *ledger.Ledger) {
		l.Flows = slices.DeleteFunc(l.Flows, func(f ledger.Flow) bool { return f.Name == "wages" })
	}
	if err := w.Step(); err == nil || !strings.Contains(err.Error(), "account of") {
		t.Errorf("got %v", err)
	}
}

// A stock that does not change by what the books say flowed stops the run with its name.
func TestBrokenStockIsCaught(t *testing.T) {
	for name, flow := range map[string]string{"capital": "investment", "hardware": "hardware", "government debt": "labour tax", "foreign claims": "imports"} {
		w := smallWorld(t, func(c *Config) {})
		stepUntil(t, w, "stocks")
		for i := range w.books.Flows {
			if f := &w.books.Flows[i]; f.Name == flow {
				f.Paid, f.Received = 1.001*f.Paid, 1.001*f.Received
			}
		}
		if err := w.changeStocks(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Realised success follows what agents did: a field whose coworkers all fail costs more at the next tick.
func TestWhatCoworkersDidSetsCost(t *testing.T) {
	w := smallWorld(t, func(c *Config) { c.Fleet.Agents = 20000 })
	for i := 0; i < 12; i++ {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	before := w.realised[2]
	for s := range w.fleet.shards {
		if shard := &w.fleet.shards[s]; shard.field == 2 {
			for i := range shard.cols.Ease {
				shard.cols.Ease[i] = 1e6
			}
		}
	}
	kappa := w.plan.kappa[2*16]
	for i := 0; i < 3; i++ {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	if !(w.realised[2] < .9*before) || !(w.plan.kappa[2*16] > kappa) {
		t.Errorf("realised %g after %g, cost %g after %g", w.realised[2], before, w.plan.kappa[2*16], kappa)
	}
}

// Simulated people follow the expected stocks to a bounded number of persons.
func TestPeopleFollowExpectedFlows(t *testing.T) {
	w := smallWorld(t, func(c *Config) { c.People.Agents = 50_000; c.Tech.Tasks.Ceiling = "gamma" })
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
		employed, jobless, _ := w.sampleCount()
		e, u := w.labour.totals()
		got, want := float64(jobless)/float64(employed+jobless), u/(e+u)
		if d := got - want; d > .0015 || d < -.0015 {
			t.Fatalf("%s: %.4f of the sample unemployed, expected %.4f", w.Date(), got, want)
		}
	}
}

// The agents hand out no more than the expected numbers of a field, at least thirty where there are enough.
func TestAllotmentKeepsTotalsAndMinimum(t *testing.T) {
	got := allot(1000, []float64{1, 0, 3, .001}, 30)
	sum := 0
	for _, n := range got {
		sum += n
		if n < 30 {
			t.Errorf("a field has %d agents", n)
		}
	}
	if sum != 1000 || got[2] <= got[0] {
		t.Errorf("allotment %v", got)
	}
}
