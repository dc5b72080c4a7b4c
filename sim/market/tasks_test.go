package market

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func closeTo(t interface{ Errorf(string, ...any) }, what string, got, want, tolerance float64) {
	if !(math.Abs(got-want) <= tolerance*(1+math.Abs(want))) {
		t.Errorf("%s: %.12g, want %.12g", what, got, want)
	}
}

// The economy of tasks against the printed formula, and its factors are paid their marginal products: shares of output add up
// and a little more of a factor makes what it is paid.
func TestTaskEconomyAgainstPrintedFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := TaskEconomy{Sigma: rapid.SampledFrom([]float64{.3, .5, .9, 1.4, 3}).Draw(t, "sigma"), Productivity: rapid.Float64Range(.2, 3).Draw(t, "A"),
			Labour: rapid.Float64Range(.2, 5).Draw(t, "L"), Capital: rapid.Float64Range(.2, 5).Draw(t, "K")}
		phi := rapid.Float64Range(.01, .99).Draw(t, "phi")
		got := e.At(phi)
		s, a, want := e.Sigma, e.Productivity, TaskOutcome{}
		if phi < e.Capital/(e.Capital+e.Labour) {
			power := (s - 1) / s
			y := a * math.Pow(math.Pow(e.Capital, power)*math.Pow(phi, 1/s)+math.Pow(e.Labour, power)*math.Pow(1-phi, 1/s), 1/power)
			want = TaskOutcome{Output: y, Wage: math.Pow(a, power) * math.Pow(y/e.Labour, 1/s) * math.Pow(1-phi, 1/s), Rent: math.Pow(a, power) * math.Pow(y/e.Capital, 1/s) * math.Pow(phi, 1/s)}
		} else {
			want = TaskOutcome{Output: a * (e.Capital + e.Labour), Wage: a, Rent: a}
		}
		closeTo(t, "output", got.Output, want.Output, 1e-9)
		closeTo(t, "wage", got.Wage, want.Wage, 1e-9)
		closeTo(t, "rent", got.Rent, want.Rent, 1e-9)
		closeTo(t, "labour share", got.LabourShare, want.Wage*e.Labour/want.Output, 1e-9)
		closeTo(t, "incomes", got.Wage*e.Labour+got.Rent*e.Capital, got.Output, 1e-9)
		more := e
		more.Labour *= 1 + 1e-6
		if edge := math.Abs(phi - e.Capital/(e.Capital+e.Labour)); edge > 1e-4 {
			closeTo(t, "marginal product", (more.At(phi).Output-got.Output)/(1e-6*e.Labour), got.Wage, 1e-4)
		}
	})
}

// At an elasticity of one the bundle is Cobb and Douglas's.
func TestTaskEconomyAtUnitElasticity(t *testing.T) {
	e := TaskEconomy{Sigma: 1, Productivity: 2, Labour: 3, Capital: 5}
	got := e.At(.4)
	want := 2 * math.Pow(5/.4, .4) * math.Pow(3/.6, .6)
	closeTo(t, "output", got.Output, want, 1e-9)
	closeTo(t, "wage", got.Wage, .6*want/3, 1e-9)
	closeTo(t, "rent", got.Rent, .4*want/5, 1e-9)
}

// The peak of wages against a fine grid, on both sides of an elasticity of one.
func TestPeakAgainstGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := TaskEconomy{Sigma: rapid.SampledFrom([]float64{.3, .5, .9, 1, 1.4, 3}).Draw(t, "sigma"), Productivity: 1,
			Labour: rapid.Float64Range(.2, 5).Draw(t, "L"), Capital: rapid.Float64Range(.2, 5).Draw(t, "K")}
		at, wage := e.Peak()
		for i := range 5001 {
			if w := e.At(float64(i) / 5000).Wage; w > wage*(1+1e-9) {
				t.Fatalf("the peak is %g at %g, but %g at %g", wage, at, w, float64(i)/5000)
			}
		}
		closeTo(t, "wage at the peak", e.At(at).Wage, wage, 1e-9)
	})
}

// An input that becomes free is one of which there is ever more.
func TestFreedGainIsTheLimitOfAbundance(t *testing.T) {
	for _, sigma := range []float64{.3, .5, .8} {
		for _, share := range []float64{.1, 1. / 3, .7} {
			abundant := CESQuantity([]float64{share, 1 - share}, []float64{1e40, 1 - share}, sigma) - 1
			closeTo(t, "fixed", FreedGain(share, sigma, false), abundant, 1e-4)
			moved := CESQuantity([]float64{share, 1 - share}, []float64{1e40, 1}, sigma) - 1
			closeTo(t, "reallocated", FreedGain(share, sigma, true), moved, 1e-4)
		}
	}
	if gain := FreedGain(.3, 1, true); !math.IsInf(gain, 1) {
		t.Errorf("at an elasticity of one: %g", gain)
	}
}

// The market with vacancies against the equations written out person by person and pair by pair.
func TestVacanciesAgainstEquations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "n")
		demand := rapid.SliceOfN(rapid.Float64Range(.5, 2), n, n).Draw(t, "demand")
		v := NewVacancies(demand, 3)
		v.Separation, v.Opening, v.Adjustment = .02, .015, .2
		for range n {
			v.Adjacency = append(v.Adjacency, rapid.SliceOfN(rapid.Float64Range(.1, 1), n, n).Draw(t, "row"))
		}
		e, u, vac := append([]float64(nil), demand...), make([]float64, n), make([]float64, n)
		labour := Sum(demand)
		for range 60 {
			for i := range demand {
				demand[i] *= rapid.Float64Range(.97, 1.03).Draw(t, "growth")
			}
			v.Step(demand)
			e, u, vac = naiveVacancies(v, demand, e, u, vac)
		}
		for i := range demand {
			closeTo(t, "employed", v.Employed[i], e[i], 1e-9)
			closeTo(t, "unemployed", Sum(v.Unemployed[i]), u[i], 1e-9)
			closeTo(t, "vacant", v.Vacant[i], vac[i], 1e-9)
		}
		closeTo(t, "people", Sum(v.Employed)+Sum(u), labour, 1e-9)
	})
}

func naiveVacancies(v *Vacancies, demand, e, u, vac []float64) (e2, u2, vac2 []float64) {
	n := len(demand)
	e2, u2, vac2 = append([]float64(nil), e...), append([]float64(nil), u...), append([]float64(nil), vac...)
	for i := range demand {
		out := v.Separation*e[i] + (1-v.Separation)*math.Min(e[i], v.Adjustment*math.Max(0, e[i]+vac[i]-demand[i]))
		in := v.Opening*e[i] + (1-v.Opening)*math.Min(e[i], v.Adjustment*math.Max(0, demand[i]-e[i]-vac[i]))
		e2[i], u2[i], vac2[i] = e2[i]-out, u2[i]+out, vac2[i]+in
	}
	for j := range n {
		all, from := 0., make([]float64, n)
		for i := range n {
			total := 0.
			for k := range n {
				total += vac[k] * v.Adjacency[i][k]
			}
			if total > 0 {
				from[i] = u[i] * vac[j] * v.Adjacency[i][j] / total
			}
			all += from[i]
		}
		if all == 0 {
			continue
		}
		theta := vac[j] / all // vacancies per application
		success := theta * (1 - math.Exp(-1/theta))
		for i := range n {
			u2[i] -= from[i] * success
			e2[j] += from[i] * success
			vac2[j] -= from[i] * success
		}
	}
	return e2, u2, vac2
}

// Where demand vanishes beyond a price, as when nobody wants coworkers that are dearer than people, the root is found all the
// same.
func TestClearWhereDemandVanishes(t *testing.T) {
	for _, guess := range []float64{1e-9, .1, 3, 1e6} {
		got, err := Clear(guess, func(price float64) float64 {
			if price > 2 {
				return math.Inf(-1)
			}
			return math.Log(1.5 / price)
		})
		if err != nil || math.Abs(got-1.5) > 1e-9 {
			t.Errorf("from %g: %g, %v", guess, got, err)
		}
		got, err = Clear(guess, func(price float64) float64 {
			if price > 2 {
				return math.Inf(-1)
			}
			return 1
		})
		if err != nil || math.Abs(got-2) > 1e-9 {
			t.Errorf("a jump, from %g: %g, %v", guess, got, err)
		}
	}
}
