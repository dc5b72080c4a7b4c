package replicate

import (
	"path/filepath"
	"testing"
)

// Every shipped replication holds within its own tolerance.
func TestReplications(t *testing.T) {
	names := Names()
	files, err := filepath.Glob("../../configs/replications/*.yaml")
	if err != nil || len(files) != len(names) || len(names) == 0 {
		t.Fatalf("%d files, %d replications shipped (%v)", len(files), len(names), err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := Open(name)
			if err != nil {
				t.Fatal(err)
			}
			if r.ID != name {
				t.Errorf("the file %s has the id %s", name, r.ID)
			}
			if r.Citation == "" {
				t.Error("no citation")
			}
			result := r.Run()
			if result.Err != nil {
				t.Fatal(result.Err)
			}
			if len(result.Outcomes) == 0 {
				t.Error("nothing is compared")
			}
			for _, o := range result.Outcomes {
				t.Logf("%s: %.10g, published %g", o.Name, o.Obtained, o.Published)
				if !o.Holds {
					t.Errorf("%s: %.10g, published %g, allowed %g", o.Name, o.Obtained, o.Published, o.Allowed())
				}
				far := o.Expectation
				far.Published = o.Published*1.2 + .2
				if diff := far.Published - o.Obtained; diff <= far.Allowed() {
					t.Errorf("%s would hold at %g too", o.Name, far.Published)
				}
			}
		})
	}
}
