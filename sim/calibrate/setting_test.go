package calibrate

import (
	"context"
	"math"
	"os"
	"strings"
	"testing"

	"tenfold/sim/scenario"
)

func central(t *testing.T, without ...string) *Calibration {
	t.Helper()
	s, err := scenario.Load("central", []string{"economy=teaching-3x3"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(s, true, without)
	if err != nil {
		t.Fatal(err)
	}
	c.Workers = 2
	return c
}

// Moments simulated with known parameters give those parameters back, where the moments tell them.
func TestCalibrateRecoversWhatMadeTheMoments(t *testing.T) {
	c := central(t, "loss_1", "loss_10")
	p := c.Problem()
	truth := map[string]float64{"adoption.adopted": .028, "adoption.imitation": .9}
	var values []float64
	for _, q := range p.Parameters {
		v, changed := truth[q.Key]
		if !changed {
			v = q.Start
		}
		values = append(values, v)
	}
	made, err := p.Model(context.Background(), values)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Moments {
		p.Moments[i].Value = made[i]
	}
	f, err := p.Fit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range f.Estimates {
		want, ok := truth[e.Key]
		if !ok {
			continue
		}
		if !e.Told() || math.Abs(e.Value-want) > 2*e.Error || math.Abs(e.Value-want) > .1*want {
			t.Errorf("%s: %g (s.e. %g), made with %g", e.Key, e.Value, e.Error, want)
		}
	}
	if f.J > 1 || f.Before < 100 {
		t.Errorf("distance %g at the start, %g at the end", f.Before, f.J)
	}
}

// A parameter that acts on nothing measured is said to be unidentified; innovation is not told from imitation.
func TestCalibrateSaysWhatIsNotIdentified(t *testing.T) {
	c := central(t, "loss_1", "loss_10")
	p := c.Problem()
	p.Steps = 0
	f, err := p.Fit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range f.Estimates {
		switch e.Key {
		case "adoption.innovation", "labour.adjustment", "labour.hiring_boost", "labour.own_occupation", "labour.displacement_loss", "people.regained":
			if e.Told() {
				t.Errorf("%+v", e)
			}
		case "adoption.adopted", "adoption.imitation":
			if !e.Told() {
				t.Errorf("%+v", e)
			}
		}
	}
	if pairs := strings.Join(f.Alike(), "; "); !strings.Contains(pairs, "adoption.innovation and adoption.imitation") {
		t.Errorf("alike: %s", pairs)
	}
	text, err := c.Fragment(context.Background(), f)
	if err != nil || strings.Contains(text, "innovation") || !strings.Contains(text, "imitation: 0.42 ") {
		t.Errorf("%v\n%s", err, text)
	}
}

// The event study finds a loss that was put in by hand: pay falls by a fifth and half of that comes back, while all others'
// pay grows by 1 % a month in one occupation and not in another.
func TestEventStudyByHand(t *testing.T) {
	e := newEventStudy(2, 5)
	e.after = []int{2, 10}
	for month := range 16 {
		growing := 100 * math.Pow(1.01, float64(month))
		e.note(1, month, "a", growing, false)
		e.note(2, month, "b", 100, false)
		for person, job := range map[int]string{3: "a", 4: "b"} {
			own := 200.
			if job == "a" {
				own = growing
			}
			switch {
			case month == 3:
				own = 0
			case month > 3 && month < 9:
				own *= .8
			case month >= 9:
				own *= .9
			}
			e.note(person, month, job, own, month == 3)
		}
		e.note(5, month, "b", 50, month == 3 || month == 4) // laid off again
		e.note(6, month, "b", 70, month == 8)               // after the window
	}
	losses, counts := e.losses(everybody)
	if math.Abs(losses[0]-.2) > 1e-6 || math.Abs(losses[1]-.1) > 1e-6 || counts[0] != 2 || counts[1] != 2 {
		t.Errorf("losses %v of %v persons", losses, counts)
	}
}

// Simulated persons lose and regain what the parameters say, and more by changing occupation: with TEST_HEAVY=1, for it takes
// seventeen years of 20,000 persons.
func TestEventStudyOfTheModel(t *testing.T) {
	if os.Getenv("TEST_HEAVY") == "" {
		t.Skip("seventeen years of 20,000 persons: with TEST_HEAVY=1 only")
	}
	s, err := scenario.Load("central", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(s, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	e, err := runEventStudy(context.Background(), c.late, layoffsFrom, layoffsUntil)
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range []struct {
		words     string
		counted   func(before, then string) bool
		year, ten float64
	}{
		{"all", everybody, .27, .19},
		{"back in their occupation", func(before, then string) bool { return before == then }, .23, .14},
		{"in another", func(before, then string) bool { return before != then }, .38, .23},
	} {
		losses, counts := e.losses(group.counted)
		if math.Abs(losses[0]-group.year) > .02 || math.Abs(losses[1]-group.ten) > .025 || counts[1] < 100 {
			t.Errorf("%s: losses %v of %v persons", group.words, losses, counts)
		}
	}
}

func TestFaultsOfCalibrations(t *testing.T) {
	s, err := scenario.Load("central", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(s, true, []string{"rainfall"}); err == nil || !strings.Contains(err.Error(), `got "rainfall"`) {
		t.Errorf("%v", err)
	}
}
