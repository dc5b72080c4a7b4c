//go:build goexperiment.simd && amd64

package rng

import (
	"math/bits"
	"simd/archsimd"
)

// vector says whether the processor has what the vector kernels need.
var vector = archsimd.X86.AVX512()

// A note on what the compiler makes of this package: logical shifts by a constant and numbers in single precision that
// are not vectors become instructions of before AVX, which take some hundred cycles each among vectors. Hence shifts by
// vectors of constants, and tables of all lanes.

// Kernels names the loops in use: portable, or avx512.
func Kernels() string {
	if vector {
		return "avx512"
	}
	return "portable"
}

func fill(r Row, bits, second []uint64, first uint32) {
	if !vector || first+uint32(len(bits)) < first {
		fillPortable(r, bits, second, first)
		return
	}
	done := fillVector(r, bits, second, first)
	archsimd.ClearAVXUpperBits()
	fillPortable(r, bits[done:], second[min(done, len(second)):], first+uint32(done))
}

// Constants of mix for all lanes.
var (
	mixAs, mixBs = [8]uint64{mixA, mixA, mixA, mixA, mixA, mixA, mixA, mixA}, [8]uint64{mixB, mixB, mixB, mixB, mixB, mixB, mixB, mixB}
	shift27      = [8]uint64{27, 27, 27, 27, 27, 27, 27, 27}
	shift30      = [8]uint64{30, 30, 30, 30, 30, 30, 30, 30}
	shift31      = [8]uint64{31, 31, 31, 31, 31, 31, 31, 31}
)

// mixVector is mix.
func mixVector(z archsimd.Uint64x8) archsimd.Uint64x8 {
	z = z.Xor(z.ShiftRight(archsimd.LoadUint64x8(&shift30))).Mul(archsimd.LoadUint64x8(&mixAs))
	z = z.Xor(z.ShiftRight(archsimd.LoadUint64x8(&shift27))).Mul(archsimd.LoadUint64x8(&mixBs))
	return z.Xor(z.ShiftRight(archsimd.LoadUint64x8(&shift31)))
}

// fillVector draws bits of eight agents at a time, whose numbers do not wrap around, as long as there is room for eight
// second bits or for none. It returns the number of agents it has drawn for.
func fillVector(r Row, bits, second []uint64, first uint32) (done int) {
	counters := [8]uint64{}
	for i := range counters {
		counters[i] = (r.counter|uint64(first))*golden + uint64(i)*golden + r.k.k0
	}
	z := archsimd.LoadUint64x8(&counters)
	step, key := archsimd.BroadcastUint64x8(golden<<3&(1<<64-1)), archsimd.BroadcastUint64x8(r.k.k1)
	for ; len(bits) >= 8; bits = bits[8:] {
		half := mixVector(z).Xor(key)
		if len(second) >= 8 {
			half.Store((*[8]uint64)(second))
			second = second[8:]
		} else if len(second) > 0 {
			break
		}
		mixVector(half).Store((*[8]uint64)(bits))
		z = z.Add(step)
		done += 8
	}
	return done
}

func drawBatch(b *Batch, n int) {
	if !vector {
		drawPortable(b, n)
		return
	}
	groups := min((n+lanes-1)/lanes, BatchSize/lanes)
	v := &b.scratch
	small := splitVector(b, v, groups)
	startVector(v, small)
	walkVector(v, small)
	keepVector(b, v, groups)
	archsimd.ClearAVXUpperBits()
}

// lanes is the number of draws in a vector.
const lanes = 16

// scratch is the draws that are made by inversion, without gaps between them.
type scratch struct {
	p, trials, u, chance [BatchSize + 2*lanes]float32 // p becomes y, as in invert
	count                [BatchSize + 2*lanes]int32
	mask                 [32]uint16 // which draws of each vector they are; padded to a cache line
}

// splitVector is split and approximate: all draws are made by the normal quantile, and those with small means are
// also put on the list for inversion, whose length it returns, a multiple of two vectors.
func splitVector(b *Batch, v *scratch, groups int) int {
	c := constants
	one, zero := archsimd.LoadFloat32x16(&c.one), archsimd.BroadcastInt32x16(0)
	small := 0
	for g := range groups {
		i := g * lanes
		odds := archsimd.LoadFloat32x16((*[lanes]float32)(b.Odds[i:])).Min(archsimd.LoadFloat32x16(&c.most))
		trials := archsimd.LoadInt32x16((*[lanes]int32)(b.Trials[i:])).ConvertToFloat32()
		random := archsimd.LoadUint32x16((*[lanes]uint32)(b.Bits[i:]))
		success := one.Div(one.Add(odds))
		failure := odds.Mul(success)
		failure.Store((*[lanes]float32)(b.Failure[i:]))
		p := success.Min(failure)
		q := one.Sub(p)
		mean := trials.Mul(p)

		mask := mean.Less(archsimd.LoadFloat32x16(&c.limit))
		p.Compress(mask).Store((*[lanes]float32)(v.p[small:]))
		trials.Compress(mask).Store((*[lanes]float32)(v.trials[small:]))
		random.ShiftRight(archsimd.LoadUint32x16(&c.low)).AsInt32x16().ConvertToFloat32().Mul(archsimd.LoadFloat32x16(&c.unit)).Compress(mask).Store((*[lanes]float32)(v.u[small:]))
		which := mask.ToBits()
		v.mask[g] = which
		small += bits.OnesCount16(which)

		tail := random.Xor(random.AsInt32x16().ShiftAllRight(31).AsUint32x16()).Or(archsimd.LoadUint32x16(&c.lowest)).AsInt32x16().ConvertToFloat32().AsUint32x16()
		piece := tail.ShiftRight(archsimd.LoadUint32x16(&c.fraction))
		t := tail.And(archsimd.LoadUint32x16(&c.mantissa)).Or(archsimd.LoadUint32x16(&c.exponent)).AsFloat32x16().Sub(archsimd.LoadFloat32x16(&c.middle))
		z := quantileAtVector(c, 4, piece)
		z = z.Mul(t).Add(quantileAtVector(c, 3, piece))
		z = z.Mul(t).Add(quantileAtVector(c, 2, piece))
		z = z.Mul(t).Add(quantileAtVector(c, 1, piece))
		z = z.Mul(t).Add(quantileAtVector(c, 0, piece))
		z = z.AsUint32x16().Xor(random.Not().And(archsimd.LoadUint32x16(&c.sign))).AsFloat32x16()
		skew := q.Sub(p).Mul(z.Mul(z).Sub(one)).Mul(archsimd.LoadFloat32x16(&c.sixth))
		k := mean.Add(mean.Mul(q).Sqrt().Mul(z)).Add(skew).Add(archsimd.LoadFloat32x16(&c.half))
		k.ConvertToInt32().Max(zero).Store((*[lanes]int32)(b.count[i:]))
	}
	// Draws of no trials fill up the list to a whole number of pairs of vectors.
	for i := small; i <= small+lanes; i += lanes {
		none := zero.AsFloat32x16()
		none.Store((*[lanes]float32)(v.p[i:]))
		none.Store((*[lanes]float32)(v.trials[i:]))
		none.Store((*[lanes]float32)(v.u[i:]))
	}
	return (small + 2*lanes - 1) / (2 * lanes) * (2 * lanes)
}

// quantileAtVector looks up coefficients d of the normal quantile.
func quantileAtVector(c *tables, d int, piece archsimd.Uint32x16) archsimd.Float32x16 {
	return archsimd.LoadFloat32x16(&c.quantile[d][0]).ConcatPermute(archsimd.LoadFloat32x16(&c.quantile[d][1]), piece)
}

// tables are what the kernels need in all lanes. There are more than registers, and a register that is saved on the
// stack is slow to come back, since vectors there lie across cache lines. On the heap they do not.
type tables struct {
	quantile                                    [quantileDegree + 1][2][lanes]float32
	one, half, sixth, middle, most, limit, unit [lanes]float32
	lowest, exponent, mantissa, sign            [lanes]uint32
	low, fraction                               [lanes]uint32 // shifts
}

var constants = func() *tables {
	c := new(tables)
	for d := range c.quantile {
		copy(c.quantile[d][0][:], quantile[d][:lanes])
		copy(c.quantile[d][1][:], quantile[d][lanes:])
	}
	for i := range lanes {
		c.one[i], c.half[i], c.sixth[i], c.middle[i], c.most[i], c.limit[i], c.unit[i] = 1, .5, 1./6, 1.5, MostOdds, inversionMean, 0x1p-24
		c.lowest[i], c.exponent[i], c.mantissa[i], c.sign[i] = 1, 127<<23, 1<<23-1, 1<<31
		c.low[i], c.fraction[i] = 8, 23
	}
	return c
}()

// Coefficients and reciprocals for all lanes.
var (
	log2Lanes       = allLanes(log2Over[:])
	exp2Lanes       = allLanes(exp2Of[:])
	reciprocalLanes = allLanes(reciprocal[:])
)

func allLanes(x []float32) [][lanes]float32 {
	r := make([][lanes]float32, len(x))
	for j := range r {
		for i := range r[j] {
			r[j][i] = x[j]
		}
	}
	return r
}

// startVector is the start of invert: the odds and the chance of none.
func startVector(v *scratch, n int) {
	l, e := (*[log2Degree + 1][lanes]float32)(log2Lanes), (*[exp2Degree + 1][lanes]float32)(exp2Lanes)
	one, half := archsimd.BroadcastFloat32x16(1), archsimd.BroadcastFloat32x16(.5)
	for from := 0; from < n; from += lanes {
		p := archsimd.LoadFloat32x16((*[lanes]float32)(v.p[from:]))
		trials := archsimd.LoadFloat32x16((*[lanes]float32)(v.trials[from:]))
		y := p.Div(one.Sub(p))
		y.Store((*[lanes]float32)(v.p[from:]))
		t := y.Sub(half)
		x := archsimd.LoadFloat32x16(&l[8]).Mul(t).Add(archsimd.LoadFloat32x16(&l[7]))
		x = x.Mul(t).Add(archsimd.LoadFloat32x16(&l[6]))
		x = x.Mul(t).Add(archsimd.LoadFloat32x16(&l[5]))
		x = x.Mul(t).Add(archsimd.LoadFloat32x16(&l[4]))
		x = x.Mul(t).Add(archsimd.LoadFloat32x16(&l[3]))
		x = x.Mul(t).Add(archsimd.LoadFloat32x16(&l[2]))
		x = x.Mul(t).Add(archsimd.LoadFloat32x16(&l[1]))
		x = x.Mul(t).Add(archsimd.LoadFloat32x16(&l[0]))
		x = trials.Mul(x.Mul(y))
		whole := x.Add(half).ConvertToInt32()
		f := whole.ConvertToFloat32().Sub(x)
		c := archsimd.LoadFloat32x16(&e[5]).Mul(f).Add(archsimd.LoadFloat32x16(&e[4]))
		c = c.Mul(f).Add(archsimd.LoadFloat32x16(&e[3]))
		c = c.Mul(f).Add(archsimd.LoadFloat32x16(&e[2]))
		c = c.Mul(f).Add(archsimd.LoadFloat32x16(&e[1]))
		c = c.Mul(f).Add(archsimd.LoadFloat32x16(&e[0]))
		c.AsInt32x16().Sub(whole.ShiftAllLeft(23)).AsFloat32x16().Store((*[lanes]float32)(v.chance[from:]))
	}
}

// vectorRound is the number of steps after which walkVector asks whether all lanes are done.
const vectorRound = 4

// walkVector is the rest of invert, for two vectors at a time. All lanes make the steps of the slowest: a lane that is
// done stays so, since chances are never negative. Each step before adds one, each after it nothing.
func walkVector(v *scratch, n int) {
	one, zero := archsimd.BroadcastFloat32x16(1), archsimd.BroadcastInt32x16(0)
	reciprocals := (*[inversionSteps][lanes]float32)(reciprocalLanes)
	for from := 0; from < n; from += 2 * lanes {
		y0, y1 := archsimd.LoadFloat32x16((*[lanes]float32)(v.p[from:])), archsimd.LoadFloat32x16((*[lanes]float32)(v.p[from+lanes:]))
		n0, n1 := archsimd.LoadFloat32x16((*[lanes]float32)(v.trials[from:])), archsimd.LoadFloat32x16((*[lanes]float32)(v.trials[from+lanes:]))
		c0, c1 := archsimd.LoadFloat32x16((*[lanes]float32)(v.chance[from:])), archsimd.LoadFloat32x16((*[lanes]float32)(v.chance[from+lanes:]))
		u0 := archsimd.LoadFloat32x16((*[lanes]float32)(v.u[from:])).Sub(c0)
		u1 := archsimd.LoadFloat32x16((*[lanes]float32)(v.u[from+lanes:])).Sub(c1)
		k0, k1 := zero, zero
		steps := 0
		for steps < inversionSteps && u0.AsInt32x16().And(u1.AsInt32x16()).GreaterEqual(zero).ToBits() != 0 {
			for j := steps; j < steps+vectorRound; j++ {
				k0, k1 = k0.Add(u0.AsInt32x16().ShiftAllRight(31)), k1.Add(u1.AsInt32x16().ShiftAllRight(31))
				next := archsimd.LoadFloat32x16(&reciprocals[j])
				c0, c1 = c0.Mul(y0.Mul(n0).Mul(next)), c1.Mul(y1.Mul(n1).Mul(next))
				u0, u1 = u0.Sub(c0), u1.Sub(c1)
				n0, n1 = n0.Sub(one), n1.Sub(one)
			}
			steps += vectorRound
		}
		all := archsimd.BroadcastInt32x16(int32(steps))
		k0.Add(all).Store((*[lanes]int32)(v.count[from:]))
		k1.Add(all).Store((*[lanes]int32)(v.count[from+lanes:]))
	}
}

// keepVector puts the counts of the inversion in the place of those of the normal quantile, and turns counts of the
// rarer outcome into successes.
func keepVector(b *Batch, v *scratch, groups int) {
	one := archsimd.BroadcastFloat32x16(1)
	small := 0
	for g := range groups {
		i := g * lanes
		which := v.mask[g]
		mask := archsimd.Mask32x16FromBits(which)
		n := archsimd.LoadInt32x16((*[lanes]int32)(b.Trials[i:]))
		k := archsimd.LoadInt32x16((*[lanes]int32)(v.count[small:])).Expand(mask).Merge(archsimd.LoadInt32x16((*[lanes]int32)(b.count[i:])), mask)
		k = k.Min(n)
		odds := archsimd.LoadFloat32x16((*[lanes]float32)(b.Odds[i:]))
		n.Sub(k).Merge(k, odds.LessEqual(one)).Store((*[lanes]int32)(b.Good[i:]))
		small += bits.OnesCount16(which)
	}
}
