package economy_test

import (
	"fmt"
	"os"

	"tenfold/sim/economy"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// A program runs a scenario with agents of its own, who hear of coworkers once these do a share of all tasks, adds a
// column with how many have heard, and writes a run folder.
func Example() {
	s, err := scenario.Load("essay", []string{"fleet.agents=1000", "people.agents=1000", "clock.end=2030-12"}, nil)
	check(err)
	w, err := economy.New(s.Config, s.Economy, 2)
	check(err)
	heard := make([]uint8, 10_000)
	w.Invite(economy.Guests{Name: "listeners", N: len(heard), Step: func(agent, tick int) {
		if tick > 0 && float64(agent%100)/100 < w.Value("done") {
			heard[agent] = 1
		}
	}})
	w.AddColumn(series.Column{Name: "heard", Unit: "agents", Doc: "Listeners who have heard."}, func() float64 {
		n := 0
		for _, h := range heard {
			n += int(h)
		}
		return float64(n)
	})
	dir, err := os.MkdirTemp("", "tenfold")
	check(err)
	defer os.RemoveAll(dir)
	run, err := output.Create(dir, output.About{Name: s.Name, Hash: s.Hash(), Seed: s.Config.Seed, Model: economy.ModelVersion}, w.Tables())
	check(err)
	for w.Tick() < w.Ticks() {
		check(w.Step())
		check(run.Write())
	}
	check(run.Finish(output.Complete, "", w.Tick(), output.Execution{}))
	fmt.Printf("%.0f of %d have heard in %d\n", w.Value("heard"), len(heard), 2030)
	// Output: 3100 of 10000 have heard in 2030
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
