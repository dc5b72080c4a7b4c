package engine

import "iter"

// Coroutines are agents with a goroutine of their own each, parked between ticks: for behaviour that is written as a
// sequence of events rather than as one step, and for the literal model. A goroutine takes about 2.9 kB and a step
// costs a switch to it and back.
//
// Agents of one Coroutines step one after another in the order of their numbers, so that what they share needs no lock
// and the order of arrival decides nothing; several Coroutines may step at once on workers of their own.
type Coroutines struct {
	next []func() (struct{}, bool)
	stop []func()
}

// Spawn starts n agents. Each runs body in its goroutine: wait ends the agent's part of a tick and returns true when
// the next begins, false when the agent shall end. What comes before the first wait runs now.
//
//	engine.Spawn(n, func(agent int, wait func() bool) {
//		for wait() {
//			// one tick
//		}
//	})
func Spawn(n int, body func(agent int, wait func() bool)) *Coroutines {
	c := &Coroutines{next: make([]func() (struct{}, bool), n), stop: make([]func(), n)}
	for agent := range n {
		c.next[agent], c.stop[agent] = iter.Pull(func(yield func(struct{}) bool) {
			body(agent, func() bool { return yield(struct{}{}) })
		})
		c.next[agent]()
	}
	return c
}

// Step lets every agent go on to its next wait. An agent whose body has returned does nothing.
func (c *Coroutines) Step() {
	for _, next := range c.next {
		next()
	}
}

// Len is the number of agents.
func (c *Coroutines) Len() int { return len(c.next) }

// Stop ends all agents: their wait returns false.
func (c *Coroutines) Stop() {
	for _, stop := range c.stop {
		stop()
	}
}
