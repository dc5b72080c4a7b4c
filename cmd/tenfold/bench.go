package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tenfold/sim/economy"
	"tenfold/sim/engine"
	"tenfold/sim/unit"
)

// A measurement is one row of the bench: what an agent-step takes.
type measurement struct {
	What           string  `json:"what"`
	Agents         int     `json:"agents"`
	Workers        int     `json:"workers"`
	NsPerStep      float64 `json:"ns_per_agent_step"`
	TrivialSteps   float64 `json:"trivial_steps"` // how many plain loops' steps that is
	BytesPerAgent  float64 `json:"bytes_per_agent,omitempty"`
	StepsPerSecond float64 `json:"agent_steps_per_s"`
}

type benchObject struct {
	Go           string        `json:"go_version"`
	GOARCH       string        `json:"goarch"`
	Kernels      string        `json:"kernels"`
	Processors   int           `json:"processors"`
	Measurements []measurement `json:"measurements"`
}

func (a *app) benchCommand() *cobra.Command {
	most, asJSON := "1M", false
	c := &cobra.Command{
		Use:   "bench",
		Short: "Measure how fast agents step on this machine, against a plain loop",
		Long: "Measure how fast agents step on this machine, in nanoseconds and as multiples of a plain loop on one thread that draws\n" +
			"a number and updates two columns, timed again before each row. Each row is the best of several tries. Numbers of\n" +
			"agents go up in powers of ten: 100M coworkers need 2.5 GB and some minutes.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			n, err := unit.Parse(most, "")
			if err != nil || !(n >= 1e4 && n <= 1e9) {
				return usage("--agents: expected a number from 10k to 1bn, got %q", most)
			}
			b := &bench{now: a.now, log: a.stderr}
			if err := b.all(int(n)); err != nil {
				return failed("%w", err)
			}
			if asJSON {
				return writeJSON(a.out, benchObject{runtime.Version(), runtime.GOARCH, kernels(), runtime.GOMAXPROCS(0), b.rows})
			}
			_, err = io.WriteString(a.out, b.text())
			return err
		},
	}
	c.Flags().StringVar(&most, "agents", most, "largest number of agents: `N`")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object instead of the table")
	return c
}

// bench collects measurements.
type bench struct {
	now  func() time.Time
	log  io.Writer
	rows []measurement
}

// Where agents are few, a try is repeated until it has lasted this long.
const leastTry = 200 * time.Millisecond

const benchTries = 3

// all measures everything, with up to `most` agents.
func (b *bench) all(most int) error {
	every := runtime.GOMAXPROCS(0)
	b.plainLoop()
	for _, workers := range distinct(1, every) {
		b.trivialPhase(workers)
	}
	for _, kind := range []agentKind{coworkers, persons} {
		for _, workers := range distinct(1, every) {
			if err := b.agents(kind, min(most, 100_000), workers); err != nil {
				return err
			}
		}
		for n := 1_000_000; n <= min(most, kind.most); n *= 10 {
			if err := b.agents(kind, n, every); err != nil {
				return err
			}
		}
	}
	if err := b.agents(routines, min(most, 100_000), every); err != nil {
		return err
	}
	return b.agents(everybody, min(most, 100_000), every)
}

func distinct(a, b int) []int {
	if a == b {
		return []int{a}
	}
	return []int{a, b}
}

// best is the shortest time of an agent-step over several tries of `work`, which makes `steps` of them.
func (b *bench) best(steps float64, work func()) float64 {
	best := 1e18
	for range benchTries {
		begun, times := b.now(), 0.
		for times == 0 || b.now().Sub(begun) < leastTry {
			work()
			times++
		}
		best = min(best, float64(b.now().Sub(begun).Nanoseconds())/times/steps)
	}
	return best
}

func (b *bench) note(what string, agents, workers int, ns, bytes float64) {
	_, _ = fmt.Fprintf(b.log, "measured: %s, %s on %s\n", what, count(int64(agents), "agent"), count(int64(workers), "worker")) // nobody may be reading
	b.rows = append(b.rows, measurement{what, agents, workers, ns, ns / (1e9 * yardstick()), bytes, 1e9 / ns})
}

func (b *bench) plainLoop() { b.note("plain loop", yardstickAgents, 1, 1e9*yardstick(), 16) }

// trivialPhase is the plain loop's work as a phase of the engine: keyed draws, blocks, workers.
func (b *bench) trivialPhase(workers int) {
	n := yardstickAgents
	skill, cost, sums := make([]float64, n), make([]float64, n), make([]float64, 64)
	blocks, pool, tick := engine.Blocks(n, len(sums)), engine.Pool{Workers: workers}, uint64(0)
	ns := b.best(float64(n), func() {
		tick++
		pool.Each(len(blocks), func(s int) {
			r := blocks[s]
			sums[s] = trivialStep(skill[r.From:r.To], cost[r.From:r.To], mix(tick<<32+uint64(r.From)))
		})
	})
	b.note("trivial phase", n, workers, ns, 16)
}

// agentKind is whose steps a run is about: the settings that leave out everybody else.
type agentKind struct {
	what     string
	settings func(n int) []string
	each     float64 // steps an agent makes in a tick, over n
	most     int     // agents that are measured
}

func only(agents string) func(n int) []string {
	return func(n int) []string {
		set := map[string]int{"fleet.agents": 0, "people.agents": 0, "firms.agents": 0}
		for key := range strings.FieldsSeq(agents) {
			set[key] = n
		}
		out := []string{"name=bench", "clock.end=2035-12"}
		for _, key := range []string{"fleet.agents", "people.agents", "firms.agents"} {
			out = append(out, fmt.Sprintf("%s=%d", key, set[key]))
		}
		return out
	}
}

var (
	coworkers = agentKind{"coworker step", only("fleet.agents"), 1, 1e9}
	persons   = agentKind{"person step", only("people.agents"), 1, 1e6}
	everybody = agentKind{"whole tick, coworkers and people", only("fleet.agents people.agents"), 2, 1e5}
	routines  = agentKind{"coworker with a goroutine", func(n int) []string { return append(only("fleet.agents")(n), "engine.executor=goroutines") }, 1, 1e5}
)

// agents measures ticks of a world with n agents of a kind, from the middle of its years on, when coworkers are busy.
// What a tick costs without any agents is taken off, but of whole ticks.
func (b *bench) agents(kind agentKind, n, workers int) error {
	empty := 0.
	if kind.what != everybody.what {
		ns, _, err := b.ticks(agentKind{"", only(""), 1, 1}, 1, workers)
		if err != nil {
			return err
		}
		empty = ns
	}
	ns, bytes, err := b.ticks(kind, n, workers)
	if err != nil {
		return err
	}
	steps := kind.each * float64(n)
	b.note(kind.what, n, workers, max(ns-empty, 0)/steps, bytes/steps)
	return nil
}

// benchTicks are skipped and measured: 2025 to 2027 would be months in which hardly anybody works.
const skipped, benchTicks = 36, 6

// ticks is the time of a tick in nanoseconds and the bytes that a world takes.
func (b *bench) ticks(kind agentKind, n, workers int) (ns, bytes float64, err error) {
	p, err := loadScenario(defaultScenario, kind.settings(n), nil)
	if err != nil {
		return 0, 0, err
	}
	before := heap()
	w, err := p.start(workers)
	if err != nil {
		return 0, 0, err
	}
	defer w.Close()
	bytes = heap() - before
	skip := skipped
	if n > 10_000_000 {
		skip = 0 // all sizes would be too long
	}
	ns = 1e18
	for w.Tick() < w.Ticks() {
		begun := b.now()
		for range min(benchTicks, w.Ticks()-w.Tick()) {
			if err := w.Step(); err != nil {
				return 0, 0, err
			}
		}
		if took := float64(b.now().Sub(begun).Nanoseconds()) / benchTicks; w.Tick() > skip {
			ns = min(ns, took)
		}
		if w.Tick() >= skip+benchTries*benchTicks {
			break
		}
	}
	return ns, bytes, nil
}

// heap is the bytes in use, goroutines' stacks included.
func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}

func (b *bench) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s, kernels %s, %s\n\n", runtime.Version(), runtime.GOARCH, kernels(), count(int64(runtime.GOMAXPROCS(0)), "processor"))
	fmt.Fprintf(&out, "%-34s %12s %8s %9s %9s %8s %12s\n", "", "agents", "workers", "ns/step", "x plain", "bytes", "steps/s")
	for _, m := range b.rows {
		fmt.Fprintf(&out, "%-34s %12s %8d %9.2f %9.2f %8.1f %12s\n", m.What, thousands(int64(m.Agents)), m.Workers, m.NsPerStep, m.TrivialSteps, m.BytesPerAgent, unit.Number(m.StepsPerSecond))
	}
	return out.String()
}

// The yardstick is a trivial agent in a plain loop on one thread: a random number, two columns, a sum. Times are given as
// multiples of it, since machines differ and are shared.
const yardstickAgents, yardstickSteps = 1 << 20, 20

// yardstick returns the time of one trivial agent-step in seconds, the best of several tries.
func yardstick() float64 {
	skill, cost := make([]float64, yardstickAgents), make([]float64, yardstickAgents)
	best := 1.
	for range 5 {
		begun := time.Now()
		for step := range uint64(yardstickSteps) {
			trivialStep(skill, cost, mix(42+0x9e3779b97f4a7c15*(step+1)))
		}
		best = min(best, time.Since(begun).Seconds()/yardstickAgents/yardstickSteps)
	}
	return best
}

func trivialStep(skill, cost []float64, key uint64) (sum float64) {
	cost = cost[:len(skill)]
	for i := range skill {
		u := float64(int64(mix(key+uint64(i)*0x9e3779b97f4a7c15)>>11)) * 0x1p-53
		v := skill[i] + float64(.001*u)
		skill[i] = v
		cost[i] *= .999
		sum += v
	}
	return sum
}

// mix is the 64-bit finaliser of SplitMix.
func mix(z uint64) uint64 {
	z ^= z >> 30
	z *= 0xbf58476d1ce4e5b9
	z ^= z >> 27
	z *= 0x94d049bb133111eb
	return z ^ z>>31
}

// kernels says which loops the program was built with and this machine can run.
func kernels() string { return economy.Kernels() }
