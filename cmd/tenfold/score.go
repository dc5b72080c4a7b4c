package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"tenfold/sim/forecast"
)

// scoreForecast compares a locked forecast with what happened.
func (a *app) scoreForecast(args []string, o forecastOptions) error {
	switch {
	case len(args) > 0 || o.lock != "":
		return usage("--score takes a locked forecast; it runs no scenario")
	case o.score == "" || o.record == "":
		return usage("--score FILE and --record CSV go together")
	}
	data, err := os.ReadFile(o.score)
	if err != nil {
		return usage("--score: %w", err)
	}
	lock, err := forecast.ReadLock(o.score, data)
	if err != nil {
		return usage("%w", err)
	}
	if data, err = os.ReadFile(o.record); err != nil {
		return usage("--record: %w", err)
	}
	record, faults := forecast.ReadRecord(o.record, data)
	if len(faults) > 0 {
		return usage("%w", errors.Join(faults...))
	}
	if faults := lock.Doubt(o.record, record); len(faults) > 0 {
		return usage("%w", errors.Join(faults...))
	}
	s := lock.Score(record)
	if s.Scored == 0 {
		return usage("%s: nothing to score: %s; expected outcomes %s in the years %s", o.record, strings.Join(s.Missing, ", "),
			strings.Join(lock.Outcomes(), ", "), strings.Trim(fmt.Sprint(lock.Years()), "[]"))
	}
	if o.json {
		return writeJSON(a.out, s)
	}
	_, err = a.out.Write([]byte(scoreText(lock, s, a.width)))
	return err
}

func scoreText(l *forecast.Lock, s *forecast.Score, width int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n%-24s %5s %10s %10s %21s  %s\n", wrap(fmt.Sprintf("%s, forecast of %s, model %s, %s: the hash holds", l.Scenario, l.Date, l.Model, count(int64(l.Draws), "draw")), textWidth(width)),
		"", "year", "happened", "median", "80 % of draws", "inside")
	for i := range s.Rows {
		r := &s.Rows[i]
		u := l.Find(r.Outcome, r.Year).Unit
		fmt.Fprintf(&out, "%-24s %5d %10s %10s %21s  %s\n", r.Outcome, r.Year, cell(r.Value, u), cell(r.Median, u), cell(r.Low, u)+" to "+cell(r.High, u), yesNo(r.Inside))
	}
	fmt.Fprintf(&out, "\n%s\n", wrap(fmt.Sprintf("Inside the band: %d of %d (%.0f %%; expected 80 %%). The median was nearer than \"no change since %s\" in %d of %d.",
		s.Inside, s.Scored, 100*float64(s.Inside)/float64(s.Scored), l.Start[:4], s.Nearer, s.Scored), textWidth(width)))
	if len(s.Missing) > 0 {
		fmt.Fprintf(&out, "\n%s\n", wrap("Recorded, but not forecast: "+strings.Join(s.Missing, ", ")+".", textWidth(width)))
	}
	return out.String()
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
