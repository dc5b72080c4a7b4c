package cluster

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A whole sweep on a real Slurm of two nodes survives a node, a task and the controller that are killed, and leaves the bytes
// of a local sweep.
func TestSlurm(t *testing.T) {
	const script = "../../.ci/slurm"
	missing, err := exec.Command("bash", script, "check").CombinedOutput()
	switch why := strings.TrimSpace(string(missing)); {
	case os.Getenv("TEST_SLURM") != "" && err != nil:
		t.Fatalf("a real Slurm cannot be tried here: %s (%v)", why, err)
	case err != nil:
		t.Skipf("a real Slurm cannot be tried here: %s; .ci/run installs it and tries it", why)
	case os.Getenv("TEST_SLURM") == "":
		t.Skip("set TEST_SLURM=1, with nothing else running, to try a sweep on a real Slurm; .ci/run does")
	}
	out, err := exec.Command("bash", script).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}
