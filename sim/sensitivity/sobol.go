package sensitivity

// Index is the Sobol' indices of a factor: the share of an outcome's variance that goes away when the factor is known
// (First), and that remains when all others are (Total).
type Index struct{ First, Total Estimate }

// Sobol estimates the indices of k factors from outcomes in the order of design.Sobol: First by Saltelli et al. 2010, Total
// by Jansen 1999. Outcomes that do not vary give indices of 0.
func Sobol(y []float64, k int, pairs bool) []Index {
	per := k + 2
	if pairs {
		per = 2*k + 2
	}
	n := len(y) / per
	y = centred(y)
	out := make([]Index, k)
	for f := range k {
		out[f].First = bootstrap(n, func(rows []int) float64 { return sobolFirst(y, per, f, rows) })
		out[f].Total = bootstrap(n, func(rows []int) float64 { return sobolTotal(y, per, f, rows) })
	}
	return out
}

func sobolFirst(y []float64, per, f int, rows []int) float64 {
	sum := 0.
	for _, i := range rows {
		b := y[i*per:]
		sum += float64(b[1] * (b[2+f] - b[0]))
	}
	return over(sum/float64(len(rows)), sobolVariance(y, per, rows))
}

func sobolTotal(y []float64, per, f int, rows []int) float64 {
	sum := 0.
	for _, i := range rows {
		b := y[i*per:]
		d := b[0] - b[2+f]
		sum += float64(d * d)
	}
	return over(sum/float64(2*len(rows)), sobolVariance(y, per, rows))
}

// sobolVariance is that of the base points A and B.
func sobolVariance(y []float64, per int, rows []int) float64 {
	mean, n := 0., float64(2*len(rows))
	for _, i := range rows {
		mean += (y[i*per] + y[i*per+1]) / n
	}
	v := 0.
	for _, i := range rows {
		a, b := y[i*per]-mean, y[i*per+1]-mean
		v += float64(a*a) + float64(b*b)
	}
	return v / n
}

func over(a, b float64) float64 {
	if b <= 0 {
		return 0
	}
	return a / b
}

// Pair is the second-order index of two factors: what they explain together beyond what each does alone.
type Pair struct {
	A, B  int
	Index Estimate
}

// SobolPairs estimates second-order indices from outcomes in the order of design.Sobol with pairs (Saltelli 2002).
func SobolPairs(y []float64, k int) []Pair {
	per := 2*k + 2
	n := len(y) / per
	y = centred(y)
	var out []Pair
	for a := range k {
		for b := a + 1; b < k; b++ {
			out = append(out, Pair{a, b, bootstrap(n, func(rows []int) float64 {
				sum := 0.
				for _, i := range rows {
					r := y[i*per:]
					sum += float64(r[2+k+a]*r[2+b]) - float64(r[0]*r[1])
				}
				closed := over(sum/float64(len(rows)), sobolVariance(y, per, rows))
				return closed - sobolFirst(y, per, a, rows) - sobolFirst(y, per, b, rows)
			})})
		}
	}
	return out
}

// centred subtracts the mean, which leaves all indices as they are and their estimates less noisy.
func centred(y []float64) []float64 {
	mean := 0.
	for _, v := range y {
		mean += v / float64(len(y))
	}
	out := make([]float64, len(y))
	for i, v := range y {
		out[i] = v - mean
	}
	return out
}
