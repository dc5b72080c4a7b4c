package dataset_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tenfold/sim/dataset"
)

// desks are the teaching economy with care and trades as one group.
func desks(t *testing.T) fstest.MapFS {
	m := copyOf(t, "teaching-3x3")
	replace("occupations.csv", "code,title,", "code,title,group,")(m)
	replace("occupations.csv", "Office work,", "Office work,desk,")(m)
	replace("occupations.csv", "Care,", "Care,hands,")(m)
	replace("occupations.csv", "Trades,", "Trades,hands,")(m)
	write("labour_flows.csv", "code,out,desk,hands,unemployed\nout,.94,.01,.03,.02\ndesk,.02,.96,.01,.01\nhands,.02,.01,.955,.015\nunemployed,.2,.08,.18,.54\n")(m)
	replace("economy.yaml", "research: [office]", "research: [hands, office]")(m)
	return m
}

func TestGroupsOfOccupations(t *testing.T) {
	e, err := dataset.Load(desks(t))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(e.Groups, []string{"desk", "hands"}) || e.Occupations[0].Group != 0 || e.Occupations[1].Group != 1 || e.Occupations[2].Group != 1 {
		t.Errorf("groups %v of %v", e.Groups, e.Occupations)
	}
	if len(e.Flows) != 4 || !slices.Equal(e.Computing, []bool{true, false, false}) || !slices.Equal(e.Research, []bool{true, true, true}) {
		t.Errorf("%d states, computing %v, research %v", len(e.Flows), e.Computing, e.Research)
	}
	if alone := load(t, "teaching-3x3"); !slices.Equal(alone.Groups, []string{"office", "care", "trades"}) || alone.Occupations[2].Group != 2 {
		t.Errorf("without groups: %v", alone.Groups)
	}
}

func TestFaultsOfGroups(t *testing.T) {
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		words  string
	}{
		"no group":                {replace("occupations.csv", "Care,hands", "Care,"), "occupations.csv:6: care group: expected the code of a group, got nothing"},
		"named as another":        {replace("occupations.csv", "Office work,desk", "Office work,care"), "occupations.csv:6: care: expected codes of groups that no occupation outside of them has"},
		"flows of an occupation":  {replace("labour_flows.csv", "hands,.02", "care,.02"), "labour_flows.csv:4: care: unknown code"},
		"no flows of a group":     {replace("labour_flows.csv", "hands,.02,.01,.955,.015\n", ""), "labour_flows.csv: hands: missing row"},
		"sum of a group's flows":  {replace("labour_flows.csv", ".955", ".855"), "labour_flows.csv: hands: probabilities sum to 0.900000, expected 1"},
		"jobs of a group missing": {replace("jobs.csv", "2900000", "1900000"), "jobs.csv: hands: jobs by industry sum to 5000000, occupations.csv has 6000000"},
	} {
		t.Run(name, func(t *testing.T) {
			m := desks(t)
			c.change(m)
			if _, err := dataset.Load(m); err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("got %v\nwant %s", err, c.words)
			}
		})
	}
}

// A small occupation may be missing from most industries, if its group is not.
func TestSuppressedJobsOfASmallOccupation(t *testing.T) {
	m := desks(t)
	replace("occupations.csv", "Care,hands,3000000", "Care,hands,100000")(m)
	replace("jobs.csv", "care,,2900000,100000", "care,,,30000")(m)
	if _, err := dataset.Load(m); err != nil {
		t.Error(err)
	}
}

// The major groups are the detailed occupations, taken together.
func TestDetailedOccupationsSumToMajorGroups(t *testing.T) {
	major, detailed := load(t, "us-2024"), load(t, "us-2024-detailed")
	if len(detailed.Occupations) != 831 || !slices.Equal(detailed.Groups, major.Groups) {
		t.Fatalf("%d occupations in %v", len(detailed.Occupations), detailed.Groups)
	}
	for g, want := range major.Occupations {
		jobs, published, wages, exposure := 0., 0., 0., [4]float64{}
		for f, o := range detailed.Occupations {
			if o.Group != g {
				continue
			}
			if o.Code[:2] != want.Code[:2] || detailed.Computing[f] != major.Computing[g] || detailed.Research[f] != major.Research[g] {
				t.Errorf("%s is not of %s", o.Code, want.Code)
			}
			jobs += o.Jobs
			wages += o.Jobs * o.WageUSDPerYear
			for k, share := range []float64{o.Alpha, o.Beta, o.Gamma, o.Human} {
				exposure[k] += o.Jobs * share
			}
			for _, row := range detailed.Jobs {
				published += row[f]
			}
		}
		if jobs != want.Jobs {
			t.Errorf("%s: %.0f jobs, want %.0f", want.Code, jobs, want.Jobs)
		}
		near(t, want.Code+" mean wage", wages/jobs, want.WageUSDPerYear, 2e-5)
		near(t, want.Code+" jobs by industry", published, jobs, .03)
		for k, share := range []float64{want.Alpha, want.Beta, want.Gamma, want.Human} {
			near(t, want.Code+" exposure", 1+exposure[k]/jobs, 1+share, 6e-5)
		}
	}
}

// The percentiles of a group lie within those of its occupations, and half of its jobs are in occupations whose median
// is not far below its own.
func TestPercentilesOfGroups(t *testing.T) {
	major, detailed := load(t, "us-2024"), load(t, "us-2024-detailed")
	for g, want := range major.Occupations {
		for i, p := range want.Percentiles {
			least, most := 1e9, 0.
			for _, o := range detailed.Occupations {
				v := o.Percentiles[i]
				switch {
				case o.Group != g || o.Percentiles == [5]float64{}:
				case v == 0: // top-coded
					most = 1e9
				default:
					least, most = min(least, v), max(most, v)
				}
			}
			if p == 0 && (i < 4 || most < 1e9) || p != 0 && (p < least || p > most || p > 239200) {
				t.Errorf("%s: percentile %d is %.0f, its occupations' are %.0f to %.0f", want.Code, i, p, least, most)
			}
		}
	}
	if p := major.Occupations[0].Percentiles; p[4] != 0 {
		t.Errorf("management: %v, want a top-coded last one", p)
	}
}
