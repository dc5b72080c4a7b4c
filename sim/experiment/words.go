package experiment

import (
	"fmt"
	"strings"

	"tenfold/sim/policy"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// differences say what a policy sets otherwise than the baseline: each lever with its level, its dates and how it is paid
// for, and settings that differ. solved are the policies with equal costs solved for, at the present values.
func differences(baseline, under *scenario.Scenario, solved []policy.Policy) []string {
	known := map[string]bool{}
	for _, law := range baseline.Config.Policies {
		known[law.Name] = true
	}
	var out []string
	for _, law := range solved {
		if known[law.Name] {
			continue
		}
		for i := range law.Settings {
			out = append(out, settingWords(&law.Settings[i], under))
		}
		if law.Financing != "" {
			out = append(out, "paid for by "+strings.ReplaceAll(law.Financing, "_", " "))
		}
	}
	for _, law := range under.Config.Policies {
		if law.CostEqualTo != "" && !known[law.Name] {
			out = append(out, "levels solved for the present cost of "+law.CostEqualTo)
		}
	}
	for _, d := range scenario.Difference(baseline, under) {
		if !strings.HasPrefix(d, "policies ") {
			out = append(out, d)
		}
	}
	return out
}

// settingWords says where a lever stands, and where it stood before.
func settingWords(s *policy.Setting, under *scenario.Scenario) string {
	d := s.Lever.Definition()
	level := unit.Format(s.Level, d.Unit)
	if n := len(s.Path); n > 0 {
		level = fmt.Sprintf("%s in %d to %s in %d", unit.Number(s.Path[0].Level), s.Path[0].Year, unit.Format(s.Path[n-1].Level, d.Unit), s.Path[n-1].Year)
	}
	before := "without limit"
	if d.Neutral < 1e300 {
		before = unit.Format(d.Neutral, d.Unit)
	}
	if d.Setting != "" {
		if p := scenarioSet(under).Find(d.Setting); p != nil {
			before = fmt.Sprint(p.Value())
			if v, ok := p.Value().(float64); ok {
				before = unit.Format(v, d.Unit)
			}
		}
	}
	return fmt.Sprintf("%s %s -> %s %s", s.Lever, before, level, span(s, under))
}

// span is the time for which a setting holds, in months; the run's end is not worth words.
func span(s *policy.Setting, under *scenario.Scenario) string {
	text := "from " + monthOf(s.From)
	if end := under.Config.Clock.End; monthOf(s.Until) <= end {
		text += " until " + monthOf(s.Until)
	}
	return text
}

// monthOf is the month of a date in years: 2026.5 is 2026-07.
func monthOf(date float64) string {
	months := int(float64(date*12) + .5)
	return fmt.Sprintf("%04d-%02d", months/12, months%12+1)
}
