package experiment_test

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
)

// Draws lie within their priors around the present values, differ from draw to draw, are the same each time, and the
// first is the scenario as it stands.
func TestDrawsFollowThePriors(t *testing.T) {
	var c economy.Config
	set := economy.Parameters(&c)
	set.Defaults()
	if got := experiment.Draw(set, 0); got != nil {
		t.Errorf("draw 0 sets %v", got)
	}
	const draws = 400
	values := map[string][]float64{}
	for d := 1; d <= draws; d++ {
		settings := experiment.Draw(set, d)
		if !slices.Equal(settings, experiment.Draw(set, d)) {
			t.Fatal("the same draw twice differs")
		}
		for _, s := range settings {
			key, text, _ := strings.Cut(s, "=")
			if key == "tasks.ceiling" || key == "tasks.quantile" {
				continue // see TestTheCeilingIsDrawn
			}
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			values[key] = append(values[key], v)
		}
	}
	if len(values) < 40 {
		t.Errorf("only %d parameters are drawn", len(values))
	}
	for key, v := range values {
		p := set.Find(key)
		mode, low, high := p.Value().(float64), p.Low, p.High
		mean, logs := 0., low > 0 && high/low > 10
		want := (low + math.Min(math.Max(mode, low), high) + high) / 3 // of a triangular distribution
		if logs {
			want = (math.Log(low) + math.Log(math.Min(math.Max(mode, low), high)) + math.Log(high)) / 3
		}
		spread := (high - low)
		if logs {
			spread = math.Log(high / low)
		}
		for _, x := range v {
			if x < low || x > high {
				t.Fatalf("%s: %g outside %g to %g", key, x, low, high)
			}
			if logs {
				x = math.Log(x)
			}
			mean += x / draws
		}
		if math.Abs(mean-want) > 5*.25*spread/math.Sqrt(draws) {
			t.Errorf("%s: mean %g, want %g", key, mean, want)
		}
	}
}

// The digital share is drawn as a quantile whose mean is the median, where the scenario has the median; a scenario that
// chooses another one keeps it.
func TestTheCeilingIsDrawn(t *testing.T) {
	var c economy.Config
	set := economy.Parameters(&c)
	set.Defaults()
	mean := 0.
	const draws = 400
	for d := 1; d <= draws; d++ {
		settings := experiment.Draw(set, d)
		text, ok := strings.CutPrefix(settings[len(settings)-1], "tasks.quantile=")
		v, err := strconv.ParseFloat(text, 64)
		if !ok || err != nil || v < 0 || v >= 1 || settings[len(settings)-2] != "tasks.ceiling=quantile" {
			t.Fatalf("draw %d ends with %v", d, settings[len(settings)-2:])
		}
		mean += v / draws
	}
	if math.Abs(mean-.5) > 5*.29/math.Sqrt(draws) {
		t.Errorf("mean quantile %g", mean)
	}
	c.Tech.Tasks.Ceiling = "gamma"
	for _, s := range experiment.Draw(set, 1) {
		if strings.HasPrefix(s, "tasks.ceiling") || strings.HasPrefix(s, "tasks.quantile") {
			t.Errorf("a scenario with gamma draws %s", s)
		}
	}
}

func plan(t *testing.T, policies ...string) *experiment.Plan {
	t.Helper()
	set := []string{"people.agents=2000", "fleet.agents=2000", "firms.agents=400", "clock.end=2028-12"}
	base, err := scenario.Load("central", set, nil)
	if err != nil {
		t.Fatal(err)
	}
	var under []*scenario.Scenario
	for _, p := range policies {
		s, err := scenario.Load("central", set, nil, p)
		if err != nil {
			t.Fatal(err)
		}
		under = append(under, s)
	}
	return &experiment.Plan{Baseline: base, Names: policies, Policies: under, Draws: 3, Seeds: 2, Workers: 1, Years: []int{2028},
		Columns: []string{"real_output", "income_gini", "transfers", "basic_income"}}
}

// A comparison is the same for any number of runs at once; pairing shrinks its noise; a policy that does nothing makes no
// detected difference, and one that does is detected.
func TestComparison(t *testing.T) {
	p := plan(t, "basic-income", "rival-shock")
	one, err := p.Compare(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	p.Workers = 3
	if many, err := p.Compare(context.Background()); err != nil || !reflect.DeepEqual(one, many) {
		t.Errorf("three runs at once: %v", err)
	}
	if one.Draws+one.Dropped != 3 || len(one.Rows) != 2*4 {
		t.Fatalf("%d draws, %d dropped, %d rows", one.Draws, one.Dropped, len(one.Rows))
	}
	for _, r := range one.Rows {
		if r.Policy != "basic-income" {
			continue
		}
		switch r.Column {
		case "basic_income":
			if !r.Detected || !(r.Low > 0 && r.Low <= r.Change && r.Change <= r.High) || r.Baseline != 0 {
				t.Errorf("%+v", r)
			}
		case "income_gini":
			if !(r.Change < 0) || !(r.Pairing > 2) {
				t.Errorf("%+v", r)
			}
		}
	}
	p = plan(t, "retraining-and-wage-insurance")
	p.Columns = []string{"year"}
	nothing, err := p.Compare(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if r := nothing.Rows[0]; r.Detected || r.Change != 0 {
		t.Errorf("the calendar does not depend on retraining: %+v", r)
	}
}

// Two draws of one seed each detect nothing, whatever changes; without agents they do.
func TestFewDrawsOfOneSeedDetectNothing(t *testing.T) {
	for _, field := range []bool{false, true} {
		p := plan(t, "basic-income")
		p.Draws, p.Seeds, p.Columns = 2, 1, []string{"real_output", "basic_income"}
		for _, s := range []**scenario.Scenario{&p.Baseline, &p.Policies[0]} {
			next, err := (*s).With(fmt.Sprintf("mean_field=%t", field))
			if err != nil {
				t.Fatal(err)
			}
			*s = next
		}
		c, err := p.Compare(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Rows {
			if r.Column == "basic_income" && (r.Detected != field || !(r.Low > 0)) || r.Detected && !field {
				t.Errorf("mean field %t: %+v", field, r)
			}
		}
		for _, g := range c.Groups {
			if g.Gain.Detected || g.Better1.Detected {
				t.Errorf("%+v", g)
			}
		}
		if c.Sampled == field || c.Tested != field || c.Span != experiment.SpanRange {
			t.Errorf("mean field %t: %+v", field, c.Tests)
		}
	}
}

// A cancelled comparison ends with the reason.
func TestComparisonEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := plan(t, "basic-income").Compare(ctx); err == nil {
		t.Error("no error")
	}
}
