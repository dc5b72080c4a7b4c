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
	held  [rng.BatchSize]uint8  // the bin of the task that was in hand if it failed, plus 16 if it succeeded, or 255
	pairs [rng.BatchSize]uint64 // successes and trials of new tasks

	upgrades, latests, offers      [lanes]uint32
	quotient, reviewMin, reviewVar [lanes]float32
}

// prepareVector writes down what all coworkers share.
func (s *scratch) prepareVector(k *Tick) {
	w := k.work
	for i := range lanes {
		s.upgrades[i], s.latests[i], s.offers[i] = w.Upgrade, uint32(w.Latest), uint32(w.Hours)
		// A little less than the inverse: a quotient is never too large, and too small by one at most.
		s.quotient[i] = (1 - 0x1p-21) / float32(w.Length[i])
		s.reviewMin[i], s.reviewVar[i] = k.least, k.varying
	}
}

// Constants for all lanes. They are loaded, not broadcast: the compiler keeps what is broadcast in registers of 128 bits
// and moves it by instructions of before AVX, which take some hundred cycles each among vectors.
var (
	zeros, ones, fours, eights, fourteens, sixteens = all(uint32(0)), all(uint32(1)), all(uint32(4)), all(uint32(8)), all(uint32(reviewShift)), all(uint32(16))
	lowest8, lowest16, lowestBin                    = all(uint32(1<<8 - 1)), all(uint32(1<<16 - 1)), all(uint32(lanes - 1))
	oldestClass, secondPair, secondHalf             = all(uint32(Classes - 1)), all(uint32(2 * lanes)), all(uint32(4 * lanes))
	certain, unit24                                 = all(float32(1)), all(float32(0x1p-24))
	mostOdds, mostReviews                           = all(float32(rng.MostOdds)), all(float32(mostReview))
	lowWords, wordBits                              = [8]int64{low, low, low, low, low, low, low, low}, [8]uint64{32, 32, 32, 32, 32, 32, 32, 32}
	// evenWords are the places of the lower halves of 64-bit numbers.
	evenWords = [lanes]uint32{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30}
	oddWords  = [lanes]uint32{1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31}
)

const low = 1<<32 - 1

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
	cuts, aliases := b.pick.Columns()
	cut, alias := archsimd.LoadUint32x16(cuts), archsimd.LoadUint8x16(aliases).ExtendToUint32()
	length, inverse := archsimd.LoadUint32x16(&b.length), archsimd.LoadFloat32x16(&b.quotient)
	upgrade, latest, hours := archsimd.LoadUint32x16(&b.upgrades), archsimd.LoadUint32x16(&b.latests), archsimd.LoadUint32x16(&b.offers)
	reviewMin, reviewVar := archsimd.LoadFloat32x16(&b.reviewMin), archsimd.LoadFloat32x16(&b.reviewVar)
	even, odd := archsimd.LoadUint32x16(&evenWords), archsimd.LoadUint32x16(&oddWords)
	zero, one := archsimd.LoadUint32x16(&zeros), archsimd.LoadUint32x16(&ones)
	byteMask, oldest, binMask := archsimd.LoadUint32x16(&lowest8), archsimd.LoadUint32x16(&oldestClass), archsimd.LoadUint32x16(&lowestBin)
	four, eight, cutMask := archsimd.LoadUint32x16(&fours), archsimd.LoadUint32x16(&eights), archsimd.LoadUint32x16(&lowest16)
	single, unit, most := archsimd.LoadFloat32x16(&certain), archsimd.LoadFloat32x16(&unit24), archsimd.LoadFloat32x16(&mostOdds)
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
	nobody, sixteen := archsimd.LoadUint32x16(&lowest8), archsimd.LoadUint32x16(&sixteens)
	dones := vectors(c.Done, groups)
	faileds := vectors(c.Failed, groups)
	for g := range groups {
		i := g * lanes
		task0, task1 := archsimd.LoadUint64x8((*[8]uint64)(b.tasks[i:])).AsUint32x16(), archsimd.LoadUint64x8((*[8]uint64)(b.tasks[i+8:])).AsUint32x16()
		rest0, rest1 := archsimd.LoadUint64x8((*[8]uint64)(b.rest[i:])).AsUint32x16(), archsimd.LoadUint64x8((*[8]uint64)(b.rest[i+8:])).AsUint32x16()
		chance, pick := task0.ConcatPermute(task1, odd), task0.ConcatPermute(task1, even)
		coin, count := rest0.ConcatPermute(rest1, odd), rest0.ConcatPermute(rest1, even)

		// All loads come before the stores: a load that follows a store to the same place of another page waits for it.
		generation, old := archsimd.LoadUint8x16(&generations[g]).ExtendToUint32(), archsimd.LoadUint8x16(&bins[g]).ExtendToUint32().And(binMask)
		ease, before := archsimd.LoadFloat32x16(&eases[g]), archsimd.LoadInt32x16(&carrieds[g]).AsUint32x16()
		done, failed := archsimd.LoadUint32x16(&dones[g]), archsimd.LoadUint32x16(&faileds[g])
		count.Store(&drawBits[g])
		generation = latest.Merge(generation, chance.Less(upgrade))
		generation.TruncateToUint8().Store(&generations[g])
		class := latest.Sub(generation).And(byteMask).Min(oldest)
		class.TruncateToUint8().Store(&classes[g])

		// The task in hand, if there is one.
		young := class.Greater(one).ToBits() == 0
		x := oddsAt(&b.odds, class, old, young).Mul(ease).Min(most)
		success := single.Div(single.Add(x))
		hit := coin.ShiftRight(eight).AsInt32x16().ConvertToFloat32().Mul(unit).Less(success)
		budget := before.Add(hours)
		need := length.Permute(old).Masked(before.Greater(zero)) // length of the task in hand, zero for none
		within := budget.GreaterEqual(need)
		spent := need.Masked(within)
		budget = budget.Sub(spent)
		review := spent.ConvertToFloat32().Mul(reviewMin.Add(reviewVar.Mul(x.Mul(success))))
		review.Store(&reviews[g])
		end := one.Masked(spent.Greater(zero))
		good := end.Masked(hit)

		// New tasks, if the one in hand is not longer than the tick.
		column := pick.And(binMask)
		bin := column.Merge(alias.Permute(column), pick.ShiftRight(four).And(cutMask).Less(cut.Permute(column)))
		each := length.Permute(bin)
		oddsAt(&b.odds, class, bin, young).Mul(ease).Store(&drawOdds[g])
		n := budget.ConvertToFloat32().Mul(inverse.Permute(bin)).ConvertToInt32().AsUint32x16()
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
		done.Add(good).Store(&dones[g])
		failed.Add(end).Sub(good).Add(n).Store(&faileds[g])
		outcome := nobody.Merge(old.Or(sixteen.Masked(hit)), spent.Equal(zero))
		outcome.TruncateToUint8().Store(&helds[g])
	}
	t.Carried += sum(evens.Add(odds))
}

// oddsAt looks up the odds of failure of a class and a bin: in tables of two classes each, of which one is taken. When all
// are young, of the first two classes, as most are, there is one table to look into.
func oddsAt(odds *[Classes][lanes]float32, class, bin archsimd.Uint32x16, young bool) archsimd.Float32x16 {
	i := class.AsInt32x16().ShiftAllLeft(4).AsUint32x16().Or(bin)
	a := archsimd.LoadFloat32x16(&odds[0]).ConcatPermute(archsimd.LoadFloat32x16(&odds[1]), i)
	if young {
		return a
	}
	even := i.And(archsimd.LoadUint32x16(&secondPair)).Equal(archsimd.LoadUint32x16(&zeros))
	b := archsimd.LoadFloat32x16(&odds[2]).ConcatPermute(archsimd.LoadFloat32x16(&odds[3]), i)
	c := archsimd.LoadFloat32x16(&odds[4]).ConcatPermute(archsimd.LoadFloat32x16(&odds[5]), i)
	d := archsimd.LoadFloat32x16(&odds[6]).ConcatPermute(archsimd.LoadFloat32x16(&odds[7]), i)
	return a.Merge(b, even).Merge(c.Merge(d, even), i.Less(archsimd.LoadUint32x16(&secondHalf)))
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
	reviewMin, reviewVar := archsimd.LoadFloat32x16(&b.reviewMin), archsimd.LoadFloat32x16(&b.reviewVar)
	most, low := archsimd.LoadFloat32x16(&mostReviews), archsimd.LoadInt64x8(&lowWords)
	unit, half := archsimd.LoadUint32x16(&fourteens), archsimd.LoadUint64x8(&wordBits)
	evens := archsimd.LoadUint32x16(&zeros).AsInt64x8()
	odds := evens
	dones, faileds, revieweds := vectors(c.Done, groups), vectors(c.Failed, groups), vectors(c.Reviewed, groups)
	goods, trials, failures := vectors(b.draws.Good[:], groups), vectors(b.draws.Trials[:], groups), vectors(b.draws.Failure[:], groups)
	reviews, spents := vectors(b.review[:], groups), vectors(b.hours[:], groups)
	for g := range groups {
		// All loads come before the stores: a load that follows a store to the same place of another page waits for it.
		good, n := archsimd.LoadInt32x16(&goods[g]).AsUint32x16(), archsimd.LoadInt32x16(&trials[g]).AsUint32x16()
		done, failed, reviewed := archsimd.LoadUint32x16(&dones[g]), archsimd.LoadUint32x16(&faileds[g]), archsimd.LoadUint32x16(&revieweds[g])
		share := reviewMin.Add(reviewVar.Mul(archsimd.LoadFloat32x16(&failures[g])))
		review := archsimd.LoadFloat32x16(&reviews[g]).Add(archsimd.LoadFloat32x16(&spents[g]).Mul(share))
		fixed := review.Min(most).ConvertToInt32().AsUint32x16()
		evens = evens.Add(fixed.AsInt64x8().And(low))
		odds = odds.Add(fixed.AsUint64x8().ShiftRight(half).AsInt64x8())
		done.Add(good).Store(&dones[g])
		failed.Sub(good).Store(&faileds[g])
		reviewed.Add(fixed.ShiftRight(unit)).Store(&revieweds[g])
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
		b.held[i] = 255
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
