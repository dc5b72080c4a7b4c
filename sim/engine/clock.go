package engine

import (
	"fmt"

	"tenfold/sim/param"
)

// Clock is the calendar of a run: ticks of equal length from the first month to the last, both included.
type Clock struct {
	Start, End string // "2025-01"
	Tick       string // "month", "week" or "quarter"
}

// Parameters declares the calendar.
func (c *Clock) Parameters(s *param.Set) {
	s.Group("clock", func(s *param.Set) {
		s.Month("start", &c.Start, "2025-01").
			Says("First month; its technology is that date's, its economy the base year's.").From("convention")
		s.Month("end", &c.End, "2035-12").
			Says("Last month.").From("convention")
		s.Choice("tick", &c.Tick, "month", "week", "quarter").
			Says("Length of a tick.").From("convention")
	})
}

// perYear is the number of ticks in a year.
func (c Clock) perYear() int {
	switch c.Tick {
	case "week":
		return 52
	case "quarter":
		return 4
	default:
		return 12
	}
}

// Years is the length of a tick in years.
func (c Clock) Years() float64 { return 1 / float64(c.perYear()) }

// Ticks is the number of ticks of the run, zero when it ends before it starts. Part of a quarter counts as one.
func (c Clock) Ticks() int {
	months := monthIndex(c.End) - monthIndex(c.Start) + 1
	return max(0, (months*c.perYear()+11)/12)
}

// Begin is the decimal year in which the run starts.
func (c Clock) Begin() float64 { return float64(monthIndex(c.Start)) / 12 }

// Middle is the middle of a tick in years since the run's start. Flows of a tick are read there, so that yearly
// means do not depend on the length of a tick.
func (c Clock) Middle(tick int) float64 { return float64((float64(tick) + .5) * c.Years()) }

// Label names a tick: "2025-01", "2025-W01" or "2025-Q1". Weeks are 52nds of a year.
func (c Clock) Label(tick int) string {
	start := monthIndex(c.Start)
	if c.Tick == "month" || c.Tick == "" {
		m := start + tick
		return fmt.Sprintf("%04d-%02d", m/12, m%12+1)
	}
	per := c.perYear()
	n := start*per/12 + tick
	if c.Tick == "week" {
		return fmt.Sprintf("%04d-W%02d", n/per, n%per+1)
	}
	return fmt.Sprintf("%04d-Q%d", n/per, n%per+1)
}

// monthIndex counts months since year 0. Configurations are checked before they get here.
func monthIndex(month string) int {
	year, m, err := param.ParseMonth(month)
	if err != nil {
		panic("engine: clock not validated: " + err.Error())
	}
	return year*12 + m - 1
}
