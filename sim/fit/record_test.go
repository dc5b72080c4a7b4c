package fit

import (
	"io/fs"
	"math"
	"testing"

	"tenfold/configs"
)

func shipped(t *testing.T, name string, columns Columns, keep Selection) []Point {
	t.Helper()
	data, err := fs.ReadFile(configs.FS, "technology/"+name)
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read(name, data, columns, keep)
	if err != nil {
		t.Fatal(err)
	}
	return table.Points
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %.6g, want %.6g within %g", what, got, want, tolerance)
	}
}

// METR's own trend: 212.2 days over the first eleven models that were the state of the art, R2 .980 (Kwa et al. 2025).
func TestTimeHorizon10DoublesIn212Days(t *testing.T) {
	all := shipped(t, "horizon_record.csv", Columns{}, Selection{Where: []Equal{{"version", "1.0"}}})
	best := Highest(all)
	line := Trend(best[:11])
	near(t, "days", DoublingDays(line.Slope), 212.2, .05)
	near(t, "R2", line.R2, .980, .0005)
}

// Version 1.1 from 2023 on: 4.23 months, 90 % interval 3.75 to 4.84 with the normal distribution; Student's, of 12 degrees of
// freedom, is wider.
func TestTimeHorizon11DoublesInFourMonths(t *testing.T) {
	all := shipped(t, "horizon_record.csv", Columns{}, Selection{Where: []Equal{{"version", "1.1"}}})
	var since []Point
	for _, p := range Highest(all) {
		if p.Date >= 2023 {
			since = append(since, p)
		}
	}
	line := Trend(since)
	interval, wider := line.NormalInterval(.9), line.Interval(.9)
	months := func(slope float64) float64 { return DoublingDays(slope) / daysPerYear * 12 }
	near(t, "models", float64(len(since)), 14, 0)
	near(t, "months", months(line.Slope), 4.23, .005)
	near(t, "low", months(interval.High), 3.75, .006)
	near(t, "high", months(interval.Low), 4.84, .005)
	near(t, "Student's low", months(wider.High), 3.72, .005)
	near(t, "Student's high", months(wider.Low), 4.90, .005)
	near(t, "R2", line.R2, .934, .0005)
}

// The column state_of_the_art is what Highest finds.
func TestStateOfTheArtIsWhatIsLongest(t *testing.T) {
	for _, version := range []string{"1.0", "1.1"} {
		where := []Equal{{"version", version}}
		all := Highest(shipped(t, "horizon_record.csv", Columns{}, Selection{Where: where}))
		stated := shipped(t, "horizon_record.csv", Columns{}, Selection{Where: append(where, Equal{"state_of_the_art", "true"})})
		if len(all) != len(stated) {
			t.Fatalf("version %s: %d models, stated %d", version, len(all), len(stated))
		}
		for i := range all {
			if all[i].Name != stated[i].Name {
				t.Errorf("version %s: %s, stated %s", version, all[i].Name, stated[i].Name)
			}
		}
	}
}

// The cheapest price month by month, March 2023 to March 2026: eleven thresholds fall 11.7x a year from end to end and 18x by
// least squares, at the median.
func TestPricesOfGivenCapabilityFall(t *testing.T) {
	until, _ := Date("2026-03-31")
	o := Options{Falling: true, Methods: []string{"grid"}, Level: .9, Samples: 20, Until: until,
		Thresholds: []float64{122.1, 126.1, 127.6, 130, 134, 135.7, 139, 141.5, 143, 145, 147}}
	curves, notes := Curves(shipped(t, "price_list.csv", Columns{}, Selection{}), o)
	if len(curves) != 11 || len(notes) > 0 {
		t.Fatalf("%d curves, %v", len(curves), notes)
	}
	ends := Median(curves, func(c Curve) float64 { return FactorPerYear(c.EndToEnd) })
	slopes := Median(curves, func(c Curve) float64 { return FactorPerYear(c.Line.Slope) })
	near(t, "end to end", ends, 11.7, .05)
	near(t, "least squares", slopes, 18.1, .05)
	near(t, "points of the first", float64(len(curves[0].Points)), 38, 0)
}

// a16z 2024, "LLMflation": 60 to .06 usd per million tokens in three years.
func TestLLMflation(t *testing.T) {
	near(t, "factor", FactorPerYear(EndToEnd([]Point{{Date: 2021, Value: 60}, {Date: 2024, Value: .06}})), 10, 1e-12)
}
