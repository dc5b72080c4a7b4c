package calibrate

import (
	"math"
	"strconv"

	"gonum.org/v1/gonum/mat"

	"tenfold/sim/exact"
	"tenfold/sim/nowcast"
	"tenfold/sim/stats"
)

// Slope is an estimate of chi: the yearly growth of wages, beyond expected prices and a constant, per unit by which unemployment
// is below what it usually is.
type Slope struct {
	Words  string  `json:"specification"`
	Years  string  `json:"sample"`
	N      int     `json:"observations"`
	Chi    Coef    `json:"chi"`
	Up     Coef    `json:"chi_up"`   // where unemployment is low
	Down   Coef    `json:"chi_down"` // where it is high
	Equal  float64 `json:"p_value_of_equal_slopes"`
	Chosen bool    `json:"chosen_beforehand"`
}

// Coef is a coefficient with its standard error, robust to errors that are correlated from year to year, and its intervals.
type Coef struct {
	Value  float64    `json:"value"`
	Error  float64    `json:"standard_error"`
	Band80 [2]float64 `json:"interval_80"`
	Band95 [2]float64 `json:"interval_95"`
}

// wageSpec is a way of asking the record.
type wageSpec struct {
	words     string
	from, to  int
	expected  func(inflation *nowcast.Annual, year int) float64
	usual     func(unemployment *nowcast.Annual, from, to, year int) float64
	beginning bool // chosen before the estimates were seen
}

const usualYears = 10

// WageSlopes are the estimates of chi, the specification that was chosen beforehand first: growth of hourly earnings less last
// year's inflation, on the gap to the mean of unemployment over the last ten years, before the pandemic, which changed who
// worked.
func WageSlopes() ([]Slope, error) {
	macro, err := nowcast.Macro()
	if err != nil {
		return nil, err
	}
	unemployment, growth, inflation := macro["unemployment"], logGrowth(macro["earnings"]), logGrowth(macro["prices"])
	last := func(a *nowcast.Annual, year int) float64 { return a.At(year - 1) }
	same := func(a *nowcast.Annual, year int) float64 { return a.At(year) }
	none := func(*nowcast.Annual, int) float64 { return 0 }
	recent := func(a *nowcast.Annual, _, _, year int) float64 { return meanOf(a, year-usualYears, year-1) }
	whole := func(a *nowcast.Annual, from, to, _ int) float64 { return meanOf(a, from, to) }
	var out []Slope
	for _, s := range []wageSpec{
		{"less last year's inflation; gap to the last ten years", 1990, 2019, last, recent, true},
		{"the same, with the pandemic", 1990, 2024, last, recent, false},
		{"less last year's inflation; gap to the sample's mean", 1982, 2019, last, whole, false},
		{"less the year's own inflation; gap to the last ten years", 1990, 2019, same, recent, false},
		{"nominal; gap to the last ten years", 1990, 2019, none, recent, false},
		{"nominal; gap to the last ten years, with the pandemic", 1990, 2024, none, recent, false},
	} {
		var y, gap []float64
		for year := s.from; year <= s.to; year++ {
			y = append(y, growth.At(year)-s.expected(inflation, year))
			gap = append(gap, s.usual(unemployment, s.from, s.to, year)-unemployment.At(year))
		}
		out = append(out, slopeOf(s, y, gap))
	}
	return out, nil
}

// slopeOf regresses on the gap, and on its two sides.
func slopeOf(s wageSpec, y, gap []float64) Slope {
	n := len(y)
	one, sides := make([][]float64, n), make([][]float64, n)
	for i, g := range gap {
		one[i] = []float64{1, g}
		sides[i] = []float64{1, math.Max(g, 0), math.Min(g, 0)}
	}
	b, v := regress(one, y)
	b2, v2 := regress(sides, y)
	out := Slope{Words: s.words, Years: years(s.from, s.to), N: n, Chosen: s.beginning,
		Chi: coef(b[1], v.At(1, 1), n-2), Up: coef(b2[1], v2.At(1, 1), n-3), Down: coef(b2[2], v2.At(2, 2), n-3)}
	difference := (b2[1] - b2[2]) / math.Sqrt(v2.At(1, 1)+v2.At(2, 2)-2*v2.At(1, 2))
	out.Equal = math.Erfc(math.Abs(difference) / math.Sqrt2)
	return out
}

func coef(value, variance float64, free int) Coef {
	e := math.Sqrt(variance)
	at := func(level float64) [2]float64 {
		half := float64(stats.StudentQuantile(.5+level/2, free) * e)
		return [2]float64{value - half, value + half}
	}
	return Coef{value, e, at(.8), at(.95)}
}

// regress is ordinary least squares with Newey and West's (1987) covariance, two lags, corrected for degrees of freedom.
func regress(x [][]float64, y []float64) (b []float64, covariance *mat.SymDense) {
	n, k := len(x), len(x[0])
	xx, xy := mat.NewDense(k, k, nil), mat.NewVecDense(k, nil)
	for i, row := range x {
		v := mat.NewVecDense(k, row)
		xx.RankOne(xx, 1, v, v)
		xy.AddScaledVec(xy, y[i], v)
	}
	var inverse mat.Dense
	var beta mat.VecDense
	if err := inverse.Inverse(xx); err != nil {
		return make([]float64, k), mat.NewSymDense(k, nil)
	}
	beta.MulVec(&inverse, xy)
	scores := make([]*mat.VecDense, n)
	for i, row := range x {
		v := mat.NewVecDense(k, append([]float64(nil), row...))
		v.ScaleVec(y[i]-mat.Dot(v, &beta), v)
		scores[i] = v
	}
	middle := mat.NewDense(k, k, nil)
	for lag := 0; lag <= lags; lag++ {
		weight := 1 - float64(lag)/(lags+1)
		for i := lag; i < n; i++ {
			middle.RankOne(middle, weight, scores[i], scores[i-lag])
			if lag > 0 {
				middle.RankOne(middle, weight, scores[i-lag], scores[i])
			}
		}
	}
	var left, all mat.Dense
	left.Mul(&inverse, middle)
	all.Mul(&left, &inverse)
	covariance = mat.NewSymDense(k, nil)
	for i := range k {
		b = append(b, beta.AtVec(i))
		for j := i; j < k; j++ {
			covariance.SetSym(i, j, (all.At(i, j)+all.At(j, i))/2*float64(n)/float64(n-k))
		}
	}
	return b, covariance
}

const lags = 2

func logGrowth(a *nowcast.Annual) *nowcast.Annual {
	out := &nowcast.Annual{First: a.First}
	for i := range a.Values {
		out.Values = append(out.Values, exact.Log(a.At(a.First+i)/a.At(a.First+i-1)))
	}
	return out
}

func meanOf(a *nowcast.Annual, from, to int) float64 {
	sum := 0.
	for y := from; y <= to; y++ {
		sum += a.At(y)
	}
	return sum / float64(to-from+1)
}

func years(from, to int) string { return strconv.Itoa(from) + "-" + strconv.Itoa(to) }
