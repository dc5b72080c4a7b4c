package scenario_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenfold/sim/dataset"
	"tenfold/sim/scenario"
)

// withShares is central with a table of shares, and a crosswalk if its text is not empty.
func withShares(t *testing.T, economy, table, crosswalk string) (*scenario.Scenario, error) {
	t.Helper()
	dir := t.TempDir()
	set := []string{"economy=" + economy, "tasks.ceiling=file", "tasks.file=" + file(t, dir, "shares.csv", table)}
	if crosswalk != "" {
		set = append(set, "tasks.crosswalk="+file(t, dir, "crosswalk.csv", crosswalk))
	}
	return scenario.Load("central", set, nil)
}

func sharesOf(t *testing.T, economy, table, crosswalk string) map[string]float64 {
	t.Helper()
	s, err := withShares(t, economy, table, crosswalk)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for f, o := range s.Economy.Occupations {
		out[o.Code] = s.Config.Tech.Tasks.Shares[f]
	}
	return out
}

func wantShare(t *testing.T, shares map[string]float64, code string, want float64) {
	t.Helper()
	if got := shares[code]; math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: share %g, want %g", code, got, want)
	}
}

func shippedEconomy(t *testing.T, name string) *dataset.Economy {
	t.Helper()
	return load(t, "central", "economy="+name).Economy
}

// others gives .5 to every major group but those.
func others(t *testing.T, but ...string) string {
	text := ""
	for _, o := range shippedEconomy(t, "us-2024").Occupations {
		if !strings.Contains(strings.Join(but, " "), o.Code) {
			text += o.Code + ",.5\n"
		}
	}
	return text
}

// The exposure of the major groups is that of their detailed occupations, by jobs.
func TestSharesOfDetailedOccupationsInMajorGroups(t *testing.T) {
	table := "code,share\n"
	for _, o := range shippedEconomy(t, "us-2024-detailed").Occupations {
		table += fmt.Sprintf("%s,%g\n", o.Code, o.Beta)
	}
	shares := sharesOf(t, "us-2024", table, "")
	for _, o := range shippedEconomy(t, "us-2024").Occupations {
		if got := shares[o.Code]; math.Abs(got-o.Beta) > 6e-5 {
			t.Errorf("%s: share %g, want %g", o.Code, got, o.Beta)
		}
	}
	shares = sharesOf(t, "us-2024-detailed", table, "")
	for _, o := range shippedEconomy(t, "us-2024-detailed").Occupations {
		wantShare(t, shares, o.Code, o.Beta)
	}
}

func TestSharesOfONET(t *testing.T) {
	const chiefs, managers = 211850, 3584420 // jobs
	table := "code,share\n11-1011.00,.2\n11-1011.03,.4\n11-1021.00,.6\n" + others(t, "11-0000")
	shares := sharesOf(t, "us-2024", table, "")
	wantShare(t, shares, "11-0000", (.3*chiefs+.6*managers)/(chiefs+managers))
	wantShare(t, shares, "13-0000", .5)
}

// Statistics pool home health aides (31-1121) and personal care aides (31-1122) in 31-1120, and substance abuse and
// mental health counselors (21-1011, 21-1014) in 21-1018.
func TestSharesOfOccupationsThatAreCountedTogether(t *testing.T) {
	const parts = "31-1121,.2\n31-1122.00,.4\n"
	wantShare(t, sharesOf(t, "us-2024", "code,share\n"+parts+others(t, "31-0000"), ""), "31-0000", .3)
	table := "code,share\n21-1011,.6\n21-1014,.8\n" + parts
	for _, o := range shippedEconomy(t, "us-2024-detailed").Occupations {
		if o.Code != "31-1120" && o.Code != "21-1018" {
			table += o.Code + ",.5\n"
		}
	}
	shares := sharesOf(t, "us-2024-detailed", table, "")
	wantShare(t, shares, "31-1120", .3)
	wantShare(t, shares, "21-1018", .7)
	wantShare(t, shares, "21-1012", .5)
}

func TestSharesOfMajorGroupsInDetail(t *testing.T) {
	table := "code,share\n15-0000,.9\n" + others(t, "15-0000")
	shares := sharesOf(t, "us-2024-detailed", table, "")
	wantShare(t, shares, "15-1252", .9)
	wantShare(t, shares, "11-1011", .5)
	if len(shares) != 831 {
		t.Errorf("%d shares", len(shares))
	}
}

func TestCrosswalk(t *testing.T) {
	const isco = "code,share\n2511,.8\n2512,.4\n9999,.1\n"
	shares := sharesOf(t, "teaching-3x3", isco, "from,to,weight\n2511,office,3\n2512,office,1\n2512,care,.5\n9999,trades,7\n2511,trades,0\n")
	wantShare(t, shares, "office", .7)
	wantShare(t, shares, "care", .4)
	wantShare(t, shares, "trades", .1)

	// What it leads to is understood as a table's own codes are.
	walk := "from,to,weight\n2511,15-1252,1\n2512,15-1253.00,1\n"
	for _, o := range shippedEconomy(t, "us-2024").Occupations {
		if o.Code != "15-0000" {
			walk += "9999," + o.Code + ",1\n"
		}
	}
	detailed := shippedEconomy(t, "us-2024-detailed")
	jobs := map[string]float64{}
	for _, o := range detailed.Occupations {
		jobs[o.Code] = o.Jobs
	}
	shares = sharesOf(t, "us-2024", isco, walk)
	wantShare(t, shares, "15-0000", (.8*jobs["15-1252"]+.4*jobs["15-1253"])/(jobs["15-1252"]+jobs["15-1253"]))
	wantShare(t, shares, "43-0000", .1)
}

func TestFaultsOfShares(t *testing.T) {
	const walk, isco = "from,to,weight\n1,office,1\n2,care,1\n2,trades,1\n", "code,share\n1,.1\n2,.2\n"
	for name, c := range map[string]struct{ economy, table, crosswalk, want string }{
		"unknown code":         {"teaching-3x3", "code,share\noffice,1\ncaer,1\n", "", `shares.csv:3: code: expected a code of the economy's occupations (such as office) or of detailed ones in SOC 2018, got "caer", did you mean care?`},
		"left without":         {"teaching-3x3", "code,share\noffice,1\ncare,1\n", "", "shares.csv: code: expected a share for occupation trades"},
		"twice":                {"teaching-3x3", "code,share\noffice,1\noffice,1\n", "", `shares.csv:3: code: expected each code once, got "office" again after line 2`},
		"above one":            {"teaching-3x3", "code,share\noffice,1.1\n", "", `shares.csv:2: share: expected a number from 0 to 1, got "1.1"`},
		"SOC elsewhere":        {"teaching-3x3", "code,share\n11-1011,1\n", "", "shares.csv:2: code: expected a code of the economy's occupations"},
		"unknown SOC":          {"us-2024", "code,share\n11-1091,1\n", "", `shares.csv:2: code: expected a code of the economy's occupations (such as 11-0000) or of detailed ones in SOC 2018, got "11-1091", did you mean 11-1011?`},
		"broad SOC of several": {"us-2024-detailed", "code,share\n29-1210,1\n", "", `shares.csv:2: code: expected a code of the economy's`},
		"minor SOC":            {"us-2024", "code,share\n11-1000,1\n", "", `got "11-1000"`},
		"typo in a major":      {"us-2024", "code,share\n11-0001,1\n", "", `got "11-0001", did you mean 11-0000?`},
		"part and whole":       {"us-2024", "code,share\n11-1011,1\n11-1011.03,1\n", "", `shares.csv:3: code: expected 11-1011 or parts of it, got "11-1011.03" after line 2`},
		"whole and part":       {"us-2024", "code,share\n11-1011.03,1\n11-1011,1\n", "", `shares.csv:3: code: expected 11-1011 or parts of it, got "11-1011" after line 2`},
		"group and member":     {"us-2024", "code,share\n11-0000,1\n11-1011,1\n", "", `shares.csv:3: code: expected one share for occupation 11-0000, got one from "11-1011" after that from "11-0000" in line 2`},
		"member and group":     {"us-2024-detailed", "code,share\n11-1011,1\n11-0000,1\n", "", `shares.csv:3: code: expected one share for occupation 11-1011, got one from "11-0000" after that from "11-1011" in line 2`},
		"negative weight":      {"teaching-3x3", isco, strings.Replace(walk, "care,1", "care,-1", 1), `crosswalk.csv:3: weight: expected a number from 0 to 1e+30, got "-1"`},
		"no weight":            {"teaching-3x3", isco, strings.Replace(walk, "care,1", "care,0", 1), `crosswalk.csv:3: to: expected weights of "care" that sum to more than zero`},
		"from nothing":         {"teaching-3x3", "code,share\n2511,.1\n2512,.2\n", "from,to,weight\n2511,office,1\n2513,care,1\n", `crosswalk.csv:3: from: expected a code of tasks.file, got "2513", did you mean 2511?`},
		"leads nowhere":        {"teaching-3x3", "code,share\n1,.1\n2,.2\n3,.3\n", walk, `shares.csv:4: code: expected a code in the column from of `},
		"to nothing":           {"teaching-3x3", isco, strings.Replace(walk, "care", "cure", 1), `crosswalk.csv:3: to: expected a code of the economy's occupations (such as office) or of detailed ones in SOC 2018, got "cure", did you mean care?`},
		"pair twice":           {"teaching-3x3", isco, walk + "1,office,2\n", `crosswalk.csv:5: from: expected "1" to "office" once, got it again after line 2`},
		"columns":              {"teaching-3x3", isco, "from,too,weight\n1,office,1\n", "crosswalk.csv:1: too: unknown column"},
		"left by the walk":     {"teaching-3x3", isco, "from,to,weight\n1,office,1\n2,care,1\n", "shares.csv: code: expected a share for occupation trades"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := withShares(t, c.economy, c.table, c.crosswalk)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
	_, err := scenario.Load("central", []string{"tasks.ceiling=file", "tasks.file=nowhere.csv", "tasks.crosswalk=nowhere2.csv"}, nil)
	for _, want := range []string{"--set: tasks.file: cannot read nowhere.csv", "--set: tasks.crosswalk: cannot read nowhere2.csv"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
}

// bundled is the scenario as its run folder has it, somewhere else.
func bundled(t *testing.T, s *scenario.Scenario) (again *scenario.Scenario, dir string) {
	t.Helper()
	dir = t.TempDir()
	yaml, files := s.Bundle()
	for name, data := range files {
		file(t, dir, name, string(data))
	}
	return load(t, file(t, dir, "scenario.yaml", string(yaml))), dir
}

func TestBundleHoldsTheCrosswalk(t *testing.T) {
	const walk = "from,to,weight\n1,office,1\n1,trades,1\n2,care,1\n"
	s, err := withShares(t, "teaching-3x3", "code,share\n1,.1\n2,.2\n", walk)
	if err != nil {
		t.Fatal(err)
	}
	again, dir := bundled(t, s)
	if again.Hash() != s.Hash() {
		t.Error("the bundle has another hash")
	}
	path := filepath.Join(dir, "inputs", "tasks.crosswalk.csv")
	if err := os.WriteFile(path, []byte(strings.Replace(walk, "care,1", "care,2", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if load(t, again.Source).Hash() == s.Hash() {
		t.Error("expected another hash for another crosswalk")
	}
	if same, err := again.With("seed=1"); err != nil || same.Hash() != s.Hash() {
		t.Errorf("expected a variant to keep the crosswalk that was read (%v)", err)
	}
}

// The weights of detailed occupations are shipped: they count, but a bundle needs no copy.
func TestBundleOfDetailedShares(t *testing.T) {
	s, err := withShares(t, "us-2024", "code,share\n11-1011,.2\n11-1021,.6\n"+others(t, "11-0000"), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, files := s.Bundle(); len(files) != 1 {
		t.Errorf("%d files", len(files))
	}
	if again, _ := bundled(t, s); again.Hash() != s.Hash() {
		t.Error("the bundle has another hash")
	}
}

// A folder with two files, and one that extends it by its path, run again from what the bundle holds.
func TestBundleOfAnEconomyThatExtendsAnother(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "base/economy.yaml", "extends: us-2024\nname: base\n")
	file(t, dir, "base/wealth.csv", "code,title,population,net_worth,equity,real_estate\nall,All,1,1,1,1\n")
	file(t, dir, "mine/economy.yaml", "extends: ../base\nname: mine\nroles: {research: [\"15-0000\"]}\n")
	s := load(t, file(t, dir, "a.yaml", "economy: mine\n"))
	if s.Economy.Name != "mine" || len(s.Economy.Wealth) != 1 || len(s.Economy.Occupations) != 22 {
		t.Errorf("got %s with %d wealth groups", s.Economy.Name, len(s.Economy.Wealth))
	}
	again, at := bundled(t, s)
	if again.Hash() != s.Hash() || again.Economy.Digest != s.Economy.Digest {
		t.Error("the bundle has another hash")
	}
	text, err := os.ReadFile(filepath.Join(at, "inputs/economy/economy.yaml"))
	if err != nil || strings.Contains(string(text), "extends") && !strings.HasPrefix(string(text), "#") {
		t.Errorf("expected an economy that stands alone (%v), got\n%s", err, text)
	}
	if _, files := load(t, "central", "economy=us-2024-detailed").Bundle(); len(files) != 0 {
		t.Errorf("expected a shipped economy by its name, got %d files", len(files))
	}
}

func TestFaultsOfExtendingFolders(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "a/economy.yaml", "extends: ../b\n")
	file(t, dir, "b/economy.yaml", "name: b\nextends: ../c/../a\n")
	file(t, dir, "c/economy.yaml", "extends: us-2042\n")
	file(t, dir, "d/economy.yaml", "extends: us-2024\n")
	file(t, dir, "d/occupations.csv", "code,title,jobs,wage_usd_year,alpha,beta,gamma,human\nall,All,154187380,67920,0,.3,.6,.3\n")
	for folder, want := range map[string]string{
		"a": "b/economy.yaml:2: extends: " + filepath.Join(dir, "a") + " extends itself",
		"c": `c/economy.yaml:1: extends: expected a shipped economy (one-sector, teaching-3x3, us-2024, us-2024-detailed) or a folder, got "us-2042", did you mean us-2024?`,
		"d": "\nconfigs/economies/us-2024/jobs.csv: all: missing row",
	} {
		_, err := scenario.Load("central", []string{"economy=" + filepath.Join(dir, folder)}, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v\nwant %s", folder, err, want)
		}
	}
}
