package main

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"tenfold/sim/experiment"
	"tenfold/sim/output"
	"tenfold/sim/report"
	"tenfold/sim/series"
)

// compareFile marks a folder as that of a comparison.
const compareFile = "compare.json"

// writeComparison writes the folder of a comparison and returns its path.
func writeComparison(parent string, p *experiment.Plan, c *experiment.Comparison, arguments []string) (string, error) {
	tables, command := c.Tables(), commandWords(arguments)
	facts := []output.Fact{
		{Name: "comparison", Value: fmt.Sprintf("%s against %s", listed(c.Policies), c.Baseline)},
		{Name: "draws from the priors", Value: fmt.Sprint(c.Draws)}, {Name: "seeds a draw", Value: fmt.Sprint(c.Seeds)},
		{Name: "low and high", Value: c.Span}, {Name: "differences", Value: testWords(c)},
		{Name: "hash", Value: c.Hash}, {Name: "version", Value: toolVersion()}, {Name: "model", Value: c.Model}, {Name: "command", Value: command},
		{Name: "source", Value: "simulated with the tables of " + p.Baseline.Economy.Title + "; sources stand at the head of each of its tables"},
		{Name: "settings", Value: "baseline.yaml beside this file"},
	}
	workbook, err := output.Workbook(facts, tables)
	if err != nil {
		return "", err
	}
	baseline, files := p.Baseline.Bundle()
	files["tables.xlsx"], files["baseline.yaml"] = workbook, baseline
	if err := addTables(files, tables); err != nil {
		return "", err
	}
	var text bytes.Buffer
	if err := writeJSON(&text, newComparisonFile(p, c, arguments)); err != nil {
		return "", err
	}
	files[compareFile] = text.Bytes()
	page, err := report.Comparison(text.Bytes())
	if err != nil {
		return "", err
	}
	if err := addTests(page); err != nil {
		return "", err
	}
	if files["index.html"], err = page.HTML(); err != nil {
		return "", err
	}
	dir := filepath.Join(parent, fmt.Sprintf("compare-%s-%s", c.Baseline, c.Hash[:8]))
	return dir, output.WriteBundle(dir, compareFile, files)
}

// testWords say how a difference is told from noise.
func testWords(c *experiment.Comparison) string {
	t := &comparer{Comparison: c}
	return t.noiseWords()
}

// addTables adds each table as CSV and Parquet, with what explains and opens them.
func addTables(files map[string][]byte, tables []*series.Table) error {
	explained, err := output.Explain(tables)
	if err != nil {
		return err
	}
	maps.Copy(files, explained)
	for _, t := range tables {
		files[t.Name+".csv"] = output.CSV(t)
		var columnar bytes.Buffer
		if err := output.Parquet(&columnar, t); err != nil {
			return err
		}
		files[t.Name+".parquet"] = columnar.Bytes()
	}
	return nil
}

// comparisonFile is compare.json: the comparison with what readers need besides.
type comparisonFile struct {
	*experiment.Comparison
	Command   string            `json:"command"`
	Arguments []string          `json:"arguments"` // the same, word by word
	Version   string            `json:"version"`
	Words     map[string]string `json:"words"`  // by outcome
	Titles    map[string]string `json:"titles"` // by occupation
}

func newComparisonFile(p *experiment.Plan, c *experiment.Comparison, arguments []string) comparisonFile {
	f := comparisonFile{c, commandWords(arguments), arguments, toolVersion(), map[string]string{}, map[string]string{}}
	for _, o := range compared {
		f.Words[o.column] = o.words
		if o.column == "wage_real_min" {
			f.Words[o.column] = "Real wage of the worst occupation"
		}
	}
	for _, o := range p.Baseline.Economy.Occupations {
		f.Titles[o.Code] = o.Title
	}
	return f
}

// commandWords is a command as one would type it.
func commandWords(arguments []string) string {
	words := []string{"tenfold"}
	for _, word := range arguments {
		if word == "" || strings.ContainsAny(word, " \t\n'\"\\$*?[](){}|&;<>#~`!") {
			word = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}
