package cluster

import (
	"bytes"
	"os"
	"os/exec"
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

// Names are what Kubernetes allows, and sweeps with long names keep what tells them apart.
func TestObjectName(t *testing.T) {
	for name, want := range map[string]string{
		"cost-curve-0123abcd": "cost-curve-0123abcd", "My sweep_2.ü-01": "my-sweep-2---01", "_x_": "x",
		strings.Repeat("long", 20) + "-0123abcd": "g" + strings.Repeat("long", 10) + "-0123abcd",
	} {
		if got := objectName(name); got != want || len(got) > longestName {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

// The manifest is a batch/v1 Job by the published types and the published schema, and what is none is found.
func TestManifestIsAJob(t *testing.T) {
	if os.Getenv("TEST_HEAVY") == "" {
		t.Skip("set TEST_HEAVY=1 to validate the manifest against the published schema of batch/v1 Job (needs node and npm)")
	}
	check := func(manifest []byte) (string, error) {
		c := exec.Command("bash", "../../.ci/kubernetes/check")
		c.Stdin = bytes.NewReader(manifest)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	data, err := Kubernetes{Image: "tenfold:1", Claim: "results", Mount: "/results", Parallelism: 50}.Manifest(Job{Name: "My_sweep", Program: "/usr/local/bin/tenfold", Dir: "/results/x", Keep: true, MB: 512}, 700)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := check(data); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, data)
	}
	for what, wrong := range map[string][]byte{
		"a field that there is not": bytes.Replace(data, []byte("completions:"), []byte("completionz:"), 1),
		"a word for a number":       bytes.Replace(data, []byte("parallelism: 50"), []byte("parallelism: many"), 1),
		"no template":               data[:bytes.Index(data, []byte("  template:"))],
	} {
		if out, err := check(wrong); err == nil {
			t.Errorf("%s is taken\n%s", what, out)
		}
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
