package dataset_test

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"tenfold/configs"
	"tenfold/sim/dataset"
)

func shipped(t testing.TB, name string) fs.FS {
	t.Helper()
	folder, err := fs.Sub(configs.FS, path.Join("economies", name))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func load(t testing.TB, name string) *dataset.Economy {
	t.Helper()
	return loadFrom(t, shipped(t, "."), name)
}

func loadFrom(t testing.TB, library fs.FS, name string) *dataset.Economy {
	t.Helper()
	e, err := loadNamed(library, name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func loadNamed(library fs.FS, name string) (*dataset.Economy, error) {
	folder, err := dataset.Named(library, "lib", name)
	if err != nil {
		return nil, err
	}
	return folder.Load()
}

// copyOf is a shipped economy that can be broken.
func copyOf(t testing.TB, name string) fstest.MapFS {
	t.Helper()
	m := fstest.MapFS{}
	folder := shipped(t, name)
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := fs.ReadFile(folder, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		m[e.Name()] = &fstest.MapFile{Data: b}
	}
	return m
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got/want-1) <= tolerance) {
		t.Errorf("%s = %.8g, want %.8g", what, got, want)
	}
}

func valueAdded(e *dataset.Economy) float64 {
	sum := 0.
	for _, i := range e.Industries {
		sum += i.GrossOutputUSD * (i.Compensation + i.Taxes + i.Surplus)
	}
	return sum
}

func TestUnitedStates(t *testing.T) {
	e := load(t, "us-2024")
	if len(e.Occupations) != 22 || len(e.Industries) != 20 || len(e.Flows) != 24 {
		t.Fatalf("%d occupations, %d industries, %d states", len(e.Occupations), len(e.Industries), len(e.Flows))
	}
	near(t, "value added of 2023", valueAdded(e), 27720.7e9, 1e-3)
	jobs, alpha, beta, gamma := 0., 0., 0., 0.
	for _, o := range e.Occupations {
		jobs += o.Jobs
		alpha += o.Jobs * o.Alpha
		beta += o.Jobs * o.Beta
		gamma += o.Jobs * o.Gamma
	}
	near(t, "jobs", jobs, 154187380, 1e-4) // the groups are rounded
	near(t, "alpha", alpha/jobs, .143, 5e-3)
	near(t, "beta", beta/jobs, .343, 5e-3)
	near(t, "gamma", gamma/jobs, .542, 5e-3)
	near(t, "compensation share", compensation(e)/valueAdded(e), e.Anchors["compensation_share"].Value, 1e-3)
}

func compensation(e *dataset.Economy) float64 {
	sum := 0.
	for _, i := range e.Industries {
		sum += i.GrossOutputUSD * i.Compensation
	}
	return sum
}

// The numbers of the teaching economy's README.
func TestTeachingEconomyByHand(t *testing.T) {
	e := load(t, "teaching-3x3")
	near(t, "GDP", valueAdded(e), 1000e9, 1e-12)
	near(t, "compensation", compensation(e), 600e9, 1e-12)
	for r, want := range []float64{180e9, 610e9, 300e9} {
		implied := e.Industries[r].GrossOutputUSD
		for s, i := range e.Industries {
			implied -= e.Inputs[r][s] * i.GrossOutputUSD
		}
		near(t, "final demand of "+e.Industries[r].Code, implied, want, 1e-12)
		near(t, "its table", e.Consumption[r]+e.Investment[r]+e.Government[r]+e.NetExports[r], want, 1e-12)
	}
	for i, ind := range e.Industries {
		bill := 0.
		for f, o := range e.Occupations {
			bill += e.Jobs[i][f] * o.WageUSDPerYear
		}
		near(t, "non-wage load of "+ind.Code, ind.GrossOutputUSD*ind.Compensation/bill, 1.25, 1e-12)
	}
}

// replace changes one text of one file.
func replace(file, old, with string) func(fstest.MapFS) {
	return func(m fstest.MapFS) {
		if !strings.Contains(string(m[file].Data), old) {
			panic("nothing to replace: " + old)
		}
		m[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(m[file].Data), old, with, 1))}
	}
}

func remove(file string) func(fstest.MapFS) { return func(m fstest.MapFS) { delete(m, file) } }

func write(file, text string) func(fstest.MapFS) {
	return func(m fstest.MapFS) { m[file] = &fstest.MapFile{Data: []byte(text)} }
}

// One thing broken at a time; the fault names file, line or code, and what was expected.
func TestEachFaultIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		words  string
	}{
		"unit of an anchor":  {replace("economy.yaml", "unit: usd bn", "unit: usd tn"), `economy.yaml:15: anchors.gdp: expected the unit usd or usd bn, got "usd tn"`},
		"anchor as per cent": {replace("economy.yaml", "unemployment_rate: {value: 0.05", "unemployment_rate: {value: 5.3"), "economy.yaml:16: anchors.unemployment_rate: expected a value above 0 and at most 0.9, got 5.3"},
		"anchor without end": {replace("economy.yaml", "employment: {value: 9.5e6", "employment: {value: .inf"), "economy.yaml:18: anchors.employment: expected a value above 0"},
		"pool into itself":   {replace("economy.yaml", "anchors:", "public_pool: {into: S, from: [G, S]}\nanchors:"), `economy.yaml:14: public_pool.from: expected each industry once and not the one they go into, got "S"`},
		"pool twice":         {replace("economy.yaml", "anchors:", "public_pool: {into: S, from: [G, G]}\nanchors:"), `economy.yaml:14: public_pool.from: expected each industry once`},
		"missing file":       {remove("jobs.csv"), "jobs.csv: missing: an economy's folder has economy.yaml,"},
		"missing row":        {replace("final_demand.csv", "S,370,60,150,30\n", ""), "final_demand.csv: S: missing row"},
		"unknown row":        {replace("final_demand.csv", "S,370", "X,370"), "final_demand.csv:6: X: unknown code"},
		"row twice":          {replace("occupations.csv", "care,Care", "office,Care"), "occupations.csv:6: office: row appears twice, first in line 5"},
		"missing column":     {replace("occupations.csv", ",human\n", ",people\n"), "occupations.csv:4: human: missing column"},
		"unknown column":     {replace("occupations.csv", ",human\n", ",people\n"), "occupations.csv:4: people: unknown column"},
		"too few fields":     {replace("jobs.csv", "care,,2900000,100000", "care,,2900000"), "jobs.csv:6: care: expected 4 fields, got 3"},
		"negative":           {replace("inputs.csv", "S,0.1", "S,-0.1"), "inputs.csv:6: S G: expected a number that is not negative, got -0.1"},
		"not a number":       {replace("industries.csv", "800", "many"), `industries.csv:6: S gross_output_usd_bn: expected a number, got "many"`},
		"decimal comma":      {replace("industries.csv", ",800,", `,"8,5",`), `industries.csv:6: S gross_output_usd_bn: expected a number, got "8,5"`},
		"NaN":                {replace("wealth.csv", "0.65", "NaN"), `wealth.csv:6: next_49 net_worth: expected a number, got "NaN"`},
		"share above one":    {replace("occupations.csv", "0.8", "1.8"), "occupations.csv:5: office gamma: expected a number from 0 to 1, got 1.8"},
		"exposure disorder":  {replace("occupations.csv", "0.2,0.5,0.8", "0.6,0.5,0.8"), "occupations.csv:5: office: expected alpha <= beta <= gamma"},
		"costs":              {replace("industries.csv", "0.525", "0.515"), "industries.csv: S: costs are 0.990000 of gross output, expected 1"},
		"jobs":               {replace("jobs.csv", "2900000", "1900000"), "jobs.csv: care: jobs by industry sum to 2000000, occupations.csv has 3000000"},
		"final demand":       {replace("final_demand.csv", "370", "470"), "final_demand.csv: final demand is 1.19e+12 usd, output less inputs is 1.09e+12"},
		"flows":              {replace("labour_flows.csv", "0.96", "0.86"), "labour_flows.csv: office: probabilities sum to 0.900000, expected 1"},
		"wealth":             {replace("wealth.csv", "0.65", "0.55"), "wealth.csv: net_worth: shares sum to 0.900000, expected 1"},
		"role":               {replace("economy.yaml", "utility: G", "utility: Q"), `economy.yaml:8: roles.utility: expected the code of an industry, got "Q"`},
		"anchor":             {replace("economy.yaml", "  gdp:", "  gnp:"), "economy.yaml: anchors.gdp: missing"},
		"unknown key":        {replace("economy.yaml", "title:", "titel:"), "economy.yaml:3: unknown key titel, expected extends, name, title, base_year,"},
		"unknown role":       {replace("economy.yaml", "utility:", "utilty:"), "economy.yaml:8: unknown key utilty"},
		"key of an anchor":   {replace("economy.yaml", "{value: 0.05", "{valu: 0.05"), "economy.yaml:16: unknown key valu, expected value, unit, source, vintage"},
		"year in words":      {replace("economy.yaml", "base_year: 2024", "base_year: late"), `economy.yaml:4: expected a whole number, got "late"`},
		"anchor in words":    {replace("economy.yaml", "{value: 0.05", "{value: high"), `economy.yaml:16: expected a number, got "high"`},
		"one for a list":     {replace("economy.yaml", "computing: [office]", "computing: office"), `economy.yaml:11: expected a list, got "office"`},
		"list for a text":    {replace("economy.yaml", "name: teaching-3x3", "name: [a]"), "economy.yaml:2: expected a text, got a list"},
		"not YAML":           {write("economy.yaml", "a: [1,"), "economy.yaml:1: not YAML: "},
		"binary":             {write("jobs.csv", "\x00\xff\xfe"), "jobs.csv: expected UTF-8 text, got binary data"},
		"empty":              {write("jobs.csv", ""), "jobs.csv: empty: expected the columns code, G, S, H"},
		"broken CSV":         {replace("jobs.csv", "care,", `care,"`), "jobs.csv:"},
		"no occupations":     {write("occupations.csv", "code,title,jobs,wage_usd_year,alpha,beta,gamma,human\n"), "occupations.csv: expected at least one occupation"},
		"industry sans jobs": {write("jobs.csv", "code,G,S,H\noffice,1000000,3000000,\ncare,,3000000,\ntrades,1500000,1500000,\n"), "jobs.csv: H: expected an industry with jobs"},
		"jobs nowhere":       {replace("jobs.csv", "care,,2900000,100000", "care,,,"), "jobs.csv: care: expected jobs in at least one industry"},
		"too many jobs":      {replace("jobs.csv", "2900000", "3900000"), "jobs.csv: care: jobs by industry sum to 4000000, occupations.csv has 3000000"},
		"role of no group":   {replace("economy.yaml", "computing: [office]", "computing: [desk]"), `economy.yaml:11: roles.computing: expected the code of an occupation or of a group of them, got "desk"`},
		"anchor not needed":  {replace("economy.yaml", "income_gini: {value: 0.45, unit: share", "income_gini: {value: 45, unit: per cent"), "economy.yaml:26: anchors.income_gini: expected a value above 0 and at most 1, got 45"},
		"no wages":           {remove("wages.csv"), "wages.csv: missing"},
		"wages of nobody":    {replace("wages.csv", "care,", "cure,"), "wages.csv:7: cure: unknown code"},
		"wages twice":        {replace("wages.csv", "care,", "office,"), "wages.csv:7: office: row appears twice, first in line 6"},
		"wages missing":      {replace("wages.csv", "care,26030,31230,38240,46820,56170\n", ""), "wages.csv: care: missing row"},
		"falling wages":      {replace("wages.csv", "38240", "28240"), "wages.csv:7: care p50: expected percentiles that rise, got 28240 after 31230"},
		"falls after blank":  {replace("wages.csv", "31230,38240", ",20000"), "wages.csv:7: care p50: expected percentiles that rise, got 20000 after 26030"},
		"wage of zero":       {replace("wages.csv", "26030", "0"), "wages.csv:7: care p10: expected a wage above zero, or a blank"},
		"negative wage":      {replace("wages.csv", "26030", "-1"), "wages.csv:7: care p10: expected a number that is not negative, got -1"},
		"top code":           {replace("wages.csv", "56170", ">=239200"), `wages.csv:7: care p90: expected a number, got ">=239200"`},
		"mean below":         {replace("wages.csv", "26030,31230,38240", "41000,42000,44000"), "wages.csv: care: the percentiles make the mean wage at least 40290, occupations.csv has 40000"},
		"neither wage":       {replace("occupations.csv", "3000000,40000", "3000000,0"), "occupations.csv:6: care: expected jobs and a wage above zero"},
		"extends here":       {replace("economy.yaml", "name:", "extends: us-2024\nname:"), `economy.yaml:2: extends: there is no economy "us-2024" to extend here`},
		"extends a list":     {replace("economy.yaml", "name:", "extends: [us-2024]\nname:"), "economy.yaml:2: extends: expected the name of an economy or the path of a folder"},
		"no economy.yaml":    {remove("economy.yaml"), "economy.yaml: missing: an economy's folder has economy.yaml,"},
		"empty economy.yaml": {write("economy.yaml", ""), "economy.yaml: empty"},
	} {
		t.Run(name, func(t *testing.T) {
			m := copyOf(t, "teaching-3x3")
			c.change(m)
			_, err := dataset.Load(m)
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v\nwant %s", err, c.words)
			}
		})
	}
}

func TestFaultsAreReportedTogether(t *testing.T) {
	m := copyOf(t, "teaching-3x3")
	replace("industries.csv", "0.525", "0.515")(m)
	replace("labour_flows.csv", "0.96", "0.86")(m)
	replace("wealth.csv", "0.65", "0.55")(m)
	_, err := dataset.Load(m)
	var faults dataset.Faults
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Errorf("got %v", err)
	}
}

// A folder on disk is the same economy as the embedded one, and any change of a table changes the digest.
func TestDigest(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, copyOf(t, "us-2024")); err != nil {
		t.Fatal(err)
	}
	onDisk, err := dataset.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if onDisk.Digest != load(t, "us-2024").Digest {
		t.Error("the same tables have two digests")
	}
	m := copyOf(t, "us-2024")
	replace("wealth.csv", "# vintage", "#  vintage")(m)
	changed, err := dataset.Load(m)
	if err != nil || changed.Digest == onDisk.Digest {
		t.Errorf("a changed table has the same digest (%v)", err)
	}
}

func TestByteOrderMarkIsAccepted(t *testing.T) {
	m := copyOf(t, "teaching-3x3")
	write("jobs.csv", "\xef\xbb\xbf"+string(m["jobs.csv"].Data))(m)
	if _, err := dataset.Load(m); err != nil {
		t.Error(err)
	}
}

// Every table names its source and vintage.
func TestTablesNameTheirSource(t *testing.T) {
	for _, name := range []string{"us-2024", "us-2024-detailed", "teaching-3x3"} {
		for file, f := range copyOf(t, name) {
			if strings.HasSuffix(file, ".csv") && (!strings.Contains(string(f.Data), "# source: ") || !strings.Contains(string(f.Data), "# vintage: ")) {
				t.Errorf("%s/%s names no source or vintage", name, file)
			}
		}
	}
}

// Whatever the bytes of a file, loading ends with an economy or with faults.
func FuzzLoad(f *testing.F) {
	f.Add("jobs.csv", []byte("code,office\nG,1\n"))
	f.Add("economy.yaml", []byte("name: [x"))
	f.Fuzz(func(t *testing.T, file string, data []byte) {
		m := copyOf(t, "teaching-3x3")
		if _, ok := m[file]; !ok {
			return
		}
		m[file] = &fstest.MapFile{Data: data}
		if e, err := dataset.Load(m); (e == nil) == (err == nil) {
			t.Errorf("economy %v, error %v", e, err)
		}
	})
}
