// Package rng gives keyed, stateless random draws. A draw is named by (seed, stream, agent, tick) and is the same
// whoever asks for it, in whatever order: nothing is advanced, so workers need no coordination.
//
// The generator mixes a counter twice with the 64-bit finaliser of SplitMix (Steele, Lea and Flood 2014), each time
// with half of a 128-bit key taken from SHA-256 of the seed. One mix alone would make every key a window of a single
// sequence. It is for simulation, not for cryptography. Safe for concurrent use.
package rng

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// Stream names a purpose for which agents draw; different streams are independent.
type Stream uint8

// Key is a seed, ready for drawing.
type Key struct{ k0, k1 uint64 }

// New makes the key of a seed.
func New(seed uint64) Key {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], seed)
	h := sha256.Sum256(b[:])
	return Key{binary.LittleEndian.Uint64(h[0:]), binary.LittleEndian.Uint64(h[8:])}
}

// golden is 2^64 over the golden ratio, odd: it spreads consecutive counters.
const golden = 0x9e3779b97f4a7c15

const (
	mixA = 0xbf58476d1ce4e5b9
	mixB = 0x94d049bb133111eb
)

func mix(z uint64) uint64 {
	z ^= z >> 30
	z *= mixA
	z ^= z >> 27
	z *= mixB
	return z ^ z>>31
}

// Bits are 64 random bits of the named draw. tick is below 2^24.
func (k Key) Bits(s Stream, agent, tick uint32) uint64 { return k.At(s, tick).Bits(agent) }

// Row is a stream at a tick, for drawing agent by agent.
type Row struct {
	k       Key
	counter uint64
}

// At fixes stream and tick. tick is below 2^24.
func (k Key) At(s Stream, tick uint32) Row { return Row{k, uint64(tick)<<40 | uint64(s)<<32} }

// Bits are 64 random bits of the agent, the same as Key.Bits.
func (r Row) Bits(agent uint32) uint64 {
	return mix(mix((r.counter|uint64(agent))*golden+r.k.k0) ^ r.k.k1)
}

// Pair are the agent's bits and 64 more, for what needs more than a draw has. The second come for free: they are what
// the last finaliser makes the first of, once mixed under the key, and so are as independent of them as a bijection can
// be.
func (r Row) Pair(agent uint32) (bits, second uint64) {
	second = mix((r.counter|uint64(agent))*golden+r.k.k0) ^ r.k.k1
	return mix(second), second
}

// Unit is the uniform number in [0, 1) that the top 53 bits name.
func Unit(b uint64) float64 { return float64(float64(b>>11) * 0x1p-53) }

// Permutation is a random order of 0..n-1 (Fisher and Yates), from the draws of agents 1..n-1 of the stream and tick.
func Permutation(k Key, s Stream, tick uint32, n int) []int32 {
	p := make([]int32, n)
	for i := range p {
		p[i] = int32(i)
	}
	row := k.At(s, tick)
	for i := n - 1; i > 0; i-- {
		j, _ := bits.Mul64(row.Bits(uint32(i)), uint64(i+1))
		p[i], p[j] = p[j], p[i]
	}
	return p
}
