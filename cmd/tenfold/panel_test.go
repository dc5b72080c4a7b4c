package main

import (
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"tenfold/sim/exact"
)

// The settings that the test below is about.
const (
	displacementLoss = .25 // labour.displacement_loss
	regained         = .5  // people.regained
	adaptability     = .5  // people.adaptability
)

// scarred is the mean log of what displacement leaves of pay after a number of years over people as they are at the start:
// adaptability, with which a loss heals, is lognormal with mean 1 and is kept in sixteenths.
func scarred(years float64) float64 {
	const people = 100_000
	heal := 1 - math.Pow(1-regained, 1./120) // a month at mean adaptability
	sum := 0.
	for i := range people {
		z := exact.NormalQuantile((float64(i) + .5) / people)
		own := math.Max(math.Round(16*math.Exp(adaptability*z-adaptability*adaptability/2)), 1) / 16
		sum += math.Log(1 - displacementLoss*math.Pow(1-heal*own, 12*years))
	}
	return sum / people
}

// What a run's panel says of displacement, by the scripts that come with it, in a future in which coworkers come fast,
// so that many are displaced early enough to be followed for ten years.
//
// At mean adaptability the effects would be log(1-.25) = -.288 at once and log(1-.125) = -.134 after ten years. People
// differ, and -.143 is what is expected after ten years: the loss halves for the mean person, but by less over all, since
// half to the power of adaptability is convex. At once the panel has some -.280, since the first month back at work comes
// about four months after displacement. For some years those at work are a little more adaptable than all, because they
// find work sooner; that takes .002 at most, and chance about as much after ten years.
func TestDisplacementCostsAQuarterOfPayAndHalfAfterTenYears(t *testing.T) {
	if os.Getenv("TEST_HEAVY") == "" {
		t.Skip("200,000 persons for 14 years and 400 MB of panel: with TEST_HEAVY=1 only")
	}
	out := t.TempDir()
	in(loadScenario, "run", "essay", "--quiet", "--out", out, "--panel", "20000", "--set", "people.agents=200000", "--set", "clock.end=2038-12",
		"--set", "adoption.imitation=1.5", "--set", "adoption.lag=.5").succeed(t)
	folders, err := filepath.Glob(filepath.Join(out, "essay-*"))
	if err != nil || len(folders) != 1 {
		t.Fatalf("folders %v, %v", folders, err)
	}
	text := scripts(t, folders[0])
	for _, name := range []string{"event_study", "exposure"} {
		if python, r := text[name+".py"], text[name+".R"]; python != r {
			t.Errorf("%s differs between Python\n%s\nand R\n%s", name, python, r)
		}
	}

	table := text["event_study.py"]
	t.Logf("\n%s\n%s", table, text["exposure.py"])
	within := func(year int) float64 {
		t.Helper()
		for line := range strings.Lines(table) {
			if f := strings.Fields(line); len(f) == 6 && f[0] == strconv.Itoa(year) {
				persons, err1 := strconv.Atoi(f[1])
				effect, err2 := strconv.ParseFloat(f[4], 64)
				if err := errors.Join(err1, err2); err != nil || persons < 500 {
					t.Fatalf("%d persons in year %d, %v", persons, year, err)
				}
				return effect
			}
		}
		t.Fatalf("no year %d", year)
		return 0
	}
	for _, c := range []struct {
		year            int
		want, tolerance float64
	}{
		{0, math.Log(1 - displacementLoss), .02},
		{10, math.Log(1 - displacementLoss*(1-regained)), .02},
		// A year later the first month back at work no longer matters, and adaptability not yet much.
		{1, scarred(1), .005}, {5, scarred(5), .01}, {10, scarred(10), .01},
	} {
		if got := within(c.year); math.Abs(got-c.want) > c.tolerance {
			t.Errorf("after %d years the displaced earn %.4f in logs, expected %.4f", c.year, got, c.want)
		}
	}
}

// scripts runs those of a folder for panels and returns what they print.
func scripts(t *testing.T, dir string) map[string]string {
	t.Helper()
	text := map[string]string{}
	var lock sync.Mutex
	var done sync.WaitGroup
	for ending, program := range map[string]string{".py": "python3", ".R": "Rscript"} {
		done.Go(func() {
			for _, name := range []string{"event_study" + ending, "exposure" + ending} {
				cmd := exec.Command(program, name)
				cmd.Dir, cmd.Stderr = dir, os.Stderr
				printed, err := cmd.Output()
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				lock.Lock()
				text[name] = string(printed)
				lock.Unlock()
			}
		})
	}
	done.Wait()
	return text
}
