package rng

import "math"

// aliasColumns is the number of outcomes of an Alias.
const aliasColumns = 16

// Alias draws one of sixteen outcomes by given weights in constant time (Walker 1977, built as by Vose 1991). Weights
// are met to 2^-16 of a column. The zero Alias always gives 0.
type Alias struct {
	cut   [aliasColumns]uint32 // of 2^16: below it the column itself, else its alias
	other [aliasColumns]uint8
}

// Reset sets the weights, sixteen non-negative numbers; when all are zero every draw gives 0.
func (a *Alias) Reset(weight []float64) {
	*a = Alias{}
	total := 0.
	for _, w := range weight[:aliasColumns] {
		total += w
	}
	if !(total > 0) {
		return
	}
	var part [aliasColumns]float64
	var small, large [aliasColumns]int
	nSmall, nLarge := 0, 0
	for i := range part {
		part[i] = weight[i] / total * aliasColumns
		a.other[i] = uint8(i)
		if part[i] < 1 {
			small[nSmall] = i
			nSmall++
		} else {
			large[nLarge] = i
			nLarge++
		}
	}
	for nSmall > 0 && nLarge > 0 {
		nSmall--
		s, l := small[nSmall], large[nLarge-1]
		a.cut[s] = uint32(math.Floor(float64(part[s]*(1<<16)) + .5))
		a.other[s] = uint8(l)
		part[l] -= 1 - part[s]
		if part[l] < 1 {
			nLarge--
			small[nSmall] = l
			nSmall++
		}
	}
	for ; nLarge > 0; nLarge-- {
		a.cut[large[nLarge-1]] = 1 << 16
	}
	for ; nSmall > 0; nSmall-- { // left over by rounding
		a.cut[small[nSmall-1]] = 1 << 16
	}
}

// Pick draws an outcome from the lowest 20 bits.
func (a *Alias) Pick(b uint64) int {
	column := uint32(b) % aliasColumns
	other := uint32(a.other[column])
	own := (uint32(b>>4)&0xffff - a.cut[column]) >> 31 // 1 below the cut, else 0: an if would be a branch
	return int(other ^ (other^column)&-own)
}

// Columns are the outcomes' cuts of 2^16 and aliases, for vector kernels that pick: column c gives c if the 16 bits
// above the lowest four are below its cut, else its alias.
func (a *Alias) Columns() (cut *[aliasColumns]uint32, other *[aliasColumns]uint8) {
	return &a.cut, &a.other
}
