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
	"tenfold/sim/param"
	"tenfold/sim/tech"
)

// An Input is a file that a setting names.
type Input struct {
	Key  string // the setting, "price.file"
	File string // as messages show it
	Data []byte

	shipped bool
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
func (s *Scenario) attach(from *Scenario) (out Faults) {
	price := &s.Config.Tech.Price
	points := func(r rows) (err error) { price.Record, err = pointsOf(r, "price"); return err }
	switch price.Curve {
	case "observed":
		in, err := shippedInput("price.curve", observedPrices)
		out = append(out, s.add(in, err, []string{"date", "price"}, points)...)
	case "file":
		in, err := s.input("price.file", price.File, from)
		out = append(out, s.add(in, err, []string{"date", "price"}, points)...)
	}
	if fleet := &s.Config.Fleet; fleet.Mode == "path" {
		in, err := s.input("fleet.file", fleet.File, from)
		out = append(out, s.add(in, err, []string{"date", "size"}, func(r rows) (err error) { fleet.Path, err = pointsOf(r, "size"); return err })...)
	}
	if s.Config.Tech.Tasks.Ceiling == "file" {
		out = append(out, s.attachShares(from)...)
	}
	return out
}

// add keeps an input and stores its rows, unless it could not be read.
func (s *Scenario) add(in Input, err error, columns []string, store func(rows) error) Faults {
	if err == nil {
		s.Inputs = append(s.Inputs, in)
		err = withRows(in, columns, store)
	}
	return s.located(in.Key, err).first(in.File)
}

// located gives faults that have no file of their own the place of the key.
func (s *Scenario) located(key string, err error) Faults {
	var faults Faults
	if err == nil {
		return nil
	}
	if errors.As(err, &faults) {
		return faults
	}
	return Faults{s.place(key).fault(key, "%s", err)}
}

func shippedInput(key, file string) (Input, error) {
	in := Input{Key: key, File: "configs/" + file, shipped: true}
	var err error
	in.Data, err = fs.ReadFile(configs.FS, file)
	return in, err
}

// input reads the file that a setting names, unless a scenario has it already.
func (s *Scenario) input(key, file string, from *Scenario) (Input, error) {
	in := inputAt(key, file, s.place(key).dir)
	if file == "" {
		return in, errors.New("expected the path of a CSV file, got nothing")
	}
	if from != nil {
		for _, had := range from.Inputs {
			if had.Key == key && had.File == in.File {
				return had, nil
			}
		}
	}
	err := in.read()
	return in, err
}

// inputAt is a file that is named relative to a folder.
func inputAt(key, file, dir string) Input {
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	return Input{Key: key, File: file}
}

func (in *Input) read() (err error) {
	if in.Data, err = readFile(in.File, mostInput); err == nil && len(in.Data) > mostInput {
		err = fmt.Errorf("expected at most %d bytes", mostInput)
	}
	return err
}

// pointsOf reads the column date and one of positive values. Dates rise, so that a value can be interpolated between them.
func pointsOf(r rows, column string) ([]tech.Point, error) {
	var out []tech.Point
	var faults Faults
	for i := range r.line {
		year, ok := dateYears(r.cells[i]["date"])
		if !ok {
			faults = append(faults, r.fault(i, "date", "expected 2025-01 or a decimal year, got %s", quote(r.cells[i]["date"])))
		} else if n := len(out); n > 0 && year <= out[n-1].Year {
			faults = append(faults, r.fault(i, "date", "expected a date after the one before, got %s", quote(r.cells[i]["date"])))
		}
		value, fault := r.number(i, column, 1e-30, 1e30)
		if fault != nil {
			faults = append(faults, *fault)
		}
		out = append(out, tech.Point{Year: year, Index: value})
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
