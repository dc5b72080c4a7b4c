package scenario_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tenfold/sim/scenario"
)

// A dated reference is the policy with other months: the same run as a file that says them, in its folder and in its text.
func TestDatedPolicies(t *testing.T) {
	dir := t.TempDir()
	written := file(t, dir, "later.yaml", "levers: [{lever: universal_basic_income, level: 50 usd/month, from: 2028-01, until: 2030-12}]\nfinancing: labour_income_tax\n")
	for _, ref := range []string{"basic-income@2028-01:2030-12", written + "@2028-01", written + "@:2030-12"} {
		s := governed(t, ref)
		if s.Hash() != governed(t, written).Hash() {
			t.Errorf("%s: other hash", ref)
		}
		if again := rebundled(t, s, t.TempDir()); again.Hash() != s.Hash() {
			t.Errorf("%s: other hash in its run folder", ref)
		}
		if again, err := scenario.Load(file(t, t.TempDir(), "resolved.yaml", string(s.Resolved())), nil, nil); err != nil || again.Hash() != s.Hash() {
			t.Errorf("%s: other hash from its text: %v", ref, err)
		}
	}
	s := governed(t, "basic-income@2026-01:2027-12", "basic-income@2030-01")
	if got := s.PolicyNames(); !cmp.Equal(got, []string{"basic-income-from-2026-01-until-2027-12", "basic-income-from-2030-01"}) {
		t.Error(got)
	}
	if got := scenario.Dated("a", "", "2030-12"); got != "a@:2030-12" {
		t.Error(got)
	}
}

func TestDatedPoliciesAreChecked(t *testing.T) {
	for ref, want := range map[string]string{
		"basic-income@2028-13":         "expected a month such as 2025-01",
		"basic-income@2040-01":         "expected a month of the run (2025-01 to 2035-12), got 2040-01",
		"basic-income@2030-01:2028-01": "expected a month from 2030-01 on, got 2028-01",
		"basic-incme@2028-01":          "did you mean basic-income?",
		"basic-income@":                "no policy of the name",
	} {
		if _, err := scenario.Load("central", nil, nil, ref); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", ref, err, want)
		}
	}
}

// Months and the search for a size are those of the files.
func TestPolicyMonths(t *testing.T) {
	for name, want := range map[string][2]string{"capability-pause": {"2027-01", "2028-12"}, "basic-income": {"2026-01", ""}, "basic-income-equal-cost": {"2026-01", ""}} {
		p, err := scenario.OpenPolicy(name)
		if err != nil {
			t.Fatal(err)
		}
		if from, until := p.Months(); from != want[0] || until != want[1] || p.Sought() != (name == "basic-income-equal-cost") {
			t.Errorf("%s: %s to %s, sought %t", name, from, until, p.Sought())
		}
	}
}
