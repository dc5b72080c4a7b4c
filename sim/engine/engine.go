// Package engine runs phases over fixed shards of agents on any number of workers, with the same result for each. It
// knows the calendar and the shards; it knows no economics and no disk.
//
// An agent is a row of columns. Shards belong to the scenario and workers to the machine: a phase is called once for
// each shard, writes only what belongs to that shard, and what crosses shards is added afterwards in shard order. So
// the order in which workers arrive decides nothing.
package engine

import (
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// MostPerShard is the largest number of agents a shard holds.
const MostPerShard = 1 << 16

// Pool is a number of workers that run phases. The zero Pool runs on one.
type Pool struct {
	Workers int
}

// Each calls phase for every shard from 0 to shards-1, each once, on at most p.Workers goroutines, and returns when
// all are done. phase must touch only what belongs to its shard.
func (p Pool) Each(shards int, phase func(shard int)) {
	workers := min(p.Workers, shards)
	if workers <= 1 {
		for s := 0; s < shards; s++ {
			phase(s)
		}
		return
	}
	var next atomic.Int64
	var group errgroup.Group
	for w := 0; w < workers; w++ {
		group.Go(func() error {
			for {
				s := int(next.Add(1)) - 1
				if s >= shards {
					return nil
				}
				phase(s)
			}
		})
	}
	_ = group.Wait() // phases return no errors; a panic ends the program with its stack
}

// Range is a block of consecutive agents, [From, To).
type Range struct{ From, To int }

// Len is the number of agents of the block.
func (r Range) Len() int { return r.To - r.From }

// Blocks cuts n agents into the given number of blocks of nearly equal size, more when one would exceed MostPerShard.
// Zero agents make no block.
func Blocks(n, blocks int) []Range {
	if n <= 0 {
		return nil
	}
	blocks = min(max(blocks, (n+MostPerShard-1)/MostPerShard, 1), n)
	out := make([]Range, blocks)
	for b := range out {
		out[b] = Range{From: n * b / blocks, To: n * (b + 1) / blocks}
	}
	return out
}
