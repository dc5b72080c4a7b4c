package coworker_test

import (
	"testing"
	"time"

	"tenfold/sim/rng"
)

// BenchmarkStep reports a coworker's step in nanoseconds and in trivial steps: those of a plain loop over agents with
// a random number, two columns and a sum, measured in the same run.
func BenchmarkStep(b *testing.B) {
	const n = 10_000
	c := fleet(n, .3)
	w := offer(173.3, .4, .2, .5, .9, 1.3, 1.8, 2.4, 3, 3.6, 4.5, 5.4, 6.8, 8.7, 12, 18, 30, 79)
	key := rng.New(1)
	trivial := yardstick()
	b.ResetTimer()
	for i := range b.N {
		c.Step(w, key, 0, uint32(i)&0xffff)
	}
	each := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / n
	b.ReportMetric(each, "ns/agent-step")
	b.ReportMetric(each/trivial, "trivial-steps/agent-step")
}

// yardstick is the nanoseconds of a trivial step, the best of several tries.
func yardstick() float64 {
	const n, steps = 1 << 20, 20
	skill, cost := make([]float64, n), make([]float64, n)
	best := time.Hour
	for range 5 {
		begun := time.Now()
		for step := range uint64(steps) {
			trivialStep(skill, cost, mix(42+0x9e3779b97f4a7c15*(step+1)))
		}
		best = min(best, time.Since(begun))
	}
	return float64(best.Nanoseconds()) / n / steps
}

// trivialStep is the yardstick of cmd/tenfold.
func trivialStep(skill, cost []float64, key uint64) (sum float64) {
	cost = cost[:len(skill)]
	for i := range skill {
		u := float64(int64(mix(key+uint64(i)*0x9e3779b97f4a7c15)>>11)) * 0x1p-53
		v := skill[i] + .001*u
		skill[i] = v
		cost[i] *= .999
		sum += v
	}
	return sum
}

func mix(z uint64) uint64 {
	z ^= z >> 30
	z *= 0xbf58476d1ce4e5b9
	z ^= z >> 27
	z *= 0x94d049bb133111eb
	return z ^ z>>31
}
