package stats

// Bootstrap is a statistic of n rows in each of `samples` samples of as many rows drawn with replacement (Efron 1979), the
// same each time. rows is only lent to the statistic.
func Bootstrap(n, samples int, statistic func(rows []int) float64) []float64 {
	rows, values, state := make([]int, n), make([]float64, samples), uint64(0x5eed)
	for r := range values {
		for i := range rows {
			rows[i] = int(split(&state) % uint64(n))
		}
		values[r] = statistic(rows)
	}
	return values
}

// split is the generator SplitMix64 (Steele, Lea and Flood 2014).
func split(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
