package scenario_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tenfold/configs"
	"tenfold/sim/policy"
	"tenfold/sim/scenario"
)

// governed is a scenario under policies.
func governed(t *testing.T, policies ...string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Load("central", nil, nil, policies...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// rebundled is the scenario as its run folder holds it.
func rebundled(t testing.TB, s *scenario.Scenario, dir string) *scenario.Scenario {
	t.Helper()
	yaml, files := s.Bundle()
	for name, data := range files {
		file(t, dir, name, string(data))
	}
	again, err := scenario.Load(file(t, dir, "scenario.yaml", string(yaml)), nil, nil)
	if err != nil {
		t.Fatalf("%v in\n%s\n%s", err, yaml, slices.Collect(maps.Values(files)))
	}
	return again
}

func TestShippedPoliciesLoadUnderTheirOwnName(t *testing.T) {
	hashes := map[string]string{governed(t).Hash(): "no policy"}
	for _, name := range scenario.PolicyNames() {
		s := governed(t, name)
		if got := s.PolicyNames(); !cmp.Equal(got, []string{name}) {
			t.Errorf("%s: got %v", name, got)
		}
		if other := hashes[s.Hash()]; other != "" {
			t.Errorf("%s and %s have the same hash", name, other)
		}
		hashes[s.Hash()] = name
		src, err := scenario.PolicySource(name)
		if err != nil || !strings.Contains(src.Description(), ".") || len(src.Description()) > 300 {
			t.Errorf("%s: expected one or two sentences at the top, got %q (%v)", name, src.Description(), err)
		}
		if again := rebundled(t, s, t.TempDir()); again.Hash() != s.Hash() || !cmp.Equal(again.Config.Policies, s.Config.Policies) || !cmp.Equal(again.Targets, s.Targets) {
			t.Errorf("%s: the run folder holds another policy: %s", name, cmp.Diff(s.Config.Policies, again.Config.Policies))
		}
	}
}

func TestPolicyIsResolvedAgainstTheRun(t *testing.T) {
	dir := t.TempDir()
	path := file(t, dir, "mine.yaml", `# Two levers.
levers:
  - {lever: universal_compute_budget, level: 600 usd/yr, from: 2026-01, until: 2035-06}
  - {lever: labour_income_tax, path: [{year: 2026, level: 30 %}, {year: 2028, level: .35}], from: 2026-07}
  - {lever: fleet_cap, level: 2.5k}
financing: consumption_tax
cost_equal_to: basic-income
`)
	s := governed(t, path)
	want := []policy.Policy{{
		Name: "mine", Title: "Two levers.", Financing: policy.ByConsumptionTax, CostEqualTo: "basic-income",
		Settings: []policy.Setting{
			{Lever: policy.ComputeBudgetUSD, Level: 50, From: 2026, Until: 2035.5},
			{Lever: policy.LabourTax, Path: []policy.Point{{Year: 2026, Level: .3}, {Year: 2028, Level: .35}}, From: 2026.5, Until: 2036},
			{Lever: policy.FleetCap, Level: 2500, From: 2025, Until: 2036},
		},
	}}
	if diff := cmp.Diff(want, s.Config.Policies); diff != "" {
		t.Error(diff)
	}
	if len(s.Targets) != 1 || s.Targets[0].Name != "basic-income" || s.Targets[0].Settings[0].Level != 50 {
		t.Errorf("got the targets %v", s.Targets)
	}
	longer := must(s.With("clock.end=2040-12"))
	if got := longer.Config.Policies[0].Settings[1].Until; got != 2041 {
		t.Errorf("expected a lever without an end to stand until the run's, got %g", got)
	}
	_, err := s.With("clock.end=2034-12")
	if want := "mine.yaml:3:80: levers[0].until: expected a month of the run (2025-01 to 2034-12), got 2035-06"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("expected %q, got %v", want, err)
	}
	file(t, dir, "mine.yaml", "levers: nothing\n")
	if again, err := s.With("seed=1"); err != nil || again.Hash() != s.Hash() {
		t.Errorf("expected a variant to keep the policy that was read (%v)", err)
	}
}

func TestHashCoversWhatPoliciesSay(t *testing.T) {
	dir := t.TempDir()
	book := excelize.NewFile()
	for i, row := range [][]any{{"# Rates"}, {"year", "level"}, {2026, .3}, {}, {2028, .35}} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(dir, "rates.xlsx")); err != nil {
		t.Fatal(err)
	}
	file(t, dir, "rates.csv", "# Rates\nlevel,year\n0.30,2026\n.35,2028\n")
	write := func(name, text string) string { return file(t, dir, name+".yaml", text) }
	const tax = "levers: [{lever: labour_income_tax, path: %s}, {lever: access, level: .5}]\n"
	base := governed(t, write("a", fmt.Sprintf(tax, "rates.csv"))).Hash()
	for name, text := range map[string]string{
		"workbook": fmt.Sprintf(tax, "rates.xlsx"),
		"list":     fmt.Sprintf(tax, "[{year: 2026, level: 30 %}, {year: 2028, level: .35}]"),
		"order":    "# Another text.\nname: b\nfinancing: debt\nlevers:\n  - {level: 50 %, lever: access, from: 2025-01, until: 2035-12}\n  - {lever: labour_income_tax, path: rates.csv}\n",
	} {
		if governed(t, write(name, text)).Hash() != base {
			t.Errorf("%s: expected the same hash", name)
		}
	}
	for name, text := range map[string]string{
		"level":     "levers: [{lever: labour_income_tax, path: rates.csv}, {lever: access, level: .6}]\n",
		"path":      fmt.Sprintf(tax, "[{year: 2026, level: 30 %}, {year: 2028, level: .350001}]"),
		"from":      "levers: [{lever: labour_income_tax, path: rates.csv, from: 2025-02}, {lever: access, level: .5}]\n",
		"financing": fmt.Sprintf(tax, "rates.csv") + "financing: consumption_tax\n",
		"target":    fmt.Sprintf(tax, "rates.csv") + "cost_equal_to: basic-income\n",
	} {
		s := governed(t, write(name, text))
		if s.Hash() == base {
			t.Errorf("%s: expected another hash", name)
		}
		if again := rebundled(t, s, t.TempDir()); again.Hash() != s.Hash() {
			t.Errorf("%s: the bundle has another hash", name)
		}
	}
	one, other := governed(t, "fleet-cap", "basic-income"), governed(t, "basic-income", "fleet-cap")
	if one.Hash() != other.Hash() {
		t.Error("expected the same hash in any order")
	}
	if got, want := scenario.Difference(governed(t), one), []string{"policies none -> fleet-cap + basic-income"}; !cmp.Equal(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
	if again, err := scenario.Load(file(t, dir, "s.yaml", string(one.Resolved())), nil, nil); err != nil || again.Hash() != one.Hash() {
		t.Errorf("expected the resolved text to give the same hash (%v)", err)
	}
}

func TestScenariosListPolicies(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "rules/cap.yaml", "levers: [{lever: fleet_cap, level: 10}]\n")
	parent := file(t, dir, "parent.yaml", "policies: [basic-income, rules/cap.yaml]\n")
	child := file(t, dir, "deep/child.yaml", "extends: ../parent.yaml\n")
	other := file(t, dir, "deep/other.yaml", "extends: ../parent.yaml\npolicies: [../rules/cap.yaml]\n")
	none := file(t, dir, "deep/none.yaml", "extends: ../parent.yaml\npolicies: []\n")
	for _, c := range []struct {
		source string
		flags  []string
		want   []string
	}{
		{"central", nil, []string{}},
		{parent, nil, []string{"basic-income", "cap"}},
		{child, []string{"open-models"}, []string{"basic-income", "cap", "open-models"}},
		{other, nil, []string{"cap"}},
		{none, []string{"access.yaml"}, []string{"access"}},
	} {
		t.Chdir(dir)
		file(t, dir, "access.yaml", "levers: [{lever: access, level: 0}]\n")
		s, err := scenario.Load(c.source, nil, nil, c.flags...)
		if err != nil || !cmp.Equal(s.PolicyNames(), c.want) {
			t.Errorf("%s: expected %v, got %v", c.source, c.want, err)
		}
	}
}

func TestBadPoliciesAreRefused(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "late.csv", "year,level\n2026,.1\n2026,.2\n")
	file(t, dir, "high.csv", "year,level\n2026,2\n")
	file(t, dir, "short.csv", "year,level\n26,.1\n")
	file(t, dir, "other.csv", "date,level\n2026-01,.1\n")
	file(t, dir, "bare.csv", "year,level\n")
	file(t, dir, "text.xlsx", "year,level\n2026,.1\n")
	file(t, dir, "scaled.yaml", "levers: [{lever: access, level: 1}]\ncost_equal_to: basic-income\n")
	file(t, dir, "basic-income.yaml", "levers: [{lever: access, level: 1}]\n")
	const access, tax = "levers: [{lever: access, level: .5}]\n", "levers: [{lever: labour_income_tax, path: %s}]\n"
	for name, c := range map[string]struct {
		text string
		file string // p.yaml where it is ""
		line int
		path string
		want string
	}{
		"unknown key":         {access + "financed: debt\n", "", 2, "financed", "did you mean financing?"},
		"duplicate key":       {access + access, "", 2, "levers", "given twice, first in line 1"},
		"unknown key within":  {"levers:\n  - lever: access\n    level: 1\n    form: 2026-01\n", "", 4, "levers[0].form", "did you mean levers[0].from?"},
		"twice within":        {"levers: [{lever: access, level: 1, level: 1}]\n", "", 1, "levers[0].level", "given twice"},
		"unknown lever":       {"levers: [{lever: acess, level: 7 bananas}]\n", "", 1, "levers[0].lever", `got "acess", did you mean access?`},
		"number for a lever":  {"levers: [{lever: 5, level: 1}]\n", "", 1, "levers[0].lever", "expected text, got 5"},
		"no lever":            {"levers: [{level: 1}]\n", "", 1, "levers[0].lever", "got nothing"},
		"no level":            {"levers: [{lever: access}]\n", "", 1, "levers[0].level", "got neither"},
		"level and path":      {"levers: [{lever: labour_income_tax, level: 1 %, path: [{year: 2026, level: .1}]}]\n", "", 1, "levers[0].path", "got both"},
		"wrong type":          {"levers: [{lever: access, level: true}]\n", "", 1, "levers[0].level", "expected a number in share, got true"},
		"bad unit":            {"levers: [{lever: universal_basic_income, level: 50 usd/h/h}]\n", "", 1, "levers[0].level", "usd/h/h"},
		"unit of another":     {"levers: [{lever: universal_basic_income, level: 50 h/month}]\n", "", 1, "levers[0].level", "cannot be converted"},
		"too high":            {"levers: [{lever: access, level: 150 %}]\n", "", 1, "levers[0].level", "expected a number from 0 to 1, got 1.5"},
		"too high, converted": {"levers: [{lever: release_interval, level: 11 yr}]\n", "", 1, "levers[0].level", "to 120 months, got 132 months"},
		"too low":             {"levers: [{lever: fleet_growth_cap, level: .5}]\n", "", 1, "levers[0].level", "from 1x/yr to unbounded"},
		"before the run":      {"levers: [{lever: access, level: 1, from: 2024-12}]\n", "", 1, "levers[0].from", "expected a month of the run (2025-01 to 2035-12), got 2024-12"},
		"after the run":       {"levers: [{lever: access, level: 1, until: 2036-01}]\n", "", 1, "levers[0].until", "expected a month of the run"},
		"ends first":          {"levers: [{lever: access, level: 1, from: 2030-02, until: 2030-01}]\n", "", 1, "levers[0].until", "expected a month from 2030-02 on, got 2030-01"},
		"no month":            {"levers: [{lever: access, level: 1, from: 2030}]\n", "", 1, "levers[0].from", "expected a month such as 2025-01"},
		"month 13":            {"levers: [{lever: access, level: 1, from: 2030-13}]\n", "", 1, "levers[0].from", "expected a month such as 2025-01"},
		"overlaps nothing":    {"levers:\n  - {lever: access, level: 1, until: 2030}\n  - {lever: access, level: 0, from: 2030-01}\n", "", 2, "levers[0].until", "expected a month such as 2025-01"},
		"overlap":             {"levers:\n  - {lever: access, level: 1, until: 2030-01}\n  - {lever: access, level: 0, from: 2030-01}\n", "", 3, "levers[1].lever", "set for some of these months in line 2 too"},
		"no list":             {"name: p\n", "", 1, "levers", "expected a list of levers, got nothing"},
		"null for a list":     {"levers:\n", "", 1, "levers", "expected a list of levers, got nothing"},
		"group for a list":    {"levers: {lever: access}\n", "", 1, "levers", "expected a list of levers, got a group"},
		"empty list":          {"levers: []\n", "", 1, "levers", "expected 1 to 256 levers, got 0"},
		"word in the list":    {"levers: [access]\n", "", 1, "levers[0]", "expected a group of settings"},
		"alias":               {"levers: [&a {lever: access, level: 1}]\n", "", 1, "levers[0]", "anchors and aliases"},
		"list at the root":    {"- lever: access\n", "", 1, "", "expected settings such as `levers: "},
		"empty":               {"", "", 0, "", "empty"},
		"no YAML":             {"levers: [", "", 1, "", "not YAML"},
		"name":                {access + "name: a/b\n", "", 2, "name", "letters"},
		"financing":           {access + "financing: labor_income_tax\n", "", 2, "financing", "did you mean labour_income_tax?"},
		"unknown target":      {access + "cost_equal_to: basic-incme\n", "", 2, "cost_equal_to", "did you mean basic-income?"},
		"missing target":      {access + "cost_equal_to: x/y.yaml\n", "", 2, "cost_equal_to", "no such file"},
		"scaled target":       {access + "cost_equal_to: scaled.yaml\n", "", 2, "cost_equal_to", "scaled is itself scaled"},
		"itself as a target":  {access + "cost_equal_to: p.yaml\n", "", 2, "cost_equal_to", "p is itself scaled"},
		"another of the name": {access + "name: basic-income\ncost_equal_to: basic-income\n", "configs/policies/basic-income.yaml", 3, "name", "p.yaml is called"},
		"empty path":          {fmt.Sprintf(tax, `""`), "", 1, "levers[0].path", "expected a table of levels by year"},
		"number for a path":   {fmt.Sprintf(tax, "3"), "", 1, "levers[0].path", "got 3"},
		"missing table":       {fmt.Sprintf(tax, "none.csv"), "", 1, "levers[0].path", "no such file"},
		"no workbook":         {fmt.Sprintf(tax, "text.xlsx"), "text.xlsx", 0, "", "expected an Excel file"},
		"year twice":          {fmt.Sprintf(tax, "late.csv"), "late.csv", 3, "year", "expected a year after 2026, got 2026"},
		"level too high":      {fmt.Sprintf(tax, "high.csv"), "high.csv", 2, "level", "expected a number from 0 to 0.99"},
		"no year":             {fmt.Sprintf(tax, "short.csv"), "short.csv", 2, "year", "expected a year from 1900 to 2200"},
		"no rows":             {fmt.Sprintf(tax, "bare.csv"), "bare.csv", 0, "", "expected a header and rows"},
		"empty inline path":   {fmt.Sprintf(tax, "[]"), "", 1, "levers[0].path", "got an empty list"},
		"inline year twice":   {fmt.Sprintf(tax, "[{year: 2026, level: 0}, {year: 2026, level: 0}]"), "", 1, "levers[0].path[1].year", "expected a year after 2026"},
		"inline level":        {fmt.Sprintf(tax, "[{year: 2026, level: 2}]"), "", 1, "levers[0].path[0].level", "from 0 to 0.99"},
		"inline year":         {fmt.Sprintf(tax, "[{year: 26, level: 0}]"), "", 1, "levers[0].path[0].year", "from 1900 to 2200"},
		"inline key":          {fmt.Sprintf(tax, "[{year: 2026, levle: 0, level: 0}]"), "", 1, "levers[0].path[0].levle", "did you mean levers[0].path[0].level?"},
		"half a point":        {fmt.Sprintf(tax, "[{year: 2026}]"), "", 1, "levers[0].path[0]", "expected a year and a level"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenario.Load("central", nil, nil, file(t, dir, "p.yaml", c.text))
			var faults scenario.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("expected faults, got %v", err)
			}
			if c.file == "" {
				c.file = "p.yaml"
			}
			f := faults[0]
			if len(faults) != 1 || !strings.HasSuffix(f.File, c.file) || f.Line != c.line || f.Path != c.path || !strings.Contains(f.Message, c.want) {
				t.Errorf("expected one fault %s:%d: %s: ...%s..., got\n%v", c.file, c.line, c.path, c.want, err)
			}
		})
	}
}

func TestPoliciesThatDoNotHoldTogether(t *testing.T) {
	dir := t.TempDir()
	twin := file(t, dir, "basic-income.yaml", "levers: [{lever: access, level: 1}]\n")
	paid := file(t, dir, "paid.yaml", "financing: debt\nlevers: [{lever: access, level: 1}]\n")
	listing := file(t, dir, "s.yaml", "seed: 1\npolicies:\n  - basic-income\n  - basic-income-late\n")
	tooMany := strings.TrimSuffix(strings.Repeat("fleet-cap ", 65), " ")
	for _, c := range []struct {
		source, flags, want string
	}{
		{"central", "basic-income capital-tax-dividend", "--policy: policies basic-income and capital-tax-dividend both set universal_basic_income"},
		{"central", "basic-income " + paid, "--policy: policies basic-income and paid are paid for in different ways: labour_income_tax and debt"},
		{"central", "fleet-cap fleet-cap", "--policy: expected each policy once, got fleet-cap again"},
		{"central", "basic-income " + twin, "basic-income.yaml: name: expected another name than that of a different policy: configs/policies/basic-income.yaml is called"},
		{"central", "basic-incme", "--policy: no policy of the name basic-incme is shipped, did you mean basic-income?"},
		{"central", tooMany, "--policy: expected at most 64 policies, got 65"},
		{listing, "", "s.yaml:4:5: policies[1]: policies basic-income and basic-income-late both set universal_basic_income"},
		{file(t, dir, "word.yaml", "policies: basic-income\n"), "", `word.yaml:1:11: policies: expected a list of policies, got "basic-income"`},
		{file(t, dir, "number.yaml", "policies: [1]\n"), "", "number.yaml:1:12: policies[0]: expected the name of a policy or the path of a file, got 1"},
		{file(t, dir, "missing.yaml", "policies: [x.yaml]\n"), "", "missing.yaml:1:12: policies[0]: cannot read"},
	} {
		_, err := scenario.Load(c.source, nil, nil, strings.Fields(c.flags)...)
		var faults scenario.Faults
		if !errors.As(err, &faults) || len(faults) != 1 || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: expected %q, got %v", c.source, c.flags, c.want, err)
		}
	}
	if _, err := scenario.Load("central", []string{"policies=fleet-cap"}, nil); err == nil || !strings.Contains(err.Error(), "--policy NAME") {
		t.Errorf("expected to be told of --policy, got %v", err)
	}
}

// A run folder's policy and a shipped one of the same content go together.
func TestACopyIsTheSamePolicy(t *testing.T) {
	dir := t.TempDir()
	rebundled(t, governed(t, "universal-compute-budget"), dir)
	s := governed(t, filepath.Join(dir, "policies", "universal-compute-budget.yaml"), "basic-income-equal-cost")
	if again := rebundled(t, s, t.TempDir()); again.Hash() != s.Hash() {
		t.Error("the bundle has another hash")
	}
}

func TestAllFaultsOfPoliciesComeAtOnce(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "rates.csv", "year,level\n2026,2\n")
	a := file(t, dir, "a.yaml", "levers:\n  - {lever: labour_income_tax, path: rates.csv}\n  - {lever: access, level: 2}\n  - {lever: fleet_cap, level: -1, from: 2040-01}\ncost_equal_to: x\nnme: a\n")
	_, err := scenario.Load("central", []string{"seed=x"}, nil, a, "nothing-like-it")
	var got []string
	var faults scenario.Faults
	errors.As(err, &faults)
	for _, f := range faults {
		got = append(got, fmt.Sprintf("%s:%d %s", filepath.Base(f.File), f.Line, f.Path))
	}
	want := []string{"--set:0 seed", "--policy:0 ", "a.yaml:3 levers[1].level", "a.yaml:4 levers[2].level", "a.yaml:4 levers[2].from", "a.yaml:5 cost_equal_to", "a.yaml:6 nme", "rates.csv:2 level"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever a policy says, its text says the same.
func TestPolicyTextRoundTrips(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		var out strings.Builder
		fmt.Fprintf(&out, "# %s\nname: p-%d\nlevers:\n", strings.Join(rapid.SliceOfN(rapid.StringMatching(`[a-zäö.:#"]{1,9}`), 1, 40).Draw(rt, "words"), " "), rapid.IntRange(0, 9).Draw(rt, "name"))
		for _, l := range rapid.SliceOfNDistinct(rapid.SampledFrom(policy.Levers()), 1, 5, rapid.ID).Draw(rt, "levers") {
			d := l.Definition()
			level := rapid.Float64Range(d.Min, d.Max)
			fmt.Fprintf(&out, "  - lever: %s\n", l)
			if rapid.Bool().Draw(rt, "path") {
				fmt.Fprintf(&out, "    path:\n")
				for i := range rapid.IntRange(1, 4).Draw(rt, "points") {
					fmt.Fprintf(&out, "      - {year: %d, level: %g}\n", 2026+i, level.Draw(rt, "level"))
				}
			} else {
				fmt.Fprintf(&out, "    level: %g\n", level.Draw(rt, "level"))
			}
			from := rapid.IntRange(2025, 2035).Draw(rt, "from")
			if rapid.Bool().Draw(rt, "begins") {
				fmt.Fprintf(&out, "    from: %d-%02d\n", from, rapid.IntRange(1, 6).Draw(rt, "month"))
			}
			if rapid.Bool().Draw(rt, "ends") {
				fmt.Fprintf(&out, "    until: %d-%02d\n", from, rapid.IntRange(6, 12).Draw(rt, "month"))
			}
		}
		if rapid.Bool().Draw(rt, "scaled") {
			out.WriteString("cost_equal_to: universal-compute-budget\n")
		}
		path := file(t, dir, "p.yaml", out.String())
		p, err := scenario.OpenPolicy(path)
		if err != nil {
			rt.Fatalf("%v in\n%s", err, out.String())
		}
		again, err := scenario.OpenPolicy(file(t, other, "p.yaml", string(p.Text())))
		if err != nil || !bytes.Equal(again.Text(), p.Text()) || again.Name != p.Name || again.Description != p.Description {
			rt.Fatalf("%v\n%s\nbecame\n%s", err, out.String(), p.Text())
		}
		s, err := scenario.Load("central", nil, nil, path)
		if err != nil {
			rt.Fatal(err)
		}
		back := rebundled(t, s, other)
		if back.Hash() != s.Hash() || !cmp.Equal(back.Config.Policies, s.Config.Policies) {
			rt.Fatalf("another policy: %s", cmp.Diff(s.Config.Policies, back.Config.Policies))
		}
	})
}

func policySchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := scenario.PolicySchema()
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, text)
}

func TestPolicySchema(t *testing.T) {
	s := policySchema(t)
	for _, name := range scenario.PolicyNames() {
		data, err := configs.FS.ReadFile("policies/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		p, err := scenario.OpenPolicy(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{data, p.Text()} {
			if err := s.Validate(asJSON(t, text)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if err := s.Validate(asJSON(t, []byte("levers: [{lever: access, path: a.csv}, {lever: fleet_cap, path: [{year: 2026, level: 3}]}]"))); err != nil {
		t.Error(err)
	}
	for _, text := range []string{
		"name: p", "levers: []", "levers: [{lever: acess, level: 1}]", "levers: [{lever: access, level: 2}]", "levers: [{lever: access}]",
		"levers: [{lever: access, level: 1, path: [{year: 2026, level: 1}]}]", "levers: [{lever: access, path: [{year: 2026, level: 2}]}]",
		"levers: [{lever: access, path: [{year: 2026}]}]", "levers: [{lever: access, level: 1, from: 2026}]", "levers: [{level: 1}]",
		"levers: [{lever: access, level: true}]", "levers: [{lever: access, level: 1}]\nfinancing: x", "levers: [{lever: access, level: 1}]\nx: 1",
	} {
		if s.Validate(asJSON(t, []byte(text))) == nil {
			t.Errorf("%s: expected to be refused", text)
		}
		if _, err := scenario.OpenPolicy(file(t, t.TempDir(), "x.yaml", text)); err == nil {
			t.Errorf("%s: expected not to load", text)
		}
	}
	if err := schema(t).Validate(asJSON(t, []byte("policies: [basic-income]"))); err != nil {
		t.Error(err)
	}
	if schema(t).Validate(asJSON(t, []byte("policies: basic-income"))) == nil {
		t.Error("expected a list of policies")
	}
}

func TestExplainLever(t *testing.T) {
	for _, l := range policy.Levers() {
		text, ok := scenario.ExplainLever(l.String())
		if !ok || !strings.Contains(text, l.Definition().Doc) || strings.Contains(text, fmt.Sprint(math.MaxFloat64)) {
			t.Errorf("%s: got\n%s", l, text)
		}
		if s := l.Definition().Setting; s != "" && !strings.Contains(text, s) {
			t.Errorf("%s: expected %s in\n%s", l, s, text)
		}
		if _, err := scenario.Explain(settings(), l.String()); err == nil {
			t.Errorf("%s is a setting or a group too, which would hide it", l)
		}
	}
	if _, ok := scenario.ExplainLever("acess"); ok {
		t.Error("expected no such lever")
	}
	if _, err := scenario.Explain(settings(), "acess"); err == nil || !strings.Contains(err.Error(), "did you mean access?") {
		t.Errorf("expected a suggestion, got %v", err)
	}
}
