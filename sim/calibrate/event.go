package calibrate

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"tenfold/sim/economy"
	"tenfold/sim/exact"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// An event study as in Jacobson, LaLonde and Sullivan (1993), on simulated persons: those laid off in a window are compared,
// a year and ten years later, with those of their old occupation who stayed and were never laid off, by wages when employed.
type eventStudy struct {
	from, until int // months of the run in which layoffs count
	after       []int
	wages       map[int][]float32 // by person, a month each; 0 without a job
	jobs        map[int][]string  // by person, the last occupation in each month
	laidOff     map[int][]int     // by person, months
}

func newEventStudy(from, until int) *eventStudy {
	return &eventStudy{from: from, until: until, after: []int{12, 120}, wages: map[int][]float32{}, jobs: map[int][]string{}, laidOff: map[int][]int{}}
}

// watch reads the panel of a tick.
func (e *eventStudy) watch(panel *series.Table, first, month int) {
	wage, displaced := panel.Index("wage"), panel.Index("displaced")
	for i := first; i < panel.Rows(); i++ {
		labels, row := panel.Row(i)
		person, _ := strconv.Atoi(labels[1]) // written as a number
		e.note(person, month, labels[3], row[wage], row[displaced] == 0)
	}
}

func (e *eventStudy) note(person, month int, job string, wage float64, laidOff bool) {
	e.jobs[person] = append(e.jobs[person], job)
	e.wages[person] = append(e.wages[person], float32(wage))
	if laidOff {
		e.laidOff[person] = append(e.laidOff[person], month)
	}
}

// losses are the shares of pay lost that many months after a layoff, against those never laid off, and the number of persons
// behind each. Persons laid off again, and those without a job before or after, do not count; nor do those whose occupations
// before and then are not to be counted.
func (e *eventStudy) losses(counted func(before, then string) bool) (losses []float64, counts []int) {
	growth := e.controls()
	for _, after := range e.after {
		sum, n := 0., 0
		for _, person := range sortedKeys(e.laidOff) {
			months := e.laidOff[person]
			at, wages := months[0], e.wages[person]
			if len(months) > 1 && months[1] <= at+after {
				continue
			}
			before, then := at-1, at+after
			if at < e.from || at >= e.until || before < 0 || then >= len(wages) || wages[before] <= 0 || wages[then] <= 0 {
				continue
			}
			jobs := e.jobs[person]
			if !counted(jobs[before], jobs[then]) {
				continue
			}
			stayed := growth[jobs[before]]
			sum += exact.Log(float64(wages[then]/wages[before])) - (stayed[then] - stayed[before])
			n++
		}
		if n == 0 {
			losses, counts = append(losses, 0), append(counts, 0)
			continue
		}
		losses, counts = append(losses, 1-exact.Exp(sum/float64(n))), append(counts, n)
	}
	return losses, counts
}

// controls is, by occupation, the mean log wage by month of those never laid off, up to a constant: its changes are those of
// persons who were employed in it in both months.
func (e *eventStudy) controls() map[string][]float64 {
	sums, counts := map[string][]float64{}, map[string][]float64{}
	for _, person := range sortedKeys(e.wages) {
		wages, jobs := e.wages[person], e.jobs[person]
		for month, job := range jobs {
			if sums[job] == nil {
				sums[job], counts[job] = make([]float64, len(wages)), make([]float64, len(wages))
			}
			if month > 0 && e.laidOff[person] == nil && jobs[month-1] == job && wages[month] > 0 && wages[month-1] > 0 {
				sums[job][month] += exact.Log(float64(wages[month] / wages[month-1]))
				counts[job][month]++
			}
		}
	}
	for job, sum := range sums { // each by itself
		for month := 1; month < len(sum); month++ {
			sum[month] = sum[month-1] + sum[month]/max(counts[job][month], 1)
		}
	}
	return sums
}

// runEventStudy simulates a scenario that has a panel and studies the layoffs of a window.
func runEventStudy(ctx context.Context, s *scenario.Scenario, from, until int) (*eventStudy, error) {
	w, err := economy.New(s.Config, s.Economy, 1)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	e := newEventStudy(from, until)
	var panel *series.Table
	for _, t := range w.Tables() {
		if t.Name == "panel" {
			panel = t
		}
	}
	for month := 0; w.Tick() < w.Ticks(); month++ {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		seen := panel.Rows()
		if err := w.Step(); err != nil {
			return nil, err
		}
		e.watch(panel, seen, month)
		panel.Forget()
	}
	return e, nil
}

// everybody counts.
func everybody(string, string) bool { return true }

func sortedKeys[V any](m map[int]V) []int {
	return slices.Sorted(maps.Keys(m))
}
