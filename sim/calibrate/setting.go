package calibrate

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"sync"

	"tenfold/configs"
	"tenfold/sim/economy"
	"tenfold/sim/exact"
	"tenfold/sim/experiment"
	"tenfold/sim/fit"
	"tenfold/sim/nowcast"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// Calibration is the model's own problem: what it does from January 2023 on with prices and horizons on record, and what
// becomes of persons who are laid off.
type Calibration struct {
	Scenario *scenario.Scenario
	Quick    bool     // fewer persons and steps
	Without  []string // moments left out
	Workers  int
	Progress func(evaluations int)

	early, late *scenario.Scenario // from 2023 on; for the event study
	quarters    []quarter
	moments     []Moment
	places      []int // of the moments that count, among all
	memory      memory
}

// memory runs what was asked for before only once: the event study depends on few parameters.
type memory struct {
	mutex sync.Mutex
	known map[string]func() ([]float64, error)
}

func (m *memory) once(key string, run func() ([]float64, error)) ([]float64, error) {
	m.mutex.Lock()
	if m.known == nil {
		m.known = map[string]func() ([]float64, error){}
	}
	known, ok := m.known[key]
	if !ok {
		known = sync.OnceValues(run)
		m.known[key] = known
	}
	m.mutex.Unlock()
	return known()
}

const workingYear = 2080 // h

// quarter of the survey.
type quarter struct {
	label  string
	months []string
	mean   float64
	n      int
}

// chosen are the parameters, where they act, and ends where they are not those of the prior: adoption stands lower at the start
// of 2023 than at that of 2025.
var chosen = []struct {
	key       string
	late      bool // acts in the event study too
	low, high float64
}{
	{"adoption.adopted", false, .015, .06}, {"adoption.integrated", false, .002, .03},
	{"adoption.innovation", false, 0, 0}, {"adoption.imitation", false, 0, 0}, {"adoption.saving_elasticity", false, 0, 0}, {"adoption.lag", false, 0, 0},
	{"labour.moves", false, 0, 0}, {"labour.adjustment", false, 0, 0}, {"labour.hiring_boost", false, 0, 0}, {"labour.own_occupation", false, 0, 0},
	{"labour.displacement_loss", true, 0, 0}, {"people.regained", true, 0, 0},
}

// The event study's run: layoffs are counted while coworkers displace people, and followed for ten years.
const (
	layoffsFrom, layoffsUntil = 48, 84 // months from the start
	lateEnd                   = "2042-02"
)

// New prepares a calibration of a scenario.
func New(s *scenario.Scenario, quick bool, without []string) (*Calibration, error) {
	c := &Calibration{Scenario: s, Quick: quick, Without: without}
	var err error
	if c.early, err = s.With("clock.start=2023-01", "clock.end=2025-06", "clock.tick=month", "mean_field=true", "price.curve=observed",
		"adoption.adopted=.035", "adoption.integrated=.012"); err != nil {
		return nil, err
	}
	people := "20000"
	if quick {
		people = "4000"
	}
	if c.late, err = s.With("clock.start=2025-01", "clock.end="+lateEnd, "clock.tick=month", "mean_field=false", "fleet.agents=0", "firms.agents=0",
		"people.agents="+people, "people.panel="+people); err != nil {
		return nil, err
	}
	survey, err := nowcast.Survey()
	if err != nil {
		return nil, err
	}
	c.quarters = quartersOf(survey)
	c.moments = surveyMoments(survey, c.quarters)
	rest, err := moments()
	if err != nil {
		return nil, err
	}
	c.moments = append(c.moments, rest...)
	for _, name := range without {
		if !slices.ContainsFunc(c.moments, func(m Moment) bool { return m.Name == name }) {
			return nil, fmt.Errorf("expected the name of a moment (%s), got %q", c.names(), name)
		}
	}
	for i, m := range c.moments {
		if !slices.Contains(without, m.Name) {
			c.places = append(c.places, i)
		}
	}
	return c, nil
}

func (c *Calibration) names() string {
	var out bytes.Buffer
	for i, m := range c.moments {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(m.Name)
	}
	return out.String()
}

// moments are those of the shipped table.
func moments() ([]Moment, error) {
	data, err := configs.FS.ReadFile("history/moments.csv")
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []Moment
	for _, row := range rows[1:] {
		value, err1 := strconv.ParseFloat(row[2], 64)
		spread, err2 := strconv.ParseFloat(row[3], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("history/moments.csv: %v", row)
		}
		out = append(out, Moment{Name: row[0], Words: row[1], Value: value, Error: spread, Logs: row[4] == "1", Source: row[5]})
	}
	return out, nil
}

// quartersOf groups the survey's readings.
func quartersOf(survey []nowcast.Reading) []quarter {
	var out []quarter
	for _, r := range survey {
		year, month := int(r.Date), int(12*(r.Date-math.Floor(r.Date)))
		label := fmt.Sprintf("%d-Q%d", year, 1+month/3)
		if len(out) == 0 || out[len(out)-1].label != label {
			out = append(out, quarter{label: label})
		}
		q := &out[len(out)-1]
		q.months = append(q.months, fmt.Sprintf("%d-%02d", year, month+1))
		q.mean, q.n = q.mean+r.Value, q.n+1
	}
	for i := range out {
		out[i].mean /= float64(out[i].n)
	}
	return out
}

// surveyMoments take their errors from the scatter of readings about a smooth curve: log odds on date and its square.
func surveyMoments(survey []nowcast.Reading, quarters []quarter) []Moment {
	var x, y, z []float64
	for _, r := range survey {
		t := r.Date - 2024.5
		x, y, z = append(x, t), append(y, exact.Log(r.Value/(1-r.Value))), append(z, t*t)
	}
	line, left := fit.OLS(x, y, z), 0.
	for i := range x {
		e := y[i] - line.At(x[i]) - float64(line.Other*z[i])
		left += float64(e*e) / float64(line.Free)
	}
	var out []Moment
	for _, q := range quarters {
		out = append(out, Moment{Name: "adoption_" + q.label, Words: "Firms that use AI, " + q.label, Value: q.mean,
			Error: math.Sqrt(left/float64(q.n)) * q.mean * (1 - q.mean), Source: "Census BTOS; error from the scatter of its readings about a smooth curve"})
	}
	return out
}

// Problem is the problem to be solved.
func (c *Calibration) Problem() *Problem {
	p := &Problem{Workers: c.Workers, Steps: 8, Progress: c.Progress, Model: c.model}
	if c.Quick {
		p.Steps = 4
	}
	early, late := parameters(c.early), parameters(c.late)
	for _, ch := range chosen {
		set := early
		if ch.late {
			set = late
		}
		q := set.Find(ch.key)
		a := Parameter{Key: ch.key, Start: q.Value().(float64), Low: q.Low, High: q.High}
		if ch.high > 0 {
			a.Low, a.High = ch.low, ch.high
		}
		a.Low, a.High = min(a.Low, a.Start), max(a.High, a.Start)
		a.Logs = a.Low > 0 && a.High/a.Low > 4
		p.Parameters = append(p.Parameters, a)
	}
	for _, i := range c.places {
		p.Moments = append(p.Moments, c.moments[i])
	}
	return p
}

func parameters(s *scenario.Scenario) *param.Set {
	config := s.Config
	return economy.Parameters(&config)
}

func (c *Calibration) counts(name string) bool { return !slices.Contains(c.Without, name) }

// model gives the moments that count at parameter values.
func (c *Calibration) model(ctx context.Context, values []float64) ([]float64, error) {
	var early, late []string
	for j, ch := range chosen {
		setting := ch.key + "=" + strconv.FormatFloat(values[j], 'g', -1, 64)
		if ch.late {
			late = append(late, setting)
		} else {
			early = append(early, setting)
		}
	}
	all, err := c.memory.once("early "+fmt.Sprint(early), func() ([]float64, error) {
		s, err := c.early.With(early...)
		if err != nil {
			return nil, err
		}
		return experiment.Simulate(ctx, s, c.read)
	})
	if err != nil {
		return nil, err
	}
	losses := []float64{0, 0}
	if c.counts("loss_1") || c.counts("loss_10") {
		if losses, err = c.memory.once("late "+fmt.Sprint(late), func() ([]float64, error) {
			s, err := c.late.With(late...)
			if err != nil {
				return nil, err
			}
			e, err := runEventStudy(ctx, s, layoffsFrom, layoffsUntil)
			if err != nil {
				return nil, err
			}
			losses, _ := e.losses(everybody)
			return losses, nil
		}); err != nil {
			return nil, err
		}
	}
	at := len(c.quarters)
	all = slices.Insert(slices.Clone(all), at+4, losses...)
	var out []float64
	for _, i := range c.places {
		out = append(out, all[i])
	}
	return out, nil
}

// read takes the moments of the years since 2023, in the table's order without those of the event study.
func (c *Calibration) read(tables []*series.Table) []float64 {
	t := tables[0]
	month := map[string]int{}
	for i := range t.Rows() {
		labels, _ := t.Row(i)
		month[labels[0]] = i
	}
	at := func(column, date string) float64 {
		_, row := t.Row(month[date])
		return row[t.Index(column)]
	}
	var out []float64
	for _, q := range c.quarters {
		mean := 0.
		for _, m := range q.months {
			mean += at("firms_using", m) / float64(q.n)
		}
		out = append(out, mean)
	}
	first, late := "2023-01", "2024-11"
	worked := at("employment", late) * workingYear
	assisted := at("review_hours", late) + at("hours_worked", late)
	return append(out, at("separation_rate", first), at("finding_rate", first), at("moves_rate", first), assisted/worked,
		at("unemployment_rate", first), at("participation_rate", first), at("compensation_share", first))
}
