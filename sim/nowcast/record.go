package nowcast

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"

	"go.yaml.in/yaml/v3"

	"tenfold/configs"
)

// Setup is where and how the nowcast starts: configs/history/nowcast.yaml.
type Setup struct {
	Scenario    string                `yaml:"scenario"`
	Set         yaml.Node             `yaml:"set"`
	Known       []string              `yaml:"known"`
	Priors      map[string][2]float64 `yaml:"priors"`
	TrendYears  int                   `yaml:"trend_years"`
	TrendFrom   int                   `yaml:"trend_from"`
	SurveyUntil float64               `yaml:"survey_until"`
}

// settings are path=value, in the order of the file.
func (s *Setup) settings() []string {
	var out []string
	for i := 0; i+1 < len(s.Set.Content); i += 2 {
		out = append(out, s.Set.Content[i].Value+"="+s.Set.Content[i+1].Value)
	}
	return out
}

// Annual is a series by year; a year without a figure is NaN.
type Annual struct {
	First  int
	Values []float64
}

// At is the figure of a year, NaN where there is none.
func (a *Annual) At(year int) float64 {
	if i := year - a.First; i >= 0 && i < len(a.Values) {
		return a.Values[i]
	}
	return math.NaN()
}

// Reading is one of a survey.
type Reading struct{ Date, Value float64 }

// load reads the set-up and the records that ship with the program.
func load() (*Setup, map[string]*Annual, []Reading, error) {
	s := &Setup{}
	data, err := configs.FS.ReadFile("history/nowcast.yaml")
	if err == nil {
		err = yaml.Unmarshal(data, s)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	macro, err := Macro()
	if err != nil {
		return nil, nil, nil, err
	}
	survey, err := Survey()
	return s, macro, survey, err
}

// Macro is the record of the economy by year, by column.
func Macro() (map[string]*Annual, error) {
	header, rows, err := table("history/macro.csv")
	if err != nil {
		return nil, err
	}
	out := map[string]*Annual{}
	for k, name := range header[1:] {
		a := &Annual{First: int(rows[0][0])}
		for _, row := range rows {
			a.Values = append(a.Values, row[k+1])
		}
		out[name] = a
	}
	return out, nil
}

// Survey is the record of adoption.
func Survey() ([]Reading, error) {
	_, rows, err := table("technology/adoption_record.csv")
	var out []Reading
	for _, row := range rows {
		out = append(out, Reading{row[0], row[1]})
	}
	return out, err
}

// table is a shipped table of numbers; empty cells are NaN.
func table(name string) (header []string, rows [][]float64, err error) {
	data, err := configs.FS.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	text, err := r.ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, line := range text[1:] {
		row := make([]float64, len(line))
		for k, cell := range line {
			if row[k] = math.NaN(); cell == "" {
				continue
			}
			if row[k], err = strconv.ParseFloat(cell, 64); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		rows = append(rows, row)
	}
	return text[0], rows, nil
}
