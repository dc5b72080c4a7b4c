package main

import (
	"tenfold/sim/economy"
	"tenfold/sim/engine"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// A world is a model that a run steps through time.
type world interface {
	Ticks() int
	Date() string // of the next tick
	Step() error
	Tables() []*series.Table
	AgentSteps() int64
	Tick() int // ticks done
	// Archive saves the state, or loads it into a world just started.
	Archive(*engine.Archive)
	// Close lets go of what the world holds beside memory.
	Close()
}

// A plan is a checked scenario, ready to run.
type plan struct {
	name, hash, economy string
	seed                int64
	first, last         string // months
	agents, people      int64  // simulated; none in a mean field
	firms               int64
	executor            string
	model               string            // version
	titles              map[string]string // of occupations and industries, by code
	scenario            []byte
	files               map[string][]byte
	policies            []string // names
	start               func(workers int) (world, error)
}

// A loader finds and checks a scenario and what policies come to it.
type loader func(source string, set, environ []string, policies ...string) (*plan, error)

// loadScenario is the loader of the real model.
func loadScenario(source string, set, environ []string, policies ...string) (*plan, error) {
	s, err := scenario.Load(source, set, environ, policies...)
	if err != nil {
		return nil, err
	}
	p := &plan{
		name: s.Name, hash: s.Hash(), economy: s.Config.Economy, seed: s.Config.Seed, model: economy.ModelVersion,
		first: s.Config.Clock.Start, last: s.Config.Clock.End,
		titles: titles(s.Economy), executor: s.Config.Executor, policies: s.PolicyNames(),
		start: func(workers int) (world, error) {
			c, _, err := experiment.EqualCost(s.Config, s.Economy, s.Targets)
			if err != nil {
				return nil, err
			}
			return economy.New(c, s.Economy, workers)
		},
	}
	p.scenario, p.files = s.Bundle()
	if !s.Config.MeanField {
		p.agents, p.people, p.firms = s.Config.Fleet.Agents, s.Config.People.Agents, s.Config.Firms.Agents
	}
	return p, nil
}
