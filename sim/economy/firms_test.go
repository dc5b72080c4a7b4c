package economy_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
	"testing"

	"tenfold/configs"
	"tenfold/sim/economy"
	"tenfold/sim/market"
)

// Firms' adoption and integration add up to those of a single aggregate within sampling noise: over five seeds no yearly mean of the whole economy is off by more than .4 points, their mean by
// more than .2, and no industry by more than six standard errors of independent draws.
func TestFirmsAggregateToTheSingleAdopter(t *testing.T) {
	quiet := []string{"fleet.agents=0", "people.agents=0"}
	for _, scenario := range [][]string{nil, essay} {
		single := run(t, with(scenario, quiet, []string{"firms.agents=0"})...)
		bias := map[string]float64{}
		for seed := 1; seed <= 5; seed++ {
			many := run(t, with(scenario, quiet, []string{fmt.Sprintf("seed=%d", seed)})...)
			for _, column := range []string{"adopted", "firms_using", "integrated"} {
				for _, year := range []int{2025, 2027, 2029, 2031, 2035} {
					d := yearly(many, column, year) - yearly(single, column, year)
					bias[fmt.Sprint(column, year)] += d / 5
					limit := .004
					if column == "firms_using" { // small firms are many and sampled thinly
						limit = .03
					}
					if math.Abs(d) > limit {
						t.Errorf("seed %d: %s in %d off by %g", seed, column, year, d)
					}
				}
			}
			a, b := many.Tables()[2].Column("adopted"), single.Tables()[2].Column("adopted")
			for i := range a {
				if noise := math.Sqrt(b[i] * (1 - b[i]) / 200); math.Abs(a[i]-b[i]) > 6*noise+.01 {
					t.Fatalf("seed %d, row %d: %g of an industry's firms adopted, single %g", seed, i, a[i], b[i])
				}
			}
		}
		for key, d := range bias {
			limit := .002
			if key[0] == 'f' {
				limit = .015
			}
			if math.Abs(d) > limit {
				t.Errorf("%s off by %g on average", key, d)
			}
		}
	}
}

// Sales won by firms whose costs fell raise the integrated share, and concentration with it; without selection nothing
// moves.
func TestSelectionFavoursIntegratedFirms(t *testing.T) {
	quiet := []string{"fleet.agents=0", "people.agents=0"}
	with1, without := run(t, quiet...), run(t, with(quiet, []string{"firms.selection=0"})...)
	for _, year := range []int{2028, 2030, 2032} {
		if a, b := yearly(with1, "integrated", year), yearly(without, "integrated", year); !(a > b) {
			t.Errorf("%d: integrated %g with selection, %g without", year, a, b)
		}
		if moved := yearly(without, "integrated_by_selection", year); math.Abs(moved) > 1e-12 {
			t.Errorf("%d: %g integrated by selection without selection", year, moved)
		}
	}
	c := with1.Tables()[0].Column("concentration")
	if !(c[len(c)-1] > c[0]) {
		t.Errorf("concentration %g after %g", c[len(c)-1], c[0])
	}
	flat := without.Tables()[0].Column("concentration")
	if relative(flat[len(flat)-1], flat[0]) > 1e-12 {
		t.Errorf("concentration %g after %g without selection", flat[len(flat)-1], flat[0])
	}
}

// Larger firms adopt earlier where the hazard rises with size, so that fewer firms than work are with users.
func TestLargeFirmsMayAdoptEarlier(t *testing.T) {
	w := run(t, "fleet.agents=0", "people.agents=0", "firms.size_hazard=.15", "clock.end=2029-12")
	if firms, work := yearly(w, "firms_using", 2029), yearly(w, "adopted", 2029); !(firms < .9*work) {
		t.Errorf("%g of firms use coworkers, with %g of the work", firms, work)
	}
}

type survey struct{ date, using float64 }

func adoptionRecord(t *testing.T) []survey {
	t.Helper()
	data, err := configs.FS.ReadFile("technology/adoption_record.csv")
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []survey
	for _, row := range rows[1:] {
		date, err1 := strconv.ParseFloat(row[0], 64)
		using, err2 := strconv.ParseFloat(row[1], 64)
		if err1 != nil || err2 != nil {
			t.Fatal(row)
		}
		out = append(out, survey{date, using})
	}
	return out
}

// The defaults of adoption are the least squares of Bass's curve on the survey, given the coefficient of innovation, to
// the digits in which they are stated; the curve misses the survey by .54 points (root mean square).
func TestAdoptionIsFittedToTheSurvey(t *testing.T) {
	record := adoptionRecord(t)
	var c economy.Config
	economy.Parameters(&c).Defaults()
	a := c.Adoption
	misses := func(start, imitation float64) (sum float64) {
		for _, s := range record {
			d := market.Adopt(start, a.Innovation, imitation, s.date-2025) - s.using
			sum += d * d
		}
		return sum
	}
	// Gauss-Newton on two parameters, derivatives by differences.
	start, imitation := .05, .3
	for range 50 {
		const h = 1e-6
		var xx, xy, yy, gx, gy float64
		for _, s := range record {
			f := market.Adopt(start, a.Innovation, imitation, s.date-2025)
			x := (market.Adopt(start+h, a.Innovation, imitation, s.date-2025) - f) / h
			y := (market.Adopt(start, a.Innovation, imitation+h, s.date-2025) - f) / h
			xx, xy, yy = xx+x*x, xy+x*y, yy+y*y
			gx, gy = gx+x*(s.using-f), gy+y*(s.using-f)
		}
		det := xx*yy - xy*xy
		start += (yy*gx - xy*gy) / det
		imitation += (xx*gy - xy*gx) / det
	}
	if math.Abs(start-a.Adopted) > .0005 || math.Abs(imitation-a.Imitation) > .005 {
		t.Errorf("least squares: start %.4f, imitation %.3f; defaults %g, %g", start, imitation, a.Adopted, a.Imitation)
	}
	if rms := math.Sqrt(misses(start, imitation) / float64(len(record)-2)); math.Abs(rms-.0054) > .0001 {
		t.Errorf("root mean square %.5f", rms)
	}
	// The economy's own path starts on the curve: what coworkers save in 2025 is near the reference of the hazard.
	w := run(t, with(mean, []string{"clock.end=2025-12"})...)
	for i, year := range w.Tables()[0].Column("year") {
		curve := market.Adopt(a.Adopted, a.Innovation, a.Imitation, year-2025)
		if got := w.Tables()[0].Column("firms_using")[i]; math.Abs(got-curve) > .005 {
			t.Errorf("%.2f: %.4f of firms use coworkers, curve %.4f", year, got, curve)
		}
	}
}
