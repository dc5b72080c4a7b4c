package rng_test

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/bits"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"tenfold/sim/rng"

	"pgregory.net/rapid"
)

// limit is how many standard deviations a check may be off. The battery makes some sixty comparisons of good
// generators, two of them the worst of eight thousand; five is rare enough for all, and fixed seeds keep a pass a pass.
const limit = 5

// size is n, and 8 n in a heavy test.
func size(n int) int {
	if os.Getenv("TEST_HEAVY") != "" {
		return 8 * n
	}
	return n
}

// axes are the ways along which draws are neighbours.
var axes = map[string]func(g generator) func(i uint32) uint64{
	"agents": func(g generator) func(uint32) uint64 {
		d := g(1)
		return func(i uint32) uint64 { return d(1, i, 3) }
	},
	"ticks": func(g generator) func(uint32) uint64 {
		d := g(1)
		return func(i uint32) uint64 { return d(1, 5, i) }
	},
	"streams": func(g generator) func(uint32) uint64 { // all of them for one agent after another
		d := g(1)
		return func(i uint32) uint64 { return d(rng.Stream(i), i>>8, 3) }
	},
	"seeds": func(g generator) func(uint32) uint64 {
		return func(i uint32) uint64 { return g(uint64(i))(1, 5, 3) }
	},
}

func walk(at func(i uint32) uint64, n int) []uint64 {
	x := make([]uint64, n)
	for i := range x {
		x[i] = at(uint32(i))
	}
	return x
}

// sequenceChecks ask something of consecutive draws. off is how many standard deviations the answer is from that of
// true chance; catches are bad generators that must be beyond the limit on every axis.
var sequenceChecks = []struct {
	name    string
	off     func(x []uint64) float64
	catches []string
}{
	{"bytes", uniformBytes, []string{"multiples", "leaning"}},
	{"outer bits", bothEnds(uniformTop), []string{"multiples", "leaning"}},
	{"pairs", bothEnds(uniformPairs), []string{"multiples", "echo"}},
	{"lag 1", bothEnds(correlations(1)), []string{"multiples", "echo"}},
	{"longer lags", bothEnds(correlations(2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256, 1024, 4096)),
		[]string{"multiples", "late echo"}},
	{"runs", bothEnds(runs), []string{"multiples", "echo"}},
	{"birthday spacings", bothEnds(birthdays), []string{"multiples", "echo"}},
}

// Draws along each axis look like chance to every check, and the bad generators do not.
func TestSequences(t *testing.T) {
	for axis, along := range axes {
		t.Run(axis, func(t *testing.T) {
			t.Parallel()
			walks := map[string][]uint64{}
			for _, generators := range []map[string]generator{good, bad} {
				for name, g := range generators {
					walks[name] = walk(along(g), size(draws))
				}
			}
			for _, c := range sequenceChecks {
				judge(t, c.name, c.catches, func(name string) float64 { return c.off(walks[name]) })
			}
		})
	}
}

// judge fails when a good generator is off by more than the limit, or one of the bad ones that the check must catch
// is not (a number that is not one is no catch).
func judge(t *testing.T, check string, catches []string, off func(name string) float64) {
	t.Helper()
	for name := range good {
		z := off(name)
		if !(math.Abs(z) <= limit) {
			t.Errorf("%s: %s is at %.2f s.d.", check, name, z)
		}
		t.Logf("%s: %s at %.2f s.d.", check, name, z)
	}
	for _, name := range catches {
		z := off(name)
		if !(math.Abs(z) > limit) {
			t.Errorf("%s: %s is not caught, at %.2f s.d.", check, name, z)
		}
		t.Logf("%s: %s caught at %.1f s.d.", check, name, z)
	}
}

// worse is the number further from zero.
func worse(a, b float64) float64 {
	if math.Abs(b) > math.Abs(a) {
		return b
	}
	return a
}

// bothEnds asks first the draws and then the draws with their bits reversed: weak generators have weak low bits.
func bothEnds(off func(x []uint64) float64) func(x []uint64) float64 {
	return func(x []uint64) float64 {
		reversed := make([]uint64, len(x))
		for i, b := range x {
			reversed[i] = bits.Reverse64(b)
		}
		return worse(off(x), off(reversed))
	}
}

func uniformBytes(x []uint64) float64 {
	worst := 0.
	for shift := 0; shift < 64; shift += 8 {
		counts := make([]int, 256)
		for _, b := range x {
			counts[b>>shift&255]++
		}
		worst = worse(worst, chiSquare(counts))
	}
	return worst
}

func uniformTop(x []uint64) float64 {
	counts := make([]int, 1<<10)
	for _, b := range x {
		counts[b>>54]++
	}
	return chiSquare(counts)
}

// uniformPairs takes each draw for one pair only: pairs that share draws have another distribution of chi-square.
func uniformPairs(x []uint64) float64 {
	counts := make([]int, 1<<10)
	for i := 0; i+1 < len(x); i += 2 {
		counts[x[i]>>59<<5|x[i+1]>>59]++
	}
	return chiSquare(counts)
}

func correlations(lags ...int) func(x []uint64) float64 {
	return func(x []uint64) float64 {
		u := make([]float64, len(x)) // of mean zero and variance 1/12
		for i, b := range x {
			u[i] = rng.Unit(b) - .5
		}
		worst := 0.
		for _, lag := range lags {
			sum := 0.
			for i, v := range u[min(lag, len(u)):] {
				sum += u[i] * v
			}
			worst = worse(worst, sum*12/math.Sqrt(float64(len(u)-lag)))
		}
		return worst
	}
}

// runs counts runs up and down: (2n-1)/3 in the mean, with variance (16n-29)/90.
func runs(x []uint64) float64 {
	count, n := 1., float64(len(x))
	for i := 2; i < len(x); i++ {
		if x[i-2] < x[i-1] != (x[i-1] < x[i]) {
			count++
		}
	}
	return (count - (2*n-1)/3) / math.Sqrt((16*n-29)/90)
}

// birthdays (Marsaglia 1985): of m birthdays in a year of 2^32 days, m^3/2^34 spacings in the mean equal another,
// a Poisson number.
func birthdays(x []uint64) float64 {
	const m = 1 << 12
	equal, want := 0, 0.
	days, spacings := make([]uint64, m), make([]uint64, m-1)
	for ; len(x) >= m; x = x[m:] {
		for i := range days {
			days[i] = x[i] >> 32
		}
		slices.Sort(days)
		for i := range spacings {
			spacings[i] = days[i+1] - days[i]
		}
		equal += repeats(spacings)
		want += m * m * m / 0x1p34
	}
	return (float64(equal) - want) / math.Sqrt(want)
}

// repeats sorts the words and counts those equal to the one before.
func repeats(words []uint64) int {
	slices.Sort(words)
	count := 0
	for i := 1; i < len(words); i++ {
		if words[i] == words[i-1] {
			count++
		}
	}
	return count
}

// The checks of a generator under all its names at once.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		name    string
		off     func(g generator) float64
		catches []string
	}{
		{"avalanche", avalanche, []string{"multiples", "half a mix", "echo"}},
		{"repeated draws", func(g generator) float64 { return collisions(block(g), 64) }, []string{"windows", "tight packing", "echo"}},
		{"repeated halves", repeatedHalves, []string{"multiples", "windows"}},
		{"names of few bits", func(g generator) float64 { return collisions(fewBits(g), 64) }, []string{"tight packing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			judge(t, c.name, c.catches, func(name string) float64 {
				if g, ok := good[name]; ok {
					return c.off(g)
				}
				return c.off(bad[name])
			})
		})
	}
}

// avalanche flips each bit of a name and of its seed, and counts how often each bit of the draw flips: half of the
// times. Names of all lengths, since models use small numbers and a weak mix hides in them.
func avalanche(g generator) float64 {
	var flips [2 * 64][64]int
	r := rand.New(rand.NewPCG(1, 2))
	n := size(1 << 11)
	for range n {
		seed := r.Uint64() >> r.IntN(64)
		c := counter(rng.Stream(r.UintN(256)>>r.UintN(8)), r.Uint32()>>r.UintN(32), r.Uint32()>>(8+r.UintN(24)))
		d := g(seed)
		was := named(d, c)
		for i := range 64 {
			tally(&flips[i], was^named(d, c^1<<i))
			tally(&flips[64+i], was^named(g(seed^1<<i), c))
		}
	}
	worst := 0.
	for i := range flips {
		for _, count := range flips[i] {
			worst = worse(worst, (float64(count)-float64(n)/2)/(math.Sqrt(float64(n))/2))
		}
	}
	return worst
}

func tally(counts *[64]int, b uint64) {
	for i := range counts {
		counts[i] += int(b >> i & 1)
	}
}

// block draws for neighbouring seeds, streams, ticks and agents, 2^20 names.
func block(g generator) []uint64 {
	x := []uint64{}
	for seed := range uint64(4) {
		d := g(seed)
		for s := range rng.Stream(32) {
			for tick := range uint32(8) {
				x = append(x, walk(func(i uint32) uint64 { return d(s, i, tick) }, size(1<<10))...)
			}
		}
	}
	return x
}

// collisions are draws of some bits that repeat, against the n^2/2^(width+1) of chance. Of whole words a single one is
// far too many.
func collisions(words []uint64, width int) float64 {
	n := float64(len(words))
	want := math.Ldexp(n*n, -width-1)
	return (float64(repeats(words)) - want) / math.Sqrt(want)
}

// repeatedHalves are short enough for chance to repeat them: too few repeats are as wrong as too many.
func repeatedHalves(g generator) float64 {
	low := block(g)
	high := slices.Clone(low)
	for i, b := range low {
		low[i], high[i] = b&math.MaxUint32, b>>32
	}
	return worse(collisions(low, 32), collisions(high, 32))
}

// fewBits draws for all names with at most two bits set: where fields of a packed name overlap, two of these meet.
func fewBits(g generator) []uint64 {
	d := g(1)
	x := []uint64{named(d, 0)}
	for i := range 64 {
		x = append(x, named(d, 1<<i))
		for j := range i {
			x = append(x, named(d, 1<<i|1<<j))
		}
	}
	return x
}

// Under one seed a draw can be read back to the one name it has, over all streams, agents and ticks: counters are
// injective and mixing loses nothing. Reading back also pins how the key comes from the seed.
func TestDrawTellsItsName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		h := sha256.Sum256(binary.LittleEndian.AppendUint64(nil, seed))
		k0, k1 := binary.LittleEndian.Uint64(h[:]), binary.LittleEndian.Uint64(h[8:])
		c := counter(rng.Stream(rapid.Uint8().Draw(t, "stream")), rapid.Uint32().Draw(t, "agent"),
			rapid.Uint32Range(0, 1<<24-1).Draw(t, "tick"))
		if got := (unmix(unmix(named(rng.New(seed).Bits, c))^k1) - k0) * inverse(golden); got != c {
			t.Fatalf("the draw of %#x reads back as %#x", c, got)
		}
	})
}

// unmix undoes SplitMix's finaliser, last step first.
func unmix(z uint64) uint64 {
	z = (z ^ z>>31 ^ z>>62) * inverse(mixed2)
	z = (z ^ z>>27 ^ z>>54) * inverse(mixed1)
	return z ^ z>>30 ^ z>>60
}

// inverse of an odd number modulo 2^64, by Newton's steps: each doubles the three bits right at the start.
func inverse(odd uint64) uint64 {
	x := odd
	for range 5 {
		x *= 2 - odd*x
	}
	return x
}

// The two words of a pair are independent: no bit of one tells a bit of the other, no eight bits tell eight others, and
// the words of neighbours are as strange to each other. The check notices words that share one bit in sixteen.
func TestPairsAreIndependent(t *testing.T) {
	n := uint32(size(draws))
	pairs := func(step uint32, spoil bool) (x, y []uint64) {
		x, y = make([]uint64, n), make([]uint64, n)
		row := rng.New(1).At(1, 3)
		for i := range n {
			x[i], _ = row.Pair(i)
			_, y[i] = row.Pair(i + step)
			if spoil && y[i]>>40&15 == 0 {
				y[i] ^= (x[i]>>30 ^ y[i]>>10) & 1 << 10
			}
		}
		return x, y
	}
	for _, step := range []uint32{0, 1, 2, 1 << 10} {
		if z := together(pairs(step, false)); math.Abs(z) > limit {
			t.Errorf("words of agents %d apart are at %.2f s.d.", step, z)
		}
	}
	if z := together(pairs(0, true)); math.Abs(z) <= limit {
		t.Errorf("words that share a bit now and then are not caught, at %.2f s.d.", z)
	}
}

// together is the worst of how often a bit of x equals a bit of y, and of how evenly a byte of each fill a square.
func together(x, y []uint64) float64 {
	var differ [64][64]int
	squares := make([][]int, 64)
	for i := range squares {
		squares[i] = make([]int, 1<<16)
	}
	for i := range x {
		for shift := range 64 {
			tally(&differ[shift], bits.RotateLeft64(x[i], shift)^y[i])
		}
		for k := range squares {
			squares[k][x[i]>>(k&7*8)&255<<8|y[i]>>(k>>3*8)&255]++
		}
	}
	n, worst := float64(len(x)), 0.
	for shift := range differ {
		for _, count := range differ[shift] {
			worst = worse(worst, (float64(count)-n/2)/(math.Sqrt(n)/2))
		}
	}
	for _, counts := range squares {
		worst = worse(worst, chiSquare(counts))
	}
	return worst
}

// Other seeds, whole walks and what is built on draws are pinned as TestGoldenSequence pins single draws of one seed.
func TestGoldenSeedsAndWalks(t *testing.T) {
	for seed, want := range map[uint64]uint64{
		0: 0xd441963560d66fb1, 2: 0xca419ebe587b08df, 1 << 32: 0x9a819ee44665fabc, math.MaxUint64: 0x5e4435460aeebba9,
	} {
		if got := rng.New(seed).Bits(3, 1_000_000, 131); got != want {
			t.Errorf("seed %d: %#x, want %#x", seed, got, want)
		}
	}
	for axis, want := range map[string]uint64{
		"agents": 0x755a2148d7726c6a, "ticks": 0xfafdfdad8281360c, "streams": 0xf8657fd9db6ca85e, "seeds": 0xaf612657d3020051,
	} {
		digest := fnv.New64a()
		_ = binary.Write(digest, binary.LittleEndian, walk(axes[axis](good["this package"]), 1<<12)) // a hash takes all
		if got := digest.Sum64(); got != want {
			t.Errorf("digest of 4096 %s: %#x, want %#x", axis, got, want)
		}
	}
	if got, want := rng.Permutation(keys[1], 9, 3, 10), []int32{7, 1, 9, 3, 0, 2, 5, 6, 4, 8}; !slices.Equal(got, want) {
		t.Errorf("permutation %v, want %v", got, want)
	}
}

// Unit keeps the top 53 bits exactly and never reaches one.
func TestUnitEnds(t *testing.T) {
	for b, want := range map[uint64]float64{0: 0, 1<<11 - 1: 0, 1 << 11: 0x1p-53, 1 << 63: .5, math.MaxUint64: 1 - 0x1p-53} {
		if got := rng.Unit(b); got != want {
			t.Errorf("Unit(%#x) = %g, want %g", b, got, want)
		}
	}
}
