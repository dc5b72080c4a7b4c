package forecast_test

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"tenfold/sim/forecast"
	"tenfold/sim/rng"
	"tenfold/sim/scenario"
)

// Among bands of a known distribution the interval score is least for its true quantiles, and the quantile score for the
// true median: neither can be bettered by a band that is too narrow, too wide or beside the mark.
func TestScoresAreProper(t *testing.T) {
	const n = 20_000
	sum := func(low, high float64) (s float64) {
		for i := range n {
			s += forecast.IntervalScore(low, high, (float64(i)+.5)/n, .2) / n // uniform on 0 to 1
		}
		return s
	}
	best := sum(.1, .9)
	if want := .8 + 2*10*.1*.1/2; math.Abs(best-want) > 1e-6 {
		t.Errorf("score of the true band %g, want %g", best, want)
	}
	for _, b := range [][2]float64{{.2, .8}, {0, 1}, {.15, .95}, {.05, .85}, {.1, .7}, {.3, .9}} {
		if got := sum(b[0], b[1]); got <= best {
			t.Errorf("the band %v scores %g, the true one %g", b, got, best)
		}
	}
	median := func(q float64) (s float64) {
		for i := range n {
			s += forecast.QuantileScore([]float64{.5}, []float64{q}, (float64(i)+.5)/n) / n
		}
		return s
	}
	if math.Abs(median(.5)-.25) > 1e-6 || median(.4) <= median(.5) || median(.6) <= median(.5) {
		t.Errorf("quantile scores %g %g %g", median(.4), median(.5), median(.6))
	}
}

// Bands of draws from the distribution that outcomes come from hold 80 % of them.
func TestCoverageOfTheTrueDistribution(t *testing.T) {
	key := rng.New(7)
	unit := func(i, j int) float64 { return rng.Unit(key.Bits(1, uint32(i), uint32(j))) }
	inside, trials := 0, 2000
	for i := range trials {
		var draws []float64
		for j := range 99 {
			draws = append(draws, unit(i, j))
		}
		q := forecast.Quantiles(draws)
		if forecast.Inside(q[0], q[len(q)-1], unit(i, 99)) {
			inside++
		}
	}
	if share := float64(inside) / float64(trials); math.Abs(share-.8) > .035 {
		t.Errorf("bands hold %g", share)
	}
}

func small(t *testing.T, workers int) *forecast.Forecast {
	t.Helper()
	s, err := scenario.Load("central", []string{"mean_field=true", "clock.end=2026-12"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &forecast.Plan{Scenario: s, Draws: 5, Workers: workers, Outcomes: []string{"real_output", "coworkers"}, Years: []int{2025, 2026}}
	f, err := p.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A locked forecast reads back as it was; any changed byte is found.
func TestALockHoldsOrIsFoundBroken(t *testing.T) {
	l := forecast.NewLock(small(t, 2), "2026-01-31", "dev", "tenfold forecast", "name: central\n")
	data := l.Bytes()
	back, err := forecast.ReadLock("f.json", data)
	if err != nil || back.SHA256 != l.SHA256 || back.Find("real_output", 2026).Median() != l.Find("real_output", 2026).Median() {
		t.Fatalf("%v", err)
	}
	if again := forecast.NewLock(small(t, 1), "2026-01-31", "dev", "tenfold forecast", "name: central\n"); again.SHA256 != l.SHA256 {
		t.Error("another number of workers gives another hash")
	}
	for i := range data {
		broken := slices.Clone(data)
		broken[i] ^= 1
		if _, err := forecast.ReadLock("f.json", broken); err == nil {
			t.Fatalf("byte %d was changed unseen: ...%s...", i, data[max(i-20, 0):min(i+20, len(data))])
		}
	}
	for _, broken := range [][]byte{nil, []byte("{}"), append(slices.Clone(data), "{}"...), bytes.Replace(data, []byte(`"kind"`), []byte(`"more": 1, "kind"`), 1)} {
		if _, err := forecast.ReadLock("f.json", broken); err == nil {
			t.Errorf("%.40s was read", broken)
		}
	}
}

// Scores against a record by hand.
func TestScoreAgainstARecord(t *testing.T) {
	f := &forecast.Forecast{Levels: forecast.Levels, Rows: []forecast.Row{
		{Outcome: "u", Year: 2027, Start: .04, Quantiles: []float64{.04, .045, .05, .055, .06}},
		{Outcome: "u", Year: 2028, Start: .04, Quantiles: []float64{.05, .055, .06, .065, .07}}}}
	record, faults := forecast.ReadRecord("r.csv", []byte("# what happened\noutcome,year,value\nu,2027,.055\nu, 2028,.045\nother,2027,1\n"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	s := f.Score(record)
	if s.Scored != 2 || s.Inside != 1 || s.Nearer != 1 || !slices.Equal(s.Missing, []string{"other 2027"}) {
		t.Errorf("%+v", s)
	}
	if got, want := s.Rows[1].Interval, .02+10*.005; math.Abs(got-want) > 1e-12 {
		t.Errorf("interval score %g, want %g", got, want)
	}
}

func TestFaultsOfRecords(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "expected the columns outcome,year,value",
		"outcome,value\nu,1\n":              "expected the columns outcome,year,value, got outcome,value",
		"outcome,year,value\n":              "at least one row",
		"outcome,year,value\nu,late,1\n":    `r.csv:2: year: expected a year, got "late"`,
		"outcome,year,value\nu,2027,much\n": `r.csv:2: value: expected a number, got "much"`,
		"outcome,year,value\nu,2027\n":      "wrong number of fields",
		"outcome,year,value\nu,2027,NaN\n":  `r.csv:2: value: expected a number, got "NaN"`,
		"outcome,year,value\nu,2027,-Inf\n": `r.csv:2: value: expected a number, got "-Inf"`,
		"outcome,year,value\nu,2027,1\n# corrected\nu,2027,2\n": "r.csv:4: u 2027: expected once, it stands in line 2 too",
	} {
		_, faults := forecast.ReadRecord("r.csv", []byte(text))
		if len(faults) == 0 || !strings.Contains(faults[0].Error(), want) {
			t.Errorf("%q: %v, want %q", text, faults, want)
		}
	}
}

// Values that an outcome cannot have are found by its unit: percent in the place of a share above all.
func TestDoubtfulRecords(t *testing.T) {
	f := &forecast.Forecast{Levels: forecast.Levels, Rows: []forecast.Row{
		{Outcome: "unemployment_rate", Year: 2027, Unit: "share"}, {Outcome: "price_level", Year: 2027, Unit: "index"}}}
	for row, want := range map[string]string{
		"unemployment_rate,2027,.044": "", "unemployment_rate,2027,1": "", "price_level,2027,1.3": "", "rainfall,2027,-5": "",
		"unemployment_rate,2027,4.4":   "r.csv:2: unemployment_rate 2027: expected a share from 0 to 1 (4.4 % is .044), got 4.4",
		"unemployment_rate,2027,-.044": "expected a share from 0 to 1",
		"price_level,2027,0":           "r.csv:2: price_level 2027: expected a number above 0 (index), got 0",
	} {
		record, faults := forecast.ReadRecord("r.csv", []byte("outcome,year,value\n"+row+"\n"))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		doubts := f.Doubt("r.csv", record)
		if (want == "") != (len(doubts) == 0) || len(doubts) > 0 && !strings.Contains(doubts[0].Error(), want) {
			t.Errorf("%s: %v, want %q", row, doubts, want)
		}
	}
	missing := f.Score([]forecast.Observation{{Outcome: "unemployment_rat", Year: 2027}, {Outcome: "price_level", Year: 2028}, {Outcome: "rainfall", Year: 2027}}).Missing
	if want := []string{"unemployment_rat 2027 (did you mean unemployment_rate?)", "price_level 2028", "rainfall 2027"}; !slices.Equal(missing, want) {
		t.Errorf("missing %q, want %q", missing, want)
	}
}
