//go:build goexperiment.simd && amd64

package coworker

import (
	"math/bits"
	"simd/archsimd"
	"unsafe"

	"tenfold/sim/rng"
)

var vector = archsimd.X86.AVX512()

// Kernels names the loops in use: portable, or avx512.
func Kernels() string {
	if vector {
		return "avx512"
	}
	return "portable"
}

// lanes is the number of coworkers in a vector.
const lanes = 16

// scratch is what a block's coworkers need for the counts by bin and class, and what all of them share, in each lane.
type scratch struct {
	class [rng.BatchSize]uint8  // of generation
	held  [rng.BatchSize]uint8  // the bin of the task that was in hand if it failed, plus 16 if it succeeded, or nobody
	pairs [rng.BatchSize]uint64 // successes and trials of new tasks

	upgrades, latests, offers, cut, alias [lanes]uint32
	quotient, reviewMin, reviewVar        [lanes]float32
}

// prepareVector writes down what all coworkers share.
func (s *scratch) prepareVector(k *Tick) {
	w := k.work
	cut, alias := w.Pick.Columns()
	for i := range lanes {
		s.cut[i], s.alias[i] = cut[i], uint32(alias[i])
		s.upgrades[i], s.latests[i], s.offers[i] = w.Upgrade, uint32(w.Latest), uint32(w.Hours)
		// A little less than the inverse: a quotient is never too large, and too small by one at most.
		s.quotient[i] = (1 - 0x1p-21) / float32(w.Length[i])
		s.reviewMin[i], s.reviewVar[i] = k.least, k.varying
	}
}

// constants are numbers for all lanes. They are loaded where they are used, from the heap: there are more than registers,
// and what a function saves on its stack is slow to come back, since vectors there lie across cache lines. They are not
// broadcast, since the compiler does that by instructions of before AVX, which take some hundred cycles each among
// vectors.
type allLanes struct {
	zero, one, four, six, eight, sixteen, nobody, byteMask, cutMask, binMask, oldest, secondPair, secondHalf, reviewShift [lanes]uint32
	even, odd                                                                                                             [lanes]uint32 // places of halves of 64-bit numbers
	single, unit, most, mostReview                                                                                        [lanes]float32
	low                                                                                                                   [8]int64
	half                                                                                                                  [8]uint64
}

var constants = onHeap(allLanes{
	one: all(uint32(1)), four: all(uint32(4)), six: all(uint32(6)), eight: all(uint32(8)), sixteen: all(uint32(lanes)), nobody: all(uint32(nobody)),
	byteMask: all(uint32(1<<8 - 1)), cutMask: all(uint32(1<<16 - 1)), binMask: all(uint32(lanes - 1)), oldest: all(uint32(Classes - 1)),
	secondPair: all(uint32(2 * lanes)), secondHalf: all(uint32(4 * lanes)), reviewShift: all(uint32(reviewShift)),
	even:   [lanes]uint32{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30},
	odd:    [lanes]uint32{1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31},
	single: all(float32(1)), unit: all(float32(0x1p-24)), most: all(float32(rng.MostOdds)), mostReview: all(float32(mostReview)),
	low: [8]int64{low, low, low, low, low, low, low, low}, half: [8]uint64{32, 32, 32, 32, 32, 32, 32, 32},
})

// onHeap allocates.
//
//go:noinline
func onHeap(x allLanes) *allLanes { return &x }

const (
	low    = 1<<32 - 1
	nobody = 4 * lanes // has no bin
)

// u32, f32 and u8 load vectors.
func u32(x *[lanes]uint32) archsimd.Uint32x16   { return archsimd.LoadUint32x16(x) }
func f32(x *[lanes]float32) archsimd.Float32x16 { return archsimd.LoadFloat32x16(x) }
func u8(x *[lanes]uint8) archsimd.Uint32x16     { return archsimd.LoadUint8x16(x).ExtendToUint32() }

// vectors are the whole vectors of a slice. Cut off one by one, each would cost a handful of instructions.
func vectors[T any](s []T, n int) [][lanes]T {
	return unsafe.Slice((*[lanes]T)(unsafe.Pointer(&s[:n*lanes][0])), n)
}

// bytes are the numbers below 32 in each of 64 lanes.
var bytes = func() (v [2 * lanes][64]uint8) {
	for k := range v {
		for i := range v[k] {
			v[k][i] = uint8(k)
		}
	}
	return v
}()

func all[T uint32 | float32](x T) (v [lanes]T) {
	for i := range v {
		v[i] = x
	}
	return v
}

// stepVector steps as many of a block's first coworkers as a vector kernel can, and returns their number.
func (c *Columns) stepVector(k *Tick, b *block, first uint32, t *Tally) int {
	n := min(len(c.Generation), rng.BatchSize) &^ (lanes - 1)
	if n == 0 || !vector {
		return 0
	}
	k.draws.Fill(b.tasks[:n], b.rest[:n], first)
	c.workVector(b, t, n/lanes)
	b.countHeld(t, n)
	b.countClasses(t, n)
	archsimd.ClearAVXUpperBits()
	b.draws.Draw(n)
	c.keepVector(b, t, n/lanes)
	archsimd.ClearAVXUpperBits()
	b.countNew(c.Bin[:n], t)
	return n
}

// workVector is work without the counts by bin and class.
func (c *Columns) workVector(b *block, t *Tally, groups int) {
	k := constants
	zero, one := u32(&k.zero), u32(&k.one)
	evens, odds := zero.AsInt64x8(), zero.AsInt64x8()
	drawBits := vectors(b.draws.Bits[:], groups)
	generations := vectors(c.Generation, groups)
	classes := vectors(b.class[:], groups)
	eases := vectors(c.Ease, groups)
	bins := vectors(c.Bin, groups)
	carrieds := vectors(c.Carried, groups)
	reviews := vectors(b.review[:], groups)
	drawOdds := vectors(b.draws.Odds[:], groups)
	drawTrials := vectors(b.draws.Trials[:], groups)
	drawHours := vectors(b.hours[:], groups)
	helds := vectors(b.held[:], groups)
	for g := range groups {
		i := g * lanes
		task0, task1 := archsimd.LoadUint64x8((*[8]uint64)(b.tasks[i:])).AsUint32x16(), archsimd.LoadUint64x8((*[8]uint64)(b.tasks[i+8:])).AsUint32x16()
		rest0, rest1 := archsimd.LoadUint64x8((*[8]uint64)(b.rest[i:])).AsUint32x16(), archsimd.LoadUint64x8((*[8]uint64)(b.rest[i+8:])).AsUint32x16()
		chance, pick := task0.ConcatPermute(task1, u32(&k.odd)), task0.ConcatPermute(task1, u32(&k.even))
		coin, count := rest0.ConcatPermute(rest1, u32(&k.odd)), rest0.ConcatPermute(rest1, u32(&k.even))

		// All loads come before the stores: a load that follows a store to the same place of another page waits for it.
		generation, old := u8(&generations[g]), u8(&bins[g]).And(u32(&k.binMask))
		ease, before := f32(&eases[g]), archsimd.LoadInt32x16(&carrieds[g]).AsUint32x16()
		count.Store(&drawBits[g])
		generation = u32(&b.latests).Merge(generation, chance.Less(u32(&b.upgrades)))
		generation.TruncateToUint8().Store(&generations[g])
		class := u32(&b.latests).Sub(generation).And(u32(&k.byteMask)).Min(u32(&k.oldest))
		class.TruncateToUint8().Store(&classes[g])

		// The task in hand, if there is one.
		young := class.Greater(one).ToBits() == 0
		x := oddsAt(&b.odds, class, old, young).Mul(ease).Min(f32(&k.most))
		success := f32(&k.single).Div(f32(&k.single).Add(x))
		hit := coin.ShiftRight(u32(&k.eight)).AsInt32x16().ConvertToFloat32().Mul(f32(&k.unit)).Less(success)
		budget := before.Add(u32(&b.offers))
		need := u32(&b.length).Permute(old).Masked(before.Greater(zero)) // length of the task in hand, zero for none
		within := budget.GreaterEqual(need)
		spent := need.Masked(within)
		budget = budget.Sub(spent)
		review := spent.ConvertToFloat32().Mul(f32(&b.reviewMin).Add(f32(&b.reviewVar).Mul(x.Mul(success))))
		review.Store(&reviews[g])

		// New tasks, if the one in hand is not longer than the tick.
		column := pick.And(u32(&k.binMask))
		bin := column.Merge(u32(&b.alias).Permute(column), pick.ShiftRight(u32(&k.four)).And(u32(&k.cutMask)).Less(u32(&b.cut).Permute(column)))
		each := u32(&b.length).Permute(bin)
		oddsAt(&b.odds, class, bin, young).Mul(ease).Store(&drawOdds[g])
		n := budget.ConvertToFloat32().Mul(f32(&b.quotient).Permute(bin)).ConvertToInt32().AsUint32x16()
		left := budget.Sub(n.Mul(each))
		n = n.Add(one.Masked(left.GreaterEqual(each)))
		left = left.Sub(each.Masked(left.GreaterEqual(each)))
		n = n.Masked(within)
		left = left.Merge(budget, within)
		bin = bin.Merge(old, within)
		n.AsInt32x16().Store(&drawTrials[g])
		budget.Sub(left).ConvertToFloat32().Store(&drawHours[g])
		bin.TruncateToUint8().Store(&bins[g])
		left.AsInt32x16().Store(&carrieds[g])

		change := left.Sub(before).AsInt64x8()
		evens = evens.Add(change.ShiftAllLeft(32).ShiftAllRight(32))
		odds = odds.Add(change.ShiftAllRight(32))
		outcome := u32(&k.nobody).Merge(old.Or(u32(&k.sixteen).Masked(hit)), spent.Equal(zero))
		outcome.TruncateToUint8().Store(&helds[g])
	}
	t.Carried += sum(evens.Add(odds))
}

// oddsAt looks up the odds of failure of a class and a bin: in tables of two classes each, of which one is taken. When all
// are young, of the first two classes, as most are, there is one table to look into.
func oddsAt(odds *[Classes][lanes]float32, class, bin archsimd.Uint32x16, young bool) archsimd.Float32x16 {
	i := class.AsInt32x16().ShiftAllLeft(4).AsUint32x16().Or(bin)
	a := f32(&odds[0]).ConcatPermute(f32(&odds[1]), i)
	if young {
		return a
	}
	even := i.And(u32(&constants.secondPair)).Equal(u32(&constants.zero))
	b := f32(&odds[2]).ConcatPermute(f32(&odds[3]), i)
	c := f32(&odds[4]).ConcatPermute(f32(&odds[5]), i)
	d := f32(&odds[6]).ConcatPermute(f32(&odds[7]), i)
	return a.Merge(b, even).Merge(c.Merge(d, even), i.Less(u32(&constants.secondHalf)))
}

func sum(x archsimd.Int64x8) (total int64) {
	var parts [8]int64
	x.Store(&parts)
	for i := range parts {
		total += parts[i]
	}
	return total
}

// keepVector is keep without the counts by bin.
func (c *Columns) keepVector(b *block, t *Tally, groups int) {
	k := constants
	evens := u32(&k.zero).AsInt64x8()
	odds := evens
	dones, faileds, revieweds := vectors(c.Done, groups), vectors(c.Failed, groups), vectors(c.Reviewed, groups)
	goods, trials, failures := vectors(b.draws.Good[:], groups), vectors(b.draws.Trials[:], groups), vectors(b.draws.Failure[:], groups)
	helds := vectors(b.held[:], groups)
	reviews, spents := vectors(b.review[:], groups), vectors(b.hours[:], groups)
	for g := range groups {
		// All loads come before the stores: a load that follows a store to the same place of another page waits for it.
		good, n := archsimd.LoadInt32x16(&goods[g]).AsUint32x16(), archsimd.LoadInt32x16(&trials[g]).AsUint32x16()
		held := u8(&helds[g])
		done, failed, reviewed := u32(&dones[g]), u32(&faileds[g]), u32(&revieweds[g])
		share := f32(&b.reviewMin).Add(f32(&b.reviewVar).Mul(f32(&failures[g])))
		review := f32(&reviews[g]).Add(f32(&spents[g]).Mul(share))
		fixed := review.Min(f32(&k.mostReview)).ConvertToInt32().AsUint32x16()
		evens = evens.Add(fixed.AsInt64x8().And(archsimd.LoadInt64x8(&k.low)))
		odds = odds.Add(fixed.AsUint64x8().ShiftRight(archsimd.LoadUint64x8(&k.half)).AsInt64x8())
		hit := held.ShiftRight(u32(&k.four)).And(u32(&k.one))
		ended := u32(&k.one).Sub(held.ShiftRight(u32(&k.six)))
		done.Add(good).Add(hit).Store(&dones[g])
		failed.Add(n).Add(ended).Sub(good).Sub(hit).Store(&faileds[g])
		reviewed.Add(fixed.ShiftRight(u32(&k.reviewShift))).Store(&revieweds[g])
		i := g * lanes
		good.InterleaveLoGrouped(n).AsUint64x8().Store((*[8]uint64)(b.pairs[i:]))
		good.InterleaveHiGrouped(n).AsUint64x8().Store((*[8]uint64)(b.pairs[i+8:]))
	}
	t.Review += sum(evens.Add(odds))
}

// countNew counts new tasks by bin. The pairs of every four coworkers are where interleaving has put them.
func (b *block) countNew(bin []uint8, t *Tally) {
	var packed [lanes]uint64 // successes in the lower half, trials in the upper
	for i := 0; i+lanes <= len(bin) && i+lanes <= len(b.pairs); i += lanes {
		bins, low, high := (*[lanes]uint8)(bin[i:]), (*[8]uint64)(b.pairs[i:]), (*[8]uint64)(b.pairs[i+8:])
		for j := 0; j < 8; j += 2 {
			packed[bins[2*j]%lanes] += low[j]
			packed[bins[2*j+1]%lanes] += low[j+1]
			packed[bins[2*j+2]%lanes] += high[j]
			packed[bins[2*j+3]%lanes] += high[j+1]
		}
	}
	for k := range packed {
		t.Attempts[k] += int64(packed[k] >> 32)
		t.Successes[k] += int64(packed[k] & low)
	}
}

// countHeld counts the tasks that were in hand of a block's first n coworkers by bin, 64 at a time.
func (b *block) countHeld(t *Tally, n int) {
	for i := n; i < (n+63)&^63; i++ {
		b.held[i] = nobody
	}
	for g := 0; g < n; g += 64 {
		held := archsimd.LoadUint8x64((*[64]uint8)(b.held[g:]))
		for k := range lanes {
			failures := int64(bits.OnesCount64(held.Equal(archsimd.LoadUint8x64(&bytes[k])).ToBits()))
			successes := int64(bits.OnesCount64(held.Equal(archsimd.LoadUint8x64(&bytes[lanes+k])).ToBits()))
			t.Attempts[k] += failures + successes
			t.Successes[k] += successes
		}
	}
}

// countClasses counts a block's first n coworkers by class, 64 at a time, the youngest first until there are no more.
func (b *block) countClasses(t *Tally, n int) {
	for g := 0; g < n; g += 64 {
		left := ^uint64(0)
		if n-g < 64 {
			left = 1<<(n-g) - 1
		}
		class := archsimd.LoadUint8x64((*[64]uint8)(b.class[g:]))
		for k := 0; k < Classes && left != 0; k++ {
			counted := class.Equal(archsimd.LoadUint8x64(&bytes[k])).ToBits() & left
			t.Class[k] += int64(bits.OnesCount64(counted))
			left &^= counted
		}
	}
}
