package sweep_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"tenfold/sim/scenario"
	"tenfold/sim/sweep"
)

// Levels on a logarithmic scale are the same figures to the last digit on every architecture: they are settings of runs.
func TestLogarithmicLevels(t *testing.T) {
	e, err := scenario.LoadExperiment("cost-curve", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sweep.New(e)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for p := range s.Points {
		words, _ := s.Values(p)
		got = append(got, words...)
	}
	want := "1 1.778279410038923 3.16227766016838 5.623413251903491 10 17.782794100389236 31.622776601683803 56.234132519034915 100"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

// A sweep whose context has ended before a chunk began says so: not all is done.
func TestEndedContextIsAnError(t *testing.T) {
	f := open(t, load(t, small), 0)
	ctx, cancel := context.WithCancelCause(context.Background())
	stopped := errors.New("stopped")
	cancel(stopped)
	if err := f.Run(ctx, local(t)); !errors.Is(err, stopped) {
		t.Errorf("got %v", err)
	}
	if missing, err := f.Missing(func(string) {}); err != nil || len(missing) == 0 {
		t.Errorf("%v missing, %v", missing, err)
	}
}

// Many goroutines read one sweep.
func TestSweepIsReadByMany(t *testing.T) {
	s := load(t, strings.Replace(small, "setting: price.fall\n    values: [3, 10, 30]", "setting: fleet.agents\n    values: [1000, 2000, 3000]", 1))
	var wait sync.WaitGroup
	estimates := make([]sweep.Estimate, 8)
	for i := range estimates {
		wait.Go(func() { estimates[i] = s.Estimate(1) })
	}
	wait.Wait()
	if len(slices.Compact(estimates)) != 1 {
		t.Errorf("%v", estimates)
	}
}
