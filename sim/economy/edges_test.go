package economy_test

import (
	"strings"
	"testing"

	"tenfold/sim/economy"
)

// Settings at the ends of their ranges run to the end with finite numbers.
func TestEndsOfRangesRun(t *testing.T) {
	for _, settings := range [][]string{
		{"technology.frozen=true", "adoption.integrated=0"},
		{"adoption.adopted=0", "adoption.integrated=0", "adoption.innovation=0"},
		{"labour.attached=.05"},
		{"labour.own_occupation=1", "labour.moves=.2"},
		{"clock.start=2021-01", "clock.end=2026-12"},
		{"coworkers.upgrade_lag=0", "adoption.lag=0", "new_tasks.lag=0"},
		{"fleet.mode=fixed", "fleet.size=0"},
	} {
		w := run(t, with(settings, []string{"fleet.agents=3000", "people.agents=3000"})...)
		if w.Tables()[0].Rows() != w.Ticks() {
			t.Errorf("%v: %d rows", settings, w.Tables()[0].Rows())
		}
	}
}

// Settings that would not fit what can be counted, or begin before the first generation, are contradictions.
func TestContradictionsAreNamed(t *testing.T) {
	for path, change := range map[string]func(*economy.Config){
		"clock.start":                 func(c *economy.Config) { c.Clock.Start = "2019-01" },
		"clock.end":                   func(c *economy.Config) { c.Clock.End = "2024-12" },
		"coworkers.speed":             func(c *economy.Config) { c.Coworkers.Speed, c.Tech.Tasks.Median = 1e4, 1e-5 },
		"fleet.agents":                func(c *economy.Config) { c.Coworkers.Speed, c.Fleet.Agents = 1e4, 1<<30 },
		"adoption.integrated":         func(c *economy.Config) { c.Adoption.Integrated = .5 },
		"macro.foreign_return":        func(c *economy.Config) { c.Macro.ForeignReturn = .04 },
		"releases.interval":           func(c *economy.Config) { c.Tech.Release = .05 },
		"resources.algorithms.growth": func(c *economy.Config) { c.Tech.Resources.Algorithms.Growth = 1e9 },
	} {
		c := config(t, nil)
		change(&c)
		found := c.Validate()
		if len(found) != 1 || found[0].Path != path || !strings.Contains(found[0].Message, "expected") {
			t.Errorf("%s: %v", path, found)
		}
	}
}
