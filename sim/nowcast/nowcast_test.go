package nowcast_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"tenfold/sim/nowcast"
)

func run(t *testing.T, workers int, set ...string) *nowcast.Result {
	t.Helper()
	p, err := nowcast.New("", set, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Draws, p.Workers = 4, workers
	r, err := p.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The nowcast has every year and half-year, says where there is no figure, and does not depend on the number of workers.
func TestNowcast(t *testing.T) {
	r := run(t, 1)
	if !reflect.DeepEqual(r, run(t, 3)) {
		t.Error("another number of workers gives another result")
	}
	known := map[string]int{}
	for _, row := range r.Rows {
		if row.Known {
			known[row.Series]++
		}
		if row.Draws.Low > row.Draws.Median || row.Draws.Median > row.Draws.High {
			t.Errorf("%s %s: %+v", row.Series, row.Date, row.Draws)
		}
		if row.Series == "unemployment" && row.Date == "2025" && row.Known {
			t.Error("unemployment of 2025 is not on record")
		}
	}
	if want := (map[string]int{"unemployment": 2, "payrolls": 3, "output_per_job": 2, "real_earnings": 2, "adoption": 4}); !reflect.DeepEqual(known, want) {
		t.Errorf("known %v, want %v", known, want)
	}
	if len(r.Occupations) != 22 {
		t.Errorf("%d occupations", len(r.Occupations))
	}
}

// With technology frozen the model has no effect, and its forecast with shocks is the trend.
func TestWithoutTechnologyItIsTheTrend(t *testing.T) {
	for _, row := range run(t, 2, "technology.frozen=true").Rows {
		if row.Series == "adoption" {
			continue
		}
		if d := row.Shocks.Low/row.Trend.Low - 1; d > 5e-3 || d < -5e-3 || row.Told > 1e-3 || row.Told < -1e-3 {
			t.Errorf("%s %s: %+v against %+v, effect %g", row.Series, row.Date, row.Shocks, row.Trend, row.Told)
		}
	}
}

func TestFaultsOfNowcasts(t *testing.T) {
	if _, err := nowcast.New("observd-prices", nil, nil); err == nil || !strings.Contains(err.Error(), "observed-prices") {
		t.Errorf("%v", err)
	}
}
