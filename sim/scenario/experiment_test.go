package scenario_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenfold/sim/scenario"
)

func experimentFaults(t *testing.T, text string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trial.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := scenario.LoadExperiment(path, nil, nil)
	var faults scenario.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("%v", err)
	}
	var out []string
	for _, f := range faults {
		out = append(out, strings.TrimPrefix(f.String(), filepath.Dir(path)+string(filepath.Separator)))
	}
	return out
}

// Everything wrong with an experiment is reported at once, with its place and what was expected.
func TestExperimentFaults(t *testing.T) {
	got := strings.Join(experimentFaults(t, `set: [price.fal=3]
desing: grid
factors:
  - setting: price.fall
    values: [3, ten]
`), "\n")
	for _, want := range []string{"desing", "did you mean design", "price.fal"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for text, wants := range map[string][]string{
		"factors: [{setting: price.fal, values: [3]}]\noutcomes: [{column: real_output, year: 2035}]\n":                                                {"price.fal", "price.fall"},
		"factors: [{setting: price.fall, values: [3, ten]}]\noutcomes: [{column: real_output, year: 2035}]\n":                                          {"ten"},
		"factors: [{setting: price.fall, from: 10, to: 3}]\noutcomes: [{column: real_output, year: 2035}]\n":                                           {"from below to"},
		"factors: [{priors: [review.minimun]}]\noutcomes: [{column: real_output, year: 2035}]\n":                                                       {"review.minimun", "review.minimum"},
		"factors: [{policies: [none, basic-incom]}]\noutcomes: [{column: real_output, year: 2035}]\n":                                                  {"basic-incom", "basic-income"},
		"factors: [{setting: price.fall, values: [3]}]\noutcomes: [{column: real_output}]\n":                                                           {"expected a year"},
		"factors: [{setting: price.fall, values: [3]}]\noutcomes: [{column: real_output, year: 1999}]\n":                                               {"2025 to 2035"},
		"factors: [{setting: price.fall, values: [3]}]\n":                                                                                              {"outcomes"},
		"outcomes: [{column: real_output, year: 2035}]\n":                                                                                              {"factors"},
		"design: zip\nfactors: [{setting: price.fall, values: [3]}, {setting: seed, values: [1, 2]}]\noutcomes: [{column: real_output, year: 2035}]\n": {"as many values"},
		"design: grid\nthen: {design: sobol}\nfactors: [{setting: price.fall, values: [3]}]\noutcomes: [{column: real_output, year: 2035}]\n":          {"morris"},
	} {
		got := strings.Join(experimentFaults(t, text), "\n")
		for _, want := range wants {
			if !strings.Contains(got, want) || !strings.Contains(got, "trial.yaml") {
				t.Errorf("%s\nno %q with its file in\n%s", text, want, got)
			}
		}
	}
	if got := experimentFaults(t, "factors: [{setting: price.fall, values: [3, 10x/yr]}]\noutcomes: [{column: real_output, year: 2035}]\n"); len(got) > 0 {
		t.Errorf("%v", got)
	}
}
