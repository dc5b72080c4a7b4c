package replicate

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/configs"
	"tenfold/sim/dataset"
	"tenfold/sim/fit"
	"tenfold/sim/tech"
)

// readTrend: a trend of points, or of a table of records.
func readTrend(r *inputReader) func() (map[string]float64, error) {
	var points []fit.Point
	if r.alternatives([]string{"points"}, []string{"table", "version", "sample", "value"}) {
		points = r.tablePoints()
	} else {
		r.each("points", func(at string, item *yaml.Node) { points = append(points, r.point(at, item)) })
	}
	return func() (map[string]float64, error) {
		line := fit.Trend(points)
		if math.IsNaN(line.Slope) {
			return nil, fmt.Errorf("%d points at too few dates fix no line", len(points))
		}
		days := fit.DoublingDays(line.Slope)
		if !finite(days) {
			return nil, errors.New("the trend is flat and never doubles")
		}
		return map[string]float64{"doubling_days": days, "doubling_months": days / 365.25 * 12, "factor_per_year": fit.FactorPerYear(line.Slope), "r2": line.R2, "points": float64(len(points))}, nil
	}
}

// point reads [date, value].
func (r *inputReader) point(at string, n *yaml.Node) fit.Point {
	p := fit.Point{Score: math.NaN()}
	if n.Kind != yaml.SequenceNode || len(n.Content) != 2 {
		r.report(n, at, "expected [date, value]")
		return p
	}
	var ok bool
	if p.Date, ok = fit.Date(n.Content[0].Value); !ok {
		r.report(n.Content[0], at+"[0]", "expected a date such as 2025-01-31, 2025-01 or 2025.08, got %q", n.Content[0].Value)
	}
	if p.Value, ok = r.number(at+"[1]", n.Content[1]); ok && !(p.Value > 0) {
		r.report(n.Content[1], at+"[1]", "expected a number above zero, got %g", p.Value)
	}
	return p
}

// tablePoints reads a table of records and takes the sample: words apart by commas, such as "state of the art, from 2023".
func (r *inputReader) tablePoints() []fit.Point {
	var keep fit.Selection
	if v := r.word("version"); v != "" {
		keep.Where = append(keep.Where, fit.Equal{Column: "version", Text: v})
	}
	file, data, ok := r.source("technology")
	if !ok {
		return nil
	}
	table, err := fit.Read(file, data, fit.Columns{Value: r.word("value")}, keep)
	if err != nil {
		r.tableFaults(err)
		return nil
	}
	points := table.Points
	price := fit.IsPrice(table.Columns.Value)
	for _, part := range strings.Split(r.word("sample"), ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		word, rest, _ := strings.Cut(part, " ")
		n, _ := strconv.Atoi(rest)
		date, isDate := fit.Date(rest)
		switch {
		case part == "" || part == "all":
		case (part == "state of the art" || part == "sota" || part == "record") && price:
			points = fit.Lowest(points)
		case part == "state of the art" || part == "sota" || part == "record":
			points = fit.Highest(points)
		case word == "first" && n > 0:
			points = points[:min(n, len(points))]
		case word == "from" && isDate:
			points = between(points, date, math.Inf(1))
		case word == "until" && isDate:
			points = between(points, math.Inf(-1), date)
		default:
			r.report(r.values["sample"], "inputs.sample", "expected words such as all, state of the art, first 11, from 2023, until 2025-06, apart by commas, got %q", part)
		}
	}
	return points
}

func between(points []fit.Point, from, until float64) []fit.Point {
	var out []fit.Point
	for _, p := range points {
		if p.Date >= from && p.Date <= until {
			out = append(out, p)
		}
	}
	return out
}

// source is the table that the input names: a shipped one by its name below a folder of configs, or a file beside the replication.
func (r *inputReader) source(shippedIn string) (name string, data []byte, ok bool) {
	n, ref := r.values["table"], r.word("table")
	if ref == "" {
		r.report(r.node, "inputs.table", "expected the name of a shipped table or the path of a CSV file, got nothing")
		return "", nil, false
	}
	shipped := path.Join(shippedIn, strings.TrimSuffix(ref, ".csv")+".csv")
	if data, err := fs.ReadFile(configs.FS, shipped); err == nil {
		return "configs/" + shipped, data, true
	}
	if r.at.shipped {
		r.report(n, "inputs.table", "no such table is shipped: configs/%s", shipped)
		return "", nil, false
	}
	file := ref
	if !filepath.IsAbs(file) {
		file = filepath.Join(r.at.dir, ref)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		r.report(n, "inputs.table", "cannot read %s: neither a file nor configs/%s", file, shipped)
		return "", nil, false
	}
	return file, data, true
}

// tableFaults reports what is wrong with a table where it is wrong.
func (r *inputReader) tableFaults(err error) {
	var wrong dataset.Faults
	if !errors.As(err, &wrong) {
		r.report(r.values["table"], "inputs.table", "%v", err)
	}
	for _, f := range wrong {
		r.report(r.values["table"], "inputs.table", "%s", f.Error())
	}
}

// readAggregation: the mean of a column, weighted by another.
func readAggregation(r *inputReader) func() (map[string]float64, error) {
	column, weight := r.word("column"), r.word("weight")
	if column == "" {
		r.report(r.node, "inputs.column", "expected the name of a column, got nothing")
	}
	file, data, ok := r.source("economies")
	if !ok || column == "" {
		return nil
	}
	sum, total, rows := r.weigh(file, data, column, weight)
	return func() (map[string]float64, error) {
		if !(total > 0) {
			return nil, errors.New("the weights add up to nothing")
		}
		return map[string]float64{"mean": sum / total, "rows": float64(rows)}, nil
	}
}

func (r *inputReader) weigh(file string, data []byte, column, weight string) (sum, total float64, rows int) {
	c := csv.NewReader(strings.NewReader(string(data)))
	c.Comment = '#'
	all, err := c.ReadAll()
	if err != nil || len(all) == 0 {
		r.report(r.values["table"], "inputs.table", "%s is no CSV table: %v", file, err)
		return 0, 0, 0
	}
	at := map[string]int{}
	for i, name := range all[0] {
		at[strings.TrimSpace(name)] = i
	}
	for i, name := range []string{column, weight} {
		if _, ok := at[name]; !ok && name != "" {
			key := []string{"column", "weight"}[i]
			r.report(r.values[key], join("inputs", key), "no column is called %q: the table has %s", name, strings.Join(all[0], ", "))
			return 0, 0, 0
		}
	}
	cell := func(row int, name string) (x float64, ok bool) {
		if name == "" {
			return 1, true
		}
		text := strings.TrimSpace(all[row][at[name]])
		if text == "" {
			return 0, false
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !finite(x) {
			r.report(r.values["table"], "inputs.table", "%s, row %d: %s: expected a number, got %q", file, row, name, text)
		}
		return x, true
	}
	for row := 1; row < len(all); row++ {
		x, ok := cell(row, column)
		w, weighted := cell(row, weight)
		if ok && weighted {
			sum, total, rows = sum+float64(w*x), total+w, rows+1
		}
	}
	return sum, total, rows
}

// readCoworker: a coworker tries a task until it succeeds, each try with its review, and people do what fails for good.
func readCoworker(r *inputReader) func() (map[string]float64, error) {
	minutes, usd := r.float("task_minutes", 1e-9, most), r.float("task_usd", 1e-9, most)
	reviewMinutes, reviewUSD := r.float("review_minutes", 0, most), r.float("review_usd", 0, most)
	modelMinutes, modelUSD := r.optional("model_minutes", 0, 0, most), r.optional("model_usd", 0, 0, most)
	success := r.float("success", 1e-9, 1)
	review := tech.Review{Persistence: r.optional("persistence", 0, 0, 1)}
	return func() (map[string]float64, error) {
		time, cost := review.TaskCost(success, modelMinutes, reviewMinutes, minutes), review.TaskCost(success, modelUSD, reviewUSD, usd)
		if time == 0 || cost == 0 {
			return nil, errors.New("the coworker's task costs nothing, so that nothing can be said of how much less")
		}
		return map[string]float64{"speedup": minutes / time, "saving": usd / cost, "attempts": review.Attempts(success)}, nil
	}
}
