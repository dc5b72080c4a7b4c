package cluster

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Ranges are read back as they were written, and arrays together hold all chunks, each task below the limit.
func TestRangesAndGroups(t *testing.T) {
	if got := ranges([]int{0, 1, 2, 5, 7, 8}); got != "0-2,5,7-8" {
		t.Error(got)
	}
	if got := numbers("[3-5,9%2]"); !slices.Equal(got, []int{3, 4, 5, 9}) {
		t.Error(got)
	}
	rapid.Check(t, func(t *rapid.T) {
		chunks := rapid.SliceOfDistinct(rapid.IntRange(0, 300), func(v int) int { return v }).Draw(t, "chunks")
		slices.Sort(chunks)
		most := rapid.IntRange(1, 100).Draw(t, "most")
		var all []int
		for array, group := range groups(chunks, most) {
			for _, task := range numbers(ranges(group)) {
				if task >= most {
					t.Fatalf("task %d of at most %d", task, most)
				}
				all = append(all, array*most+task)
			}
		}
		if !slices.Equal(all, chunks) {
			t.Fatalf("%v, want %v", all, chunks)
		}
	})
}

// The script lets signals reach the program, whatever its path is called.
func TestScript(t *testing.T) {
	j := Job{Program: "/opt/it's here/tenfold", Dir: "/data/my sweep", Keep: true}
	want := "#!/bin/sh\nexec '/opt/it'\\''s here/tenfold' sweep exec '/data/my sweep' --chunk $((SLURM_ARRAY_TASK_ID + 1000)) --keep-going\n"
	if got := j.script(1000); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The manifest is an Indexed Job with the sweep's folder mounted.
func TestManifest(t *testing.T) {
	data, err := Kubernetes{Image: "tenfold:1", Claim: "results", Mount: "/results", Parallelism: 50}.Manifest(Job{Name: "cost-curve", Program: "/usr/local/bin/tenfold", Dir: "/results/x", MB: 512}, 7)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"apiVersion: batch/v1\n", "kind: Job\n", "completionMode: Indexed\n", "completions: 7\n", "parallelism: 7\n", "backoffLimitPerIndex: 3\n", "claimName: results\n", "- /results/x\n", "memory: 512Mi\n"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %q in\n%s", want, data)
		}
	}
}
