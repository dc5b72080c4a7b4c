package engine_test

import (
	"fmt"
	"testing"

	"tenfold/sim/engine"
	"tenfold/sim/rng"
)

// schelling is Schelling's (1971) model of segregation on a torus: households of two groups move to an empty place while
// fewer than three of their eight neighbours are of their group. Who wants to move is found in parallel from the places
// at the beginning of the tick; places are given in an order that the draws name. So the result is the same for any
// number of workers.
type schelling struct {
	side  int
	place []uint8 // 0 empty, 1 or 2 the group
	wants [][]int32
	empty []int32
	rows  []engine.Range
	key   rng.Key
}

const (
	streamSettle rng.Stream = iota
	streamChoice
)

func newSchelling(side int, households float64, seed uint64) *schelling {
	s := &schelling{side: side, place: make([]uint8, side*side), rows: engine.Blocks(side, 16), key: rng.New(seed)}
	s.wants = make([][]int32, len(s.rows))
	settle := s.key.At(streamSettle, 0)
	for i := range s.place {
		switch u := rng.Unit(settle.Bits(uint32(i))); {
		case u < households/2:
			s.place[i] = 1
		case u < households:
			s.place[i] = 2
		default:
			s.empty = append(s.empty, int32(i))
		}
	}
	return s
}

// alike counts the neighbours of the group at a place.
func (s *schelling) alike(at int) (n int) {
	row, column, group := at/s.side, at%s.side, s.place[at]
	for dr := s.side - 1; dr <= s.side+1; dr++ {
		line := (row + dr) % s.side * s.side
		for dc := s.side - 1; dc <= s.side+1; dc++ {
			if s.place[line+(column+dc)%s.side] == group {
				n++
			}
		}
	}
	return n - 1 // itself
}

// step lets all households that want to move do so, and returns how many did.
func (s *schelling) step(p engine.Pool, tick uint32) int {
	p.Each(len(s.rows), func(b int) {
		s.wants[b] = s.wants[b][:0]
		for i := s.rows[b].From * s.side; i < s.rows[b].To*s.side; i++ {
			if s.place[i] != 0 && s.alike(i) < 3 {
				s.wants[b] = append(s.wants[b], int32(i))
			}
		}
	})
	moved, choice := 0, s.key.At(streamChoice, tick)
	for _, movers := range s.wants {
		for _, from := range movers {
			k := int(choice.Bits(uint32(from)) % uint64(len(s.empty)))
			s.place[s.empty[k]], s.place[from], s.empty[k] = s.place[from], 0, from
			moved++
		}
	}
	return moved
}

// The engine knows no economics: blocks, workers and named draws are enough for another model.
func Example() {
	s := newSchelling(100, .8, 1)
	for tick := range uint32(20) {
		if moved := s.step(engine.Pool{Workers: 4}, tick); tick%5 == 0 {
			fmt.Printf("tick %2d: %d move\n", tick, moved)
		}
	}
	// Output:
	// tick  0: 2542 move
	// tick  5: 277 move
	// tick 10: 22 move
	// tick 15: 1 move
}

// Any number of workers gives the same town.
func TestSchellingIsTheSameForAnyWorkers(t *testing.T) {
	one := newSchelling(120, .85, 7)
	for tick := range uint32(15) {
		one.step(engine.Pool{Workers: 1}, tick)
	}
	for _, workers := range []int{2, 3, 8} {
		many := newSchelling(120, .85, 7)
		for tick := range uint32(15) {
			many.step(engine.Pool{Workers: workers}, tick)
		}
		for i := range one.place {
			if one.place[i] != many.place[i] {
				t.Fatalf("%d workers: place %d differs", workers, i)
			}
		}
	}
}

// BenchmarkSchelling is the size at which frameworks of agent-based models are compared with one another: a town of
// 100 by 100 places, four fifths of them taken, for 20 ticks.
func BenchmarkSchelling(b *testing.B) {
	for b.Loop() {
		s := newSchelling(100, .8, 1)
		for tick := range uint32(20) {
			s.step(engine.Pool{Workers: 2}, tick)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/20/8000, "ns/agent-step")
}
