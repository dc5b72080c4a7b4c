package main

import (
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/scenario"
)

// grown are the growth factors of a scenario without agents: by column, a value a year from the second on.
func grown(t *testing.T, name string, set ...string) map[string][]float64 {
	t.Helper()
	s, err := scenario.Load(name, append([]string{"mean_field=true"}, set...), nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := economy.New(s.Config, s.Economy, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	factors, _ := growFactorTables(w.Tables()[0], s.Config.Macro.Growth, s.Config.Macro.PriceTrend)
	rows, err := csv.NewReader(strings.NewReader(string(factors))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]float64{}
	for k, column := range rows[0] {
		for _, row := range rows[2:] {
			v, err := strconv.ParseFloat(row[k], 64)
			if err != nil {
				t.Fatal(err)
			}
			out[column] = append(out[column], v)
		}
	}
	return out
}

// Without coworkers every column grows at the trend, that of prices at the trend of prices; with them wages fall behind,
// prices grow less and benefits of the unemployed more.
func TestGrowthFactors(t *testing.T) {
	still := grown(t, "no-ai")
	for column, values := range still {
		want := math.Exp(.04)
		if strings.HasPrefix(column, "ACPI") {
			want = math.Exp(.023)
		}
		for k, v := range values {
			if column != "YEAR" && math.Abs(v-want) > 2e-6 {
				t.Errorf("no-ai: %s grows by %g in year %d, want %g", column, v, k+1, want)
			}
		}
	}
	if len(still) != 26 {
		t.Errorf("%d columns", len(still))
	}
	moved := grown(t, "central")
	for k := range moved["AWAGE"] {
		if moved["AWAGE"][k] >= still["AWAGE"][k] || moved["ACPIU"][k] >= still["ACPIU"][k] || moved["ADIVS"][k] <= still["ADIVS"][k] {
			t.Errorf("year %d: wages %g, prices %g, dividends %g", k+1, moved["AWAGE"][k], moved["ACPIU"][k], moved["ADIVS"][k])
		}
	}
	untaxed := grown(t, "central", "government.capital_tax=0")
	if v := untaxed["ADIVS"][3]; math.Abs(v-math.Exp(.04)) > 1e-6 {
		t.Errorf("dividends that nobody can tell grow by %g", v)
	}
}
