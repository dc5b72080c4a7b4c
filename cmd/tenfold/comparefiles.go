package main

import (
	"bytes"
	"fmt"
	"path/filepath"

	"tenfold/sim/experiment"
	"tenfold/sim/output"
)

// compareFile marks a folder as that of a comparison.
const compareFile = "compare.json"

// writeComparison writes the folder of a comparison and returns its path.
func writeComparison(parent string, p *experiment.Plan, c *experiment.Comparison, command string) (string, error) {
	tables := c.Tables()
	facts := []output.Fact{
		{Name: "comparison", Value: fmt.Sprintf("%s against %s", listed(c.Policies), c.Baseline)},
		{Name: "draws from the priors", Value: fmt.Sprint(c.Draws)}, {Name: "seeds a draw", Value: fmt.Sprint(c.Seeds)},
		{Name: "hash", Value: c.Hash}, {Name: "version", Value: toolVersion()}, {Name: "model", Value: c.Model}, {Name: "command", Value: command},
		{Name: "source", Value: "simulated with the tables of " + p.Baseline.Economy.Title + "; sources stand at the head of each of its tables"},
		{Name: "settings", Value: "baseline.yaml beside this file"},
	}
	workbook, err := output.Workbook(facts, tables)
	if err != nil {
		return "", err
	}
	files := map[string][]byte{"tables.xlsx": workbook, "baseline.yaml": p.Baseline.Resolved()}
	for _, t := range tables {
		files[t.Name+".csv"] = output.CSV(t)
	}
	var text bytes.Buffer
	if err := writeJSON(&text, struct {
		*experiment.Comparison
		Command string `json:"command"`
		Version string `json:"version"`
	}{c, command, toolVersion()}); err != nil {
		return "", err
	}
	files[compareFile] = text.Bytes()
	dir := filepath.Join(parent, fmt.Sprintf("compare-%s-%s", c.Baseline, c.Hash[:8]))
	return dir, output.WriteBundle(dir, compareFile, files)
}
