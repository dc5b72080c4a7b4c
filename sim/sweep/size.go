package sweep

import (
	"strings"
	"time"

	"tenfold/sim/economy"
)

// size is what a run takes.
type size struct {
	bytes float64 // of memory
	steps float64 // of agents, with what a tick takes besides counted as agents
}

// What a run takes in memory, bytes: besides its agents, per coworker, person and firm. A test measures them.
const (
	baseBytes     = 24e6
	coworkerBytes = 40
	personBytes   = 130
	firmBytes     = 120
	baseSteps     = 20_000 // agent-steps that a tick without agents takes
)

// sizing are the settings that decide the size of a run.
var sizing = []string{"fleet.agents", "people.agents", "firms.agents", "mean_field", "clock.start", "clock.end", "clock.tick", "economy"}

// size is what run i takes. Runs that cannot be loaded take what the base takes.
func (s *Sweep) size(i int) size {
	words, _ := s.Values(i / s.Seeds)
	key := ""
	for k, f := range s.Factors {
		for _, name := range sizing {
			if f.Key == name {
				key += words[k] + "|"
			}
		}
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if known, ok := s.sizes[key]; ok {
		return known
	}
	c := s.Base.Config
	if strings.Trim(key, "|") != "" {
		if under, err := s.Scenario(i); err == nil {
			c = under.Config
		}
	}
	s.sizes[key] = sizeOf(&c)
	return s.sizes[key]
}

func sizeOf(c *economy.Config) size {
	coworkers, people, firms := float64(c.Fleet.Agents), float64(c.People.Agents), float64(c.Firms.Agents)
	if c.MeanField {
		coworkers, people, firms = 0, 0, 0
	}
	return size{
		bytes: baseBytes + float64(coworkerBytes*coworkers) + float64(personBytes*people) + float64(firmBytes*firms),
		steps: float64(c.Clock.Ticks()) * (baseSteps + coworkers + people + firms),
	}
}

// Estimate is what a sweep takes: memory of its largest run, agent-steps of all, bytes on the disk.
type Estimate struct {
	Runs, Chunks int
	RunBytes     float64 // of memory, the largest
	Steps        float64
	DiskBytes    float64
}

// Estimate adds up the runs.
func (s *Sweep) Estimate(chunks int) Estimate {
	e := Estimate{Runs: s.Runs(), Chunks: chunks}
	ticks := float64(s.Base.Config.Clock.Ticks())
	for i := range s.Runs() {
		one := s.size(i)
		e.RunBytes = max(e.RunBytes, one.bytes)
		e.Steps += one.steps
	}
	// A figure takes about 18 bytes in a part, as much in the collected CSV file and half of it in Parquet.
	e.DiskBytes = float64(s.Runs()) * ticks * (float64(float64(len(s.columns()))*2.5*18) + float64(float64(len(s.Factors))*1.2*8) + 40)
	return e
}

// Pace measures a run of the base: seconds an agent-step on one processor.
func (s *Sweep) Pace(now func() time.Time) (float64, error) {
	w, err := economy.New(s.Base.Config, s.Base.Economy, 1)
	if err != nil {
		return 0, err
	}
	defer w.Close()
	begun, ticks := now(), 0
	for ; ticks < w.Ticks() && (ticks < 12 || now().Sub(begun) < time.Second/2); ticks++ {
		if err := w.Step(); err != nil {
			return 0, err
		}
	}
	took := max(now().Sub(begun).Seconds(), 0)
	return took / (sizeOf(&s.Base.Config).steps * float64(ticks) / float64(w.Ticks())), nil
}
