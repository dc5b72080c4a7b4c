package report_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tenfold/sim/chart"
	"tenfold/sim/report"
)

func point(x, y float64) chart.Point { return chart.Point{X: x, Y: y} }

var decade = fake{name: "central", seed: 1, growth: .25, people: 1000, months: 132}

func sections(p *report.Page) (out []string) {
	for _, s := range p.Sections {
		out = append(out, s.Title)
	}
	return out
}

// The page of a run opens with five sentences, shows every section, names every figure once, and asks nothing of a network.
func TestRunPage(t *testing.T) {
	p := report.Runs(open(t, decade), context())
	if len(p.Lead) != 5 {
		t.Errorf("%d sentences: %q", len(p.Lead), p.Lead)
	}
	for i, want := range []string{"output in 2035 is 23 % above its trend", "Unemployment goes from 4.0 % in 2025 to 8.6 % in 2035", "in A title", "the median adult's real income after tax is 14 % above that of 2025", "do 29 % of the wage bill's tasks"} {
		if i == 2 {
			want = "from 4.6 % above it in Managers to 23 % above it in 19; labour's share of income goes from 55 to 46 %"
		}
		if i < len(p.Lead) && !strings.Contains(p.Lead[i], want) {
			t.Errorf("sentence %d is %q, want %q", i+1, p.Lead[i], want)
		}
	}
	want := []string{"What is simulated", "Output and prices", "Work", "Wages by occupation", "Who earns what", "What stands in the way", "How it is spread", "The fleet", "Technology", "What others expect", "What the model has been tested against", "What it must not be used for"}
	if got := sections(p); !slices.Equal(got, want) {
		t.Errorf("sections %q", got)
	}
	ids := map[string]bool{}
	for _, c := range p.Figures() {
		h := chart.HeadOf(c)
		if ids[h.ID] || h.ID == "" || h.Title == "" || h.Source == "" {
			t.Errorf("figure %+v", h)
		}
		ids[h.ID] = true
		if len(c.Table()) < 2 {
			t.Errorf("figure %s has no data", h.ID)
		}
	}
	if len(ids) < 25 {
		t.Errorf("%d figures", len(ids))
	}
	page, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := report.Runs(open(t, decade), context()).HTML()
	if err != nil || string(again) != string(page) {
		t.Errorf("other bytes the second time: %v", err)
	}
	if _, err := html.Parse(strings.NewReader(string(page))); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"Tests of a kind", "tenfold run", "price.fall 10x/yr -&gt; 3x/yr", "Mines &amp; quarries", "record: a record", "Somebody else 2025, 5 years"} {
		if !strings.Contains(string(page), text) {
			t.Errorf("no %q on the page", text)
		}
	}
	if found := regexp.MustCompile(`(?:src|href)="(https?:|//)[^"]*|url\(http|@import`).FindString(string(page)); found != "" {
		t.Errorf("the page asks for %q", found)
	}
}

// What cannot be told from nothing is not told.
func TestNothingIsToldOfNothing(t *testing.T) {
	still := fake{name: "no-ai", seed: 1, people: 1000, months: 132}
	for _, sentence := range report.Runs(open(t, still), context()).Lead {
		if !strings.Contains(sentence, "of the wage bill's tasks") {
			t.Errorf("told: %q", sentence)
		}
	}
}

// Several scenarios are overlaid and told against the first; seeds of one are one, and where they disagree about the sign of
// a difference it is not told.
func TestRunsAreCompared(t *testing.T) {
	other := decade
	other.name, other.growth = "moore", .1
	p := report.Runs(open(t, decade, other), context())
	if len(p.Lead) != 2 || !strings.HasPrefix(p.Lead[1], "In moore, in 2035, output is 11 % lower, unemployment is 2.8 points lower, ") {
		t.Errorf("told: %q", p.Lead)
	}
	if p.Title != "moore against central, 2025 to 2035" {
		t.Errorf("title %q", p.Title)
	}
	one, two := decade, decade
	one.name, two.name, two.seed = "twin", "twin", 2
	one.noise, two.noise = .1, -.1 // around central: one above, one below
	central := decade
	central.seed = 3
	p = report.Runs(open(t, central, one, two), context())
	if got := p.Lead[len(p.Lead)-1]; !strings.HasPrefix(got, "In twin no main outcome of 2035 differs from central") {
		t.Errorf("told: %q", got)
	}
	output, ok := p.Figures()[0].(*chart.Lines)
	if !ok || len(output.Lines) != 2 || output.Lines[0].Low != nil || output.Lines[1].Low == nil {
		t.Errorf("the chart of output: %+v", p.Figures()[0])
	}
}

// What is about people is told and drawn of runs that have them only, in either order: the zeros of others are no figures.
func TestRunsWithoutPeopleAreCompared(t *testing.T) {
	without := decade
	without.name, without.people = "mean-field", 0
	for _, fakes := range [][]fake{{decade, without}, {without, decade}} {
		p := report.Runs(open(t, fakes...), context())
		if got := p.Lead[1]; !strings.HasPrefix(got, "In "+fakes[1].name+" no main outcome of 2035 differs from "+fakes[0].name) {
			t.Errorf("told: %q", got)
		}
		drawn := 0
		for _, c := range p.Figures() {
			lines, ok := c.(*chart.Lines)
			if id := chart.HeadOf(c).ID; !ok || !strings.HasPrefix(id, "gini") && id != "poverty" {
				continue
			}
			drawn++
			if len(lines.Lines) != 1 || lines.Lines[0].Name != decade.name {
				t.Errorf("%s against %s: figure %s has %d lines, the first of %s", fakes[1].name, fakes[0].name, lines.ID, len(lines.Lines), lines.Lines[0].Name)
			}
		}
		if drawn != 3 {
			t.Errorf("%s against %s: %d figures about people", fakes[1].name, fakes[0].name, drawn)
		}
	}
}

// The last sentence gives the coworkers that do the wage bill's tasks, those of firms, and the others as what they are; and
// the settings behind whatever obstacle is largest.
func TestFleetIsTold(t *testing.T) {
	for large, want := range map[string]string{
		"blocked_by_capability": "coworkers fail at it, given how soon the length of tasks that they can do doubles (horizon.doubling, 6 months).",
		"blocked_by_review":     "it costs too much review, given the review that they need (review.minimum, 0.1 h/h).",
		"blocked_by_price":      "the hours cost too much, given the curve that prices hours (price.curve, tenfold).",
		"blocked_by_compute":    "compute is too scarce, given how fast compute grows (compute.growth, 3.3x/yr).",
		"blocked_by_new_tasks":  "it has come back as new tasks, given the share of displaced tasks that do (new_tasks.strength, 0.5).",
		"blocked_by_adoption":   "firms have not got to it, given how they follow each other's example (adoption.imitation, 0.42 /yr) and how long they take (adoption.lag, 2 yr).",
	} {
		f := decade
		f.large = large
		lead := report.Runs(open(t, f), context()).Lead
		got := lead[len(lead)-1]
		if begin := "In 2035 firms use 38 million coworkers, which do 29 % of the wage bill's tasks; 571 million more are for uses that nobody had before (largely assumed by new_uses.elasticity, 1.5) and 152 million are people's own. "; !strings.HasPrefix(got, begin) {
			t.Errorf("told %q, want it to begin %q", got, begin)
		}
		if !strings.HasSuffix(got, " % of all) is left because "+want) {
			t.Errorf("told %q, want it to end %q", got, want)
		}
	}
}

// A run of months is shown by months, and one without people without what is known of people only.
func TestShortRunPage(t *testing.T) {
	p := report.Runs(open(t, fake{name: "short", seed: 1, growth: .25, months: 5}), &report.Context{})
	if p.Title != "short, 2025" {
		t.Errorf("title %q", p.Title)
	}
	if got := sections(p); slices.Contains(got, "How it is spread") || slices.Contains(got, "What others expect") {
		t.Errorf("sections %q", got)
	}
	if svg := chart.SVG(p.Figures()[0]); !strings.Contains(svg, "output · 2025-05: ") {
		t.Error(svg)
	}
	if _, err := p.HTML(); err != nil {
		t.Error(err)
	}
}

// Folders that are none, or whose run is not complete, are refused with what to do.
func TestOpenRunRefuses(t *testing.T) {
	dir := decade.write(t)
	path := filepath.Join(dir, "manifest.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(data), `"complete"`, `"running"`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	for of, want := range map[string]string{dir: "the run is running after 132 of 132 ticks: `tenfold run --resume ", t.TempDir(): "is no run folder"} {
		if _, err := report.OpenRun(of); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// Tables with their source are read with dates of all kinds; what is no date or number is refused.
func TestRecords(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) *report.Sourced {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "r.csv"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := report.ReadSourced(os.DirFS(dir), "r.csv")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := write("# A title.\n# source: somebody\ndate,v,keep\n2023.712,1,x\n2023-03,2,x\n2024-07-16,3,x\n2025,4,x\n2026,,\n")
	r, err := s.Record("date", "v", 10, func(cell func(string) string) bool { return cell("keep") == "x" })
	if err != nil {
		t.Fatal(err)
	}
	if s.Table("r").Caption != "A title" || r.Source != "somebody" || len(r.Points) != 4 {
		t.Fatalf("%+v %+v", s, r)
	}
	for i, want := range []float64{2023.712, 2023.208, 2024.542, 2025.5} {
		if got := r.Points[i]; got.X < want-.002 || got.X > want+.002 || got.Y != float64(10*(i+1)) {
			t.Errorf("point %d is %v, want %g", i, got, want)
		}
	}
	for _, text := range []string{"date,v\nyesterday,1\n", "date,v\n2024,much\n", "day,v\n2024,1\n", "date,v\n2024-x,1\n"} {
		if _, err := write(text).Record("date", "v", 1, nil); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// A table of tests is counted by verdict, and folded where it is long.
func TestValidationIsCounted(t *testing.T) {
	tests := report.Table{Caption: "Claims", Rows: [][]string{{"id", "verdict"}}}
	for range 30 {
		tests.Rows = append(tests.Rows, []string{"a", "holds"})
	}
	tests.Rows = append(tests.Rows, []string{"b", "holds only if price.fall above 3x/yr"}, []string{"c", "holds only if x below 1"}, []string{"d", "does not hold"})
	s := report.Validation([]report.Table{tests, {Caption: "Without", Rows: [][]string{{"a"}, {"b"}}}})
	if want := []string{"Claims: 30 × holds, 2 × holds only on a condition, 1 × does not hold"}; !slices.Equal(s.List, want) {
		t.Errorf("%q", s.List)
	}
	page, err := (&report.Page{Sections: []report.Section{s}}).HTML()
	if err != nil || !strings.Contains(string(page), "<summary>Claims: 33 rows</summary>") || strings.Count(string(page), "<details>") != 1 {
		t.Errorf("%v\n%s", err, page)
	}
}
