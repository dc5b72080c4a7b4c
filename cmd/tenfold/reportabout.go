package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tenfold/configs"
	"tenfold/sim/economy"
	"tenfold/sim/output"
	"tenfold/sim/param"
	"tenfold/sim/report"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// aboutRun is what this version of the program knows of a run's configuration. It knows nothing of one that another version
// made and this one cannot read.
func aboutRun(dir string, m output.Manifest) report.About {
	s, err := scenario.Load(filepath.Join(dir, "scenario.yaml"), nil, nil)
	if err != nil {
		return report.About{Difference: []string{"settings that this version of the program cannot read: see scenario.yaml"}, Command: "tenfold run " + filepath.Join(filepath.Base(dir), "scenario.yaml")}
	}
	about := report.About{Titles: titles(s.Economy), Settings: map[string]string{}}
	set := economy.Parameters(&s.Config)
	for _, p := range set.All() {
		about.Settings[p.Key] = inWords(p)
	}
	if central, err := scenario.Load(defaultScenario, nil, nil); err == nil {
		for _, line := range scenario.Difference(central, s) {
			key, _, _ := strings.Cut(line, " ")
			if p := set.Find(key); p != nil && p.Doc != "" {
				line += " (" + lowerFirst(strings.ReplaceAll(strings.TrimSuffix(p.Doc, "."), "`", "")) + ")"
			}
			about.Difference = append(about.Difference, line)
		}
	}
	about.Command = commandOf(dir, s, m)
	return about
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

func inWords(p *param.Parameter) string {
	switch v := p.Value().(type) {
	case float64:
		return unit.Format(v, p.Unit)
	case int64:
		return strings.TrimSpace(fmt.Sprintf("%d %s", v, p.Unit))
	default:
		return fmt.Sprint(v)
	}
}

// commandOf is a command that makes a run again from what is shipped, if there is one, and else from its folder.
func commandOf(dir string, s *scenario.Scenario, m output.Manifest) string {
	name := defaultScenario
	if slices.Contains(scenario.Names(), s.Name) {
		name = s.Name
	}
	from := "tenfold run " + filepath.Join(filepath.Base(dir), "scenario.yaml")
	shipped, err := scenario.Load(name, nil, nil)
	if err != nil {
		return from
	}
	words, set := []string{"tenfold", "run"}, []string(nil)
	if name != defaultScenario {
		words = append(words, name)
	}
	theirs := economy.Parameters(&s.Config)
	for _, p := range economy.Parameters(&shipped.Config).All() {
		q := theirs.Find(p.Key)
		if q == nil || q.Value() == p.Value() {
			continue
		}
		value := fmt.Sprint(q.Value())
		if f, ok := q.Value().(float64); ok {
			value = strconv.FormatFloat(f, 'g', -1, 64)
		}
		set = append(set, p.Key+"="+value)
	}
	policies := s.PolicyNames()
	again, err := scenario.Load(name, set, nil, policies...)
	if err != nil || again.Hash() != m.Hash {
		return from
	}
	for _, pair := range set {
		words = append(words, "--set", pair)
	}
	for _, p := range policies {
		words = append(words, "--policy", p)
	}
	return strings.Join(words, " ")
}

// reportContext is what pages show beside what is in the folders: records, what others found, and tests of the model.
func (a *app) reportContext(dirs []string, o reportOptions) (*report.Context, error) {
	c := &report.Context{Command: "tenfold report"}
	for _, dir := range dirs {
		if filepath.IsAbs(dir) { // a page for others names no place of this machine
			dir = filepath.Base(dir)
		}
		c.Command += " " + dir
	}
	for _, r := range []struct {
		into              **report.Record
		file, date, value string
		factor            float64
		keep              func(cell func(string) string) bool
	}{
		{&c.Horizon, "technology/horizon_record.csv", "date", "minutes50", 1. / 60, func(cell func(string) string) bool { return cell("version") == "1.1" }},
		{&c.Price, "technology/price_record.csv", "date", "price", 1, nil},
		{&c.Adoption, "technology/adoption_record.csv", "date", "using", 100, nil},
		{&c.Unemployment, "history/macro.csv", "year", "unemployment", 100, func(cell func(string) string) bool { return cell("unemployment") != "" }},
	} {
		t, err := report.ReadSourced(configs.FS, r.file)
		if err == nil {
			*r.into, err = t.Record(r.date, r.value, r.factor, r.keep)
		}
		if err != nil {
			return nil, failed("%s: %w", r.file, err)
		}
	}
	var err error
	if c.Published, err = report.ReadSourced(configs.FS, "published/output.csv"); err != nil {
		return nil, failed("%w", err)
	}
	for _, path := range o.validation {
		t, err := report.ReadSourced(os.DirFS(filepath.Dir(path)), filepath.Base(path))
		if err != nil {
			return nil, usage("--validation: %w", err)
		}
		c.Validation = append(c.Validation, t.Table(filepath.Base(path)))
	}
	if o.validation == nil {
		c.Validation, err = shippedTests()
	}
	return c, err
}

// shippedTests are the tables of what the model has been tested against.
func shippedTests() ([]report.Table, error) {
	var out []report.Table
	for _, name := range []string{"validation/replications.csv", "validation/claims.csv"} {
		t, err := report.ReadSourced(configs.FS, name)
		if err != nil {
			return nil, failed("%w", err)
		}
		out = append(out, t.Table(name))
	}
	return out, nil
}

// addTests ends a page with what the model has been tested against.
func addTests(page *report.Page) error {
	tests, err := shippedTests()
	page.Sections = append(page.Sections, report.Validation(tests))
	return err
}
