package market

import (
	"math"

	"tenfold/sim/exact"
)

// Vacancies is a labour market in which jobs that are wanted stand vacant until somebody is found for them (del Rio-Chanona,
// Mealy, Beguerisse-Diaz, Lafond and Farmer 2021): people separate and vacancies open by chance and where demand D differs
// from jobs, filled and vacant, and the unemployed apply to neighbouring occupations by an urn. In a step, of E employed, U
// unemployed and V vacancies,
//
//	separated = du E + (1-du) min(E, g max(0, E+V-D)),   opened = dv E + (1-dv) min(E, g max(0, D-E-V))
//	applications from i to j ~ V_j A_ij,   filled_j = V_j (1 - exp(-applications_j/V_j))
//
// Unlike Flows it knows no rates of a base year and nobody who leaves the labour force.
type Vacancies struct {
	Separation, Opening float64     // chances in a step
	Adjustment          float64     // share of the gap between demand and jobs that is closed in a step
	Adjacency           [][]float64 // weight of applications, [from][to]; nil: all occupations alike
	Spells              int         // steps after which somebody counts as unemployed for long

	Employed, Vacant []float64   // by occupation
	Unemployed       [][]float64 // by last occupation and spell: entry k has been unemployed for k+1 steps, the last for more too
}

// NewVacancies begins with demand for people met and nobody unemployed.
func NewVacancies(demand []float64, spells int) *Vacancies {
	v := &Vacancies{Spells: spells, Employed: append([]float64(nil), demand...), Vacant: make([]float64, len(demand))}
	for range demand {
		v.Unemployed = append(v.Unemployed, make([]float64, spells))
	}
	return v
}

// Step moves people over one step in which occupations want demand[i] people.
func (v *Vacancies) Step(demand []float64) {
	n := len(demand)
	separated, opened, filled := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, jobs := range v.Employed {
		gap := demand[i] - jobs - v.Vacant[i]
		separated[i] = v.either(v.Separation, jobs, -gap)
		opened[i] = v.either(v.Opening, jobs, gap)
	}
	hired := v.hire(filled)
	for i, spells := range v.Unemployed {
		stay := 1 - ratioOf(hired[i], Sum(spells))
		last := len(spells) - 1
		spells[last] *= stay
		for k := last - 1; k >= 0; k-- {
			spells[k+1] += float64(spells[k] * stay)
			spells[k] = 0
		}
		spells[0] += separated[i]
		v.Employed[i] += filled[i] - separated[i]
		v.Vacant[i] += opened[i] - filled[i]
	}
}

// either is what happens by chance to jobs, and to those it does not happen to where a gap is closed.
func (v *Vacancies) either(chance, jobs, gap float64) float64 {
	return float64(chance*jobs) + float64((1-chance)*math.Min(jobs, closing(v.Adjustment, gap)))
}

// hire lets every unemployed person apply once. It returns who is hired by last occupation, and stores into which.
func (v *Vacancies) hire(filled []float64) []float64 {
	n := len(filled)
	to, hired := NewMatrix(n), make([]float64, n)
	for i, spells := range v.Unemployed {
		row, sum := to.Row(i), 0.
		for j, vacant := range v.Vacant {
			row[j] = vacant
			if v.Adjacency != nil {
				row[j] = vacant * v.Adjacency[i][j]
			}
			sum += row[j]
		}
		looking := Sum(spells)
		for j := range row {
			row[j] = float64(row[j] * ratioOf(looking, sum))
			filled[j] += row[j]
		}
	}
	for j, applications := range filled {
		if applications == 0 {
			continue
		}
		filled[j] = v.Vacant[j] * (1 - exact.Exp(-applications/v.Vacant[j]))
		for i := range hired {
			hired[i] += filled[j] * to.Row(i)[j] / applications
		}
	}
	return hired
}

// ratioOf is 0 where there is nothing to divide by.
func ratioOf(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// Rates are shares over all occupations: unemployed of the labour force, vacancies of jobs, and of the unemployed those who
// have been it for Spells steps or more.
func (v *Vacancies) Rates() (unemployment, vacancies, longTerm float64) {
	looking, long := 0., 0.
	for _, spells := range v.Unemployed {
		looking += Sum(spells)
		long += spells[len(spells)-1]
	}
	jobs, vacant := Sum(v.Employed), Sum(v.Vacant)
	return looking / (looking + jobs), vacant / (vacant + jobs), ratioOf(long, looking)
}
