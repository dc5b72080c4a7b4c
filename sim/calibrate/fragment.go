package calibrate

import (
	"context"
	"fmt"
	"strings"

	"tenfold/sim/experiment"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// Fragment is a scenario file with the estimates that the moments tell. Adoption is estimated at the start of 2023; the file
// states what it has come to when the scenario begins.
func (c *Calibration) Fragment(ctx context.Context, f *Fit) (string, error) {
	date := c.Scenario.Config.Clock.Start
	var settings []string
	for _, e := range f.Estimates {
		settings = append(settings, fmt.Sprintf("%s=%g", e.Key, e.Value))
	}
	s, err := c.early.With(append(settings, "clock.end="+date)...)
	if err != nil {
		return "", err
	}
	adopted, err := experiment.Simulate(ctx, s, func(tables []*series.Table) []float64 {
		_, row := tables[0].Row(tables[0].Rows() - 1)
		return []float64{row[tables[0].Index("firms_using")]}
	})
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# Chosen by simulated moments; what they do not tell is left out. J %.1f with %.1f degrees of freedom (p %.2g).\nextends: %s\nname: calibrated\n", f.J, f.Free, f.P, c.base())
	group := ""
	for _, e := range f.Estimates {
		if !e.Told() {
			continue
		}
		in, key, _ := strings.Cut(e.Key, ".")
		if in != group {
			group = in
			fmt.Fprintf(&out, "%s:\n", group)
		}
		value, spread := e.Value, fmt.Sprintf("standard error %s", unit.Number(e.Error))
		if e.Key == "adoption.adopted" {
			value, spread = adopted[0], fmt.Sprintf("in %s, from %s (%s) in 2023-01", date, unit.Number(e.Value), spread)
		}
		fmt.Fprintf(&out, "  %s: %.4g # %s\n", key, value, spread)
	}
	return out.String(), nil
}

// base is what the fragment extends.
func (c *Calibration) base() string {
	if c.Scenario.Source != "" {
		return c.Scenario.Source
	}
	return c.Scenario.Name
}
