package engine_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"tenfold/sim/engine"

	"pgregory.net/rapid"
)

// state is one of every kind of thing that an archive holds.
type state struct {
	flag   bool
	count  int
	value  float64
	bytes  []uint8
	words  []uint16
	counts []uint32
	hours  []int32
	sums   []int64
	shares []float32
	prices []float64 // of any length
}

func (s *state) archive(a *engine.Archive) {
	engine.Flag(a, "flag", &s.flag)
	engine.Count(a, "count", &s.count)
	engine.Value(a, "value", &s.value)
	engine.Column(a, "bytes", s.bytes)
	engine.Column(a, "words", s.words)
	engine.Column(a, "counts", s.counts)
	engine.Column(a, "hours", s.hours)
	engine.Column(a, "sums", s.sums)
	engine.Column(a, "shares", s.shares)
	engine.Slice(a, "prices", &s.prices)
}

func sized(n int) *state {
	return &state{bytes: make([]uint8, n), words: make([]uint16, n), counts: make([]uint32, n), hours: make([]int32, n), sums: make([]int64, n), shares: make([]float32, n)}
}

func anyState(t *rapid.T) *state {
	n := rapid.IntRange(0, 9000).Draw(t, "rows")
	s := sized(n)
	s.flag, s.count, s.value = rapid.Bool().Draw(t, "flag"), rapid.Int().Draw(t, "count"), rapid.Float64().Draw(t, "value")
	seed := rapid.Uint64().Draw(t, "seed")
	for i := range n {
		seed = seed*6364136223846793005 + 1442695040888963407
		s.bytes[i], s.words[i], s.counts[i], s.hours[i], s.sums[i] = uint8(seed>>56), uint16(seed>>48), uint32(seed>>32), int32(seed>>32), int64(seed)
		s.shares[i] = float32(seed >> 40)
	}
	s.prices = rapid.SliceOf(rapid.Float64()).Draw(t, "prices")
	return s
}

func save(t testing.TB, s *state, h engine.Header) []byte {
	t.Helper()
	var file bytes.Buffer
	a := engine.Save(&file, h)
	s.archive(a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func load(data []byte, into *state) (engine.Header, error) {
	if err := engine.Verify(bytes.NewReader(data)); err != nil {
		return engine.Header{}, err
	}
	a, h, err := engine.Load(bytes.NewReader(data))
	if err != nil {
		return h, err
	}
	into.archive(a)
	return h, a.Close()
}

// What is saved is what is loaded, to the bit.
func TestArchiveReturnsWhatItWasGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyState(t)
		var file bytes.Buffer
		a := engine.Save(&file, engine.Header{Model: "1", Hash: "abc", Tick: 7, Marks: []engine.Mark{{Name: "series", Rows: 7, Bytes: 99}}})
		s.archive(a)
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		got := sized(len(s.bytes))
		h, err := load(file.Bytes(), got)
		if err != nil {
			t.Fatal(err)
		}
		if h.Model != "1" || h.Hash != "abc" || h.Tick != 7 || len(h.Marks) != 1 || h.Marks[0].Bytes != 99 {
			t.Fatalf("header %+v", h)
		}
		same := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
		if got.flag != s.flag || got.count != s.count || !same(got.value, s.value) || !bytes.Equal(got.bytes, s.bytes) || !slices.Equal(got.words, s.words) ||
			!slices.Equal(got.counts, s.counts) || !slices.Equal(got.hours, s.hours) || !slices.Equal(got.sums, s.sums) || !slices.Equal(got.shares, s.shares) ||
			!slices.EqualFunc(got.prices, s.prices, same) {
			t.Fatal("loaded another state")
		}
	})
}

// A checkpoint that is cut short, or has any bit changed, is refused before anything of it is used.
func TestDamagedCheckpointsAreRefused(t *testing.T) {
	s := sized(40)
	s.prices = []float64{1, 2, 3}
	data := save(t, s, engine.Header{Hash: "abc"})
	for n := range data {
		if err := engine.Verify(bytes.NewReader(data[:n])); err == nil {
			t.Fatalf("accepted %d of %d bytes", n, len(data))
		}
		for bit := range 8 {
			changed := bytes.Clone(data)
			changed[n] ^= 1 << bit
			if err := engine.Verify(bytes.NewReader(changed)); err == nil || !strings.Contains(err.Error(), "digest") {
				t.Fatalf("bit %d of byte %d: %v", bit, n, err)
			}
		}
	}
	if err := engine.Verify(bytes.NewReader(append(bytes.Clone(data), 0))); err == nil {
		t.Fatal("accepted a byte more")
	}
}

// Even without its digest a damaged file gives an error and no panic, and what it says of sizes is not believed.
func FuzzLoad(f *testing.F) {
	s := sized(3)
	s.prices = []float64{1, 2, 3}
	data := save(f, s, engine.Header{Hash: "abc"})
	f.Add(data)
	f.Add(data[:len(data)/2])
	for _, at := range []int{0, 9, 15, 30, len(data) / 2, len(data) - 40} {
		changed := bytes.Clone(data)
		changed[at] ^= 0xff
		f.Add(changed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, _, err := engine.Load(bytes.NewReader(data))
		if err != nil {
			return
		}
		got := sized(3)
		got.archive(a)
		if err := a.Close(); err == nil && engine.Verify(bytes.NewReader(data)) == nil && len(got.prices) > len(data) {
			t.Fatal("more numbers than bytes")
		}
	})
}

// The state of another model does not fit: blocks are told apart by name, element size and number.
func TestForeignBlocksAreRefused(t *testing.T) {
	data := save(t, sized(5), engine.Header{})
	read := func(use func(*engine.Archive)) error {
		a, _, err := engine.Load(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		use(a)
		return a.Close()
	}
	for name, use := range map[string]func(*engine.Archive){
		"expected block \"more\"":    func(a *engine.Archive) { sized(5).archive(a); engine.Column(a, "more", make([]int64, 1<<16)) },
		"expected block \"flug\"":    func(a *engine.Archive) { engine.Flag(a, "flug", new(bool)) },
		"expected block \"flag\"":    func(a *engine.Archive) { engine.Value(a, "flag", new(float64)) },
		"has 5 elements, expected 6": func(a *engine.Archive) { sized(6).archive(a) },
		"out of order":               func(a *engine.Archive) { a.Fail(errors.New("out of order")) },
	} {
		if err := read(use); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("want %q, got %v", name, err)
		}
	}
	if _, _, err := engine.Load(strings.NewReader("date,price\n2025-01,1\n")); err == nil || !strings.Contains(err.Error(), "no checkpoint") {
		t.Errorf("a CSV file: %v", err)
	}
}

// full fails like a full disk.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(p), nil
}

func TestFullDiskIsReported(t *testing.T) {
	a := engine.Save(&full{1 << 18}, engine.Header{})
	sized(100_000).archive(a)
	if err := a.Close(); err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("got %v", err)
	}
}
