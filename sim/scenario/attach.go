package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"strconv"

	"tenfold/configs"
	"tenfold/sim/dataset"
	"tenfold/sim/param"
	"tenfold/sim/tech"
)

// An Input is a file that a setting names.
type Input struct {
	Key  string // the setting, "price.file"
	File string // as messages show it
	Data []byte
}

func (in Input) digest() string {
	sum := sha256.Sum256(in.Data)
	return hex.EncodeToString(sum[:])
}

// observedPrices is the shipped record behind price.curve: observed.
const observedPrices = "technology/price_record.csv"

// mostInput bounds a table that a user brings.
const mostInput = 16 << 20

// attach reads the tables that settings name into the configuration. To add one: a line here and a function from its
// rows to the configuration's field.
func (s *Scenario) attach(from *Scenario) Faults {
	price, tasks := &s.Config.Tech.Price, &s.Config.Tech.Tasks
	var out Faults
	add := func(in Input, err error, columns []string, store func(rows) error) {
		if err == nil {
			s.Inputs = append(s.Inputs, in)
			err = withRows(in, columns, store)
		}
		if err != nil {
			out = append(out, s.located(in.Key, err).first(in.File)...)
		}
	}
	points := func(r rows) (err error) { price.Record, err = pricePoints(r); return err }
	switch price.Curve {
	case "observed":
		in, err := shippedInput("price.curve", observedPrices)
		add(in, err, []string{"date", "price"}, points)
	case "file":
		in, err := s.input("price.file", price.File, from)
		add(in, err, []string{"date", "price"}, points)
	}
	if tasks.Ceiling == "file" {
		in, err := s.input("tasks.file", tasks.File, from)
		add(in, err, []string{"code", "share"}, func(r rows) (err error) { tasks.Shares, err = digitalShares(r, s.Economy); return err })
	}
	return out
}

// located gives faults that have no file of their own the place of the key.
func (s *Scenario) located(key string, err error) Faults {
	var faults Faults
	if errors.As(err, &faults) {
		return faults
	}
	return Faults{s.place(key).fault(key, "%s", err)}
}

func shippedInput(key, file string) (Input, error) {
	in := Input{Key: key, File: "configs/" + file}
	var err error
	in.Data, err = fs.ReadFile(configs.FS, file)
	return in, err
}

// input reads the file that a setting names, unless a scenario has it already.
func (s *Scenario) input(key, file string, from *Scenario) (Input, error) {
	in := Input{Key: key, File: file}
	if file == "" {
		return in, errors.New("expected the path of a CSV file, got nothing")
	}
	if !filepath.IsAbs(file) {
		in.File = filepath.Join(s.place(key).dir, file)
	}
	if from != nil {
		for _, had := range from.Inputs {
			if had.Key == key && had.File == in.File {
				return had, nil
			}
		}
	}
	var err error
	if in.Data, err = readFile(in.File, mostInput); err == nil && len(in.Data) > mostInput {
		err = fmt.Errorf("expected at most %d bytes", mostInput)
	}
	return in, err
}

// pricePoints reads the columns date and price. Dates rise, so that a price can be interpolated between them.
func pricePoints(r rows) ([]tech.Point, error) {
	var out []tech.Point
	var faults Faults
	for i := range r.line {
		year, ok := dateYears(r.cells[i]["date"])
		if !ok {
			faults = append(faults, r.fault(i, "date", "expected 2025-01 or a decimal year, got %s", quote(r.cells[i]["date"])))
		} else if n := len(out); n > 0 && year <= out[n-1].Year {
			faults = append(faults, r.fault(i, "date", "expected a date after the one before, got %s", quote(r.cells[i]["date"])))
		}
		price, fault := r.number(i, "price", 1e-30, 1e30)
		if fault != nil {
			faults = append(faults, *fault)
		}
		out = append(out, tech.Point{Year: year, Index: price})
	}
	if len(faults) == 0 && len(out) < 2 {
		faults = append(faults, r.fault(0, "", "expected at least two dates, got one"))
	}
	return out, faults.orNil()
}

// dateYears is a date in years since 2025.0.
func dateYears(text string) (float64, bool) {
	if year, month, err := param.ParseMonth(text); err == nil {
		return float64(year-2025) + float64(month-1)/12, true
	}
	v, err := strconv.ParseFloat(text, 64)
	return v - 2025, err == nil && math.Abs(v-2025) < 1000
}

// digitalShares reads the columns code and share, one row for each occupation.
func digitalShares(r rows, e *dataset.Economy) ([]float64, error) {
	index := map[string]int{}
	for f, o := range e.Occupations {
		index[o.Code] = f
	}
	out, given := make([]float64, len(e.Occupations)), make([]bool, len(e.Occupations))
	var faults Faults
	for i := range r.line {
		f, known := index[r.cells[i]["code"]]
		if !known || given[f] {
			faults = append(faults, r.fault(i, "code", "expected each occupation of the economy once, got %s", quote(r.cells[i]["code"])))
			continue
		}
		share, fault := r.number(i, "share", 0, 1)
		if fault != nil {
			faults = append(faults, *fault)
		}
		out[f], given[f] = share, true
	}
	for f, ok := range given {
		if !ok {
			faults = append(faults, Fault{File: r.file, Path: "code", Message: "expected a row for occupation " + e.Occupations[f].Code})
		}
	}
	return out, faults.orNil()
}
