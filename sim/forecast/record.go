package forecast

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/scenario"
)

// Observation is what was recorded of an outcome in a year.
type Observation struct {
	Outcome string  `json:"outcome"`
	Year    int     `json:"year"`
	Value   float64 `json:"value"`

	line int // of the record
}

var recordColumns = []string{"outcome", "year", "value"}

// ReadRecord reads a CSV file with the columns outcome, year, value; lines that begin with # are comments. It returns all
// that is wrong with it; whether values are possible says Forecast.Doubt.
func ReadRecord(file string, data []byte) ([]Observation, []error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment, r.TrimLeadingSpace = '#', true
	header, err := r.Read()
	if err != nil || !slices.Equal(header, recordColumns) {
		return nil, []error{fmt.Errorf("%s: expected the columns %s, got %s", file, strings.Join(recordColumns, ","), strings.Join(header, ","))}
	}
	var out []Observation
	var faults []error
	type key struct {
		outcome string
		year    int
	}
	first := map[key]int{} // line
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			return nil, append(faults, fmt.Errorf("%s: %w", file, err))
		}
		year, err1 := strconv.Atoi(row[1])
		value, err2 := strconv.ParseFloat(row[2], 64)
		if err1 != nil {
			faults = append(faults, fmt.Errorf("%s:%d: year: expected a year, got %q", file, line, row[1]))
		}
		if err2 != nil || math.IsNaN(value) || math.IsInf(value, 0) {
			faults = append(faults, fmt.Errorf("%s:%d: value: expected a number, got %q", file, line, row[2]))
		}
		at := key{row[0], year}
		if before := first[at]; err1 == nil && before > 0 {
			faults = append(faults, fmt.Errorf("%s:%d: %s %d: expected once, it stands in line %d too", file, line, row[0], year, before))
		}
		first[at] = line
		out = append(out, Observation{row[0], year, value, line})
	}
	if len(out) == 0 {
		faults = append(faults, fmt.Errorf("%s: expected at least one row", file))
	}
	return out, faults
}

// Doubt is what is wrong with a record's values for what was forecast: each is in the outcome's unit, of which shares lie
// between 0 and 1, and all else is above 0.
func (f *Forecast) Doubt(file string, record []Observation) (faults []error) {
	for _, o := range record {
		r := f.Find(o.Outcome, o.Year)
		switch {
		case r == nil:
		case r.Unit == "share" && !(o.Value >= 0 && o.Value <= 1):
			faults = append(faults, fmt.Errorf("%s:%d: %s %d: expected a share from 0 to 1 (4.4 %% is .044), got %g", file, o.line, o.Outcome, o.Year, o.Value))
		case r.Unit != "share" && !(o.Value > 0):
			faults = append(faults, fmt.Errorf("%s:%d: %s %d: expected a number above 0 (%s), got %g", file, o.line, o.Outcome, o.Year, r.Unit, o.Value))
		}
	}
	return faults
}

// Outcomes are the outcomes that were forecast.
func (f *Forecast) Outcomes() (out []string) {
	for i := range f.Rows {
		if o := f.Rows[i].Outcome; !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// Years are the years that were forecast.
func (f *Forecast) Years() (out []int) {
	for i := range f.Rows {
		if y := f.Rows[i].Year; !slices.Contains(out, y) {
			out = append(out, y)
		}
	}
	return out
}

// missing names what was recorded and not forecast, with the closest outcome that was.
func (f *Forecast) missing(o Observation) string {
	text := fmt.Sprintf("%s %d", o.Outcome, o.Year)
	if known := f.Outcomes(); !slices.Contains(known, o.Outcome) {
		if hint := strings.TrimPrefix(scenario.Suggest(o.Outcome, known), ", "); hint != "" {
			text += " (" + hint + ")"
		}
	}
	return text
}

// Score is how a forecast did.
type Score struct {
	Rows    []Scored `json:"rows"`
	Missing []string `json:"not_forecast,omitempty"` // recorded, but not forecast
	Inside  int      `json:"inside"`                 // the 80 % band
	Scored  int      `json:"scored"`
	Nearer  int      `json:"nearer_than_no_change"` // medians nearer to the record than the first year's level
}

// Scored is one observation beside its forecast.
type Scored struct {
	Observation
	Median   float64 `json:"median"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Start    float64 `json:"start"` // the benchmark: nothing changes after the first year
	Inside   bool    `json:"inside"`
	Interval float64 `json:"interval_score"`
	Quantile float64 `json:"quantile_score"`
}

// Score compares the forecast with a record.
func (f *Forecast) Score(record []Observation) *Score {
	s := &Score{}
	for _, o := range record {
		r := f.Find(o.Outcome, o.Year)
		if r == nil {
			s.Missing = append(s.Missing, f.missing(o))
			continue
		}
		low, high := r.Band()
		row := Scored{o, r.Median(), low, high, r.Start, Inside(low, high, o.Value),
			IntervalScore(low, high, o.Value, 1-Coverage), QuantileScore(f.Levels, r.Quantiles, o.Value)}
		s.Rows, s.Scored = append(s.Rows, row), s.Scored+1
		if row.Inside {
			s.Inside++
		}
		if abs(o.Value-row.Median) < abs(o.Value-row.Start) {
			s.Nearer++
		}
	}
	return s
}

func abs(x float64) float64 { return max(x, -x) }
