package output

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tenfold/sim/series"
)

// languages are the programs that run the scripts for panels, by the ending of a script's name.
var languages = map[string]string{".py": "python3", ".R": "Rscript"}

// evaluate runs a script of a run folder with the folder's panel and returns the words of its lines.
func evaluate(t *testing.T, dir, script string, args ...string) [][]string {
	t.Helper()
	program := languages[filepath.Ext(script)]
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("TEST_HEAVY") != "" {
			t.Fatalf("%s is needed to try %s", program, script)
		}
		t.Skipf("%s is not installed, so %s is not tried; with TEST_HEAVY=1 this fails", program, script)
	}
	var errors strings.Builder
	cmd := exec.Command(program, append([]string{filepath.Join(dir, script)}, args...)...)
	cmd.Dir, cmd.Stderr = t.TempDir(), &errors // a script finds its folder itself
	out, err := cmd.Output()
	if err != nil || errors.Len() > 0 {
		t.Fatalf("%s: %v\n%s%s", script, err, out, errors.String())
	}
	var lines [][]string
	for line := range strings.Lines(string(out)) {
		lines = append(lines, strings.Fields(line))
	}
	return lines
}

// compare reports words of a line, the first of them a title, that are not the figures expected to six decimals.
func compare(t *testing.T, line []string, want ...float64) {
	t.Helper()
	ok := len(line) >= len(want)
	for i := 0; ok && i < len(want); i++ {
		word := line[len(line)-len(want)+i]
		got, err := strconv.ParseFloat(word, 64)
		ok = math.IsNaN(want[i]) && word == "NA" || err == nil && math.Abs(got-want[i]) < 1.01e-6
	}
	if !ok {
		t.Errorf("got %v, want %.6f", line, want)
	}
}

// spread is the mean of values and its standard error.
func spread(values []float64) (mean, err float64) {
	n, squares := float64(len(values)), 0.
	for _, v := range values {
		mean += v / n
	}
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(squares / (n - 1) / n)
}

// month is a month's name, counted from the first of 2025.
func month(n int) string { return fmt.Sprintf("%d-%02d", 2025+n/12, 1+n%12) }

// newPanel is an empty panel, with columns that no script asks for too.
func newPanel() *series.Table {
	labels := []series.Label{{Name: "date", Doc: "Tick."}, {Name: "person", Doc: "Person."}, {Name: "state", Doc: "State."}, {Name: "occupation", Doc: "Code."}}
	var columns []series.Column
	for _, name := range []string{"hours", "wage", "income", "displaced", "exposure", "skill"} {
		columns = append(columns, series.Column{Name: name, Unit: "share", Doc: name})
	}
	return series.New("panel", "Persons.", labels, columns)
}

// writePanel makes a run folder of a panel.
func writePanel(t *testing.T, panel *series.Table) (dir string) {
	t.Helper()
	r, err := Create(filepath.Join(t.TempDir(), "with space"), about(), []*series.Table{panel})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Write(); err != nil {
		t.Fatal(err)
	}
	if err := r.Finish(Complete, "", 3, Execution{}); err != nil {
		t.Fatal(err)
	}
	return r.Dir()
}

func TestScriptsForPanelsComeWithPanels(t *testing.T) {
	dir := writePanel(t, newPanel())
	if got, want := listing(t, dir), "columns.json event_study.R event_study.py exposure.R exposure.py inputs/price.csv manifest.json panel.csv panel.parquet read.R read.py scenario.yaml views.sql"; got != want {
		t.Errorf("files\n%s\nwant\n%s", got, want)
	}
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for _, file := range f.Manifest.Files {
		if strings.HasPrefix(file.Name, "e") {
			listed++
		}
	}
	if err := f.Verify(); err != nil || listed != 4 {
		t.Errorf("the manifest lists %d of 4 scripts, %v", listed, err)
	}
}

// A trade pays by a line in the log odds of skill, and all its pay grows at a rate of its own.
type trade struct {
	code                 string
	level, slope, growth float64 // of log wage; growth by year
}

// trades have codes that need quotes.
var trades = []trade{{"it's A", 10.5, .3, -.02}, {"B, too", 11, .5, .01}, {"C", 10.8, .4, 0}}

func (o *trade) logWage(skill float64, month int) float64 {
	return o.level + o.slope*math.Log(skill/(1-skill)) + o.growth*float64(month)/12
}

// A worker is a person of the panel for displacement.
type worker struct {
	skill  float64
	before int   // trade
	after  int   // trade after displacement
	laid   []int // months of displacement
	idle   func(month int) bool
	luck   float64 // added to log wage after displacement
}

const idleAfter = 4 // months without a job after displacement

// scar is the change of log pay a number of months after displacement: a quarter is lost and heals by half in ten years.
func scar(months int) float64 { return math.Log(1 - .25*math.Pow(.5, float64(months)/120)) }

// month is the person's row of a month.
func (p *worker) month(n int) (state, code string, wage, displaced float64) {
	since := -1
	for _, m := range p.laid {
		if n >= m {
			since = n - m
		}
	}
	o := &trades[p.before]
	if since >= idleAfter {
		o = &trades[p.after]
	}
	if since >= 0 && since < idleAfter || p.idle != nil && p.idle(n) {
		return "unemployed", o.code, 0, float64(since)
	}
	log := o.logWage(p.skill, n)
	if since >= 0 {
		log += scar(since) + p.luck
	}
	return "employed", o.code, math.Exp(log), float64(since)
}

// workers are the never displaced, the displaced who count, and some who do not.
func workers() (all, counted []worker) {
	for o := range trades {
		for k := range 10 {
			p := worker{skill: (float64(k) + .5) / 10, before: o}
			if k == 3 {
				p.idle = func(n int) bool { return n%2 == 1 }
			}
			all = append(all, p)
		}
	}
	for k, skill := range []float64{.2, .4, .6, .8, .3, .33, .77, .9} {
		p := worker{skill: skill, after: k % 2, laid: []int{14 + 15*(k/4)}, luck: .01 - .02*float64(k/2%2)}
		if k == 1 {
			p.idle = func(n int) bool { return n == p.laid[0]+12 }
		}
		counted = append(counted, p)
	}
	again := worker{skill: .5, before: 2, after: 2, laid: []int{14, 50}} // counts for years 0 to 2
	counted = append(counted, again)
	all = append(all, counted...)
	return append(all,
		worker{skill: .5, laid: []int{14}, luck: 1, idle: func(n int) bool { return n == 13 }}, // had no job
		worker{skill: .5, laid: []int{0}, luck: 1},                                             // nobody knows from where
		worker{skill: .99, laid: []int{14}, luck: 1},                                           // nobody compares
	), counted
}

const eventMonths = 144

// grown is the mean change of log pay of those who work at both months and have not been displaced until the second.
func grown(all []worker, from, to int) float64 {
	sum, n := 0., 0.
	for i := range all {
		before, _, _, _ := all[i].month(from)
		after, _, _, displaced := all[i].month(to)
		if before == "employed" && after == "employed" && displaced < 0 {
			sum += trades[all[i].before].growth * float64(to-from) / 12
			n++
		}
	}
	return sum / n
}

// effects are those of a year on the persons who count then, from the rules by which the panel is made.
func effects(all, counted []worker, year int) (total, within []float64) {
	for _, p := range counted {
		base, then := p.laid[0]-1, p.laid[0]+12*year
		if year == 0 {
			then += idleAfter
		}
		again := len(p.laid) > 1 && then >= p.laid[1]
		if state, _, _, _ := p.month(min(then, eventMonths)); then >= eventMonths || again || state != "employed" {
			continue
		}
		loss := scar(then-p.laid[0]) + p.luck
		moved := trades[p.after].logWage(p.skill, then) - trades[p.before].logWage(p.skill, base)
		within = append(within, loss)
		total = append(total, loss+moved-grown(all, base, then))
	}
	return total, within
}

func TestEventStudyFindsWhatDisplacementCosts(t *testing.T) {
	panel := newPanel()
	all, counted := workers()
	for n := range eventMonths {
		for i := range all {
			state, code, wage, displaced := all[i].month(n)
			panel.Append([]string{month(n), strconv.Itoa(10 * i), state, code}, []float64{2080, wage, wage, displaced, .5, all[i].skill})
		}
	}
	dir := writePanel(t, panel)
	for ending := range languages {
		t.Run(ending, func(t *testing.T) {
			lines := evaluate(t, dir, "event_study"+ending)
			if len(lines) != 14 {
				t.Fatalf("%d lines: %v", len(lines), lines)
			}
			for year := range 13 {
				total, within := effects(all, counted, year)
				if year < 10 && len(within) < 7 {
					t.Fatalf("only %d count in year %d", len(within), year)
				}
				a, b := spread(total)
				c, d := spread(within)
				if len(total) == 0 {
					a, c = math.NaN(), math.NaN()
				}
				compare(t, lines[1+year], float64(year), float64(len(total)), a, b, c, d)
			}
		})
	}
}

// Two levels of exposure, so that the slope is a difference of two means and its variance has a closed form.
func TestExposureFindsADifferenceOfMeans(t *testing.T) {
	type person struct {
		exposure, change float64 // of log wage
		first, last      string  // state
	}
	const at, off, out = "employed", "unemployed", "out"
	persons := []person{
		{0, .1, at, at}, {0, .2, at, at}, {0, .6, at, at}, {0, 0, off, at}, {0, 0, off, off},
		{1, -.3, at, at}, {1, .1, at, at}, {1, 0, at, off}, {1, 0, at, out}, {1, 0, off, at},
		{1, 5, out, at}, {-1, 0, "outside", "outside"},
	}
	// closed is the slope, its standard error and the number of persons.
	closed := func(groups [2][]float64) []float64 {
		n, slope, variance := 0., 0., 0.
		for x, values := range groups {
			mean, _ := spread(values)
			size := float64(len(values))
			slope += float64(2*x-1) * mean
			n += size
			for _, v := range values {
				variance += (v - mean) * (v - mean) / size / size
			}
		}
		return []float64{slope, math.Sqrt(variance * n / (n - 2)), n}
	}
	var wages, jobs [2][]float64
	for _, p := range persons {
		if p.first != at && p.first != off {
			continue
		}
		x, job := int(p.exposure), 0.
		switch {
		case p.first == at && p.last == at:
			wages[x] = append(wages[x], p.change)
		case p.first == at:
			job = -1
		case p.last == at:
			job = 1
		}
		jobs[x] = append(jobs[x], job)
	}
	// The change lies between the second and the last but one date; before and after there is noise.
	build := func(dates ...string) *series.Table {
		panel := newPanel()
		for d, date := range dates {
			for i, p := range persons {
				state, wage := p.first, 0.
				if d >= len(dates)/2 {
					state = p.last
				}
				if state == at {
					wage = 40_000 + 1_000*float64(i)
					if d >= len(dates)/2 {
						wage *= math.Exp(p.change)
					}
					if len(dates) > 2 && (d == 0 || d == len(dates)-1) {
						wage *= 1 + float64(i)
					}
				}
				panel.Append([]string{date, strconv.Itoa(i), state, "A"}, []float64{0, wage, 0, -1, p.exposure, .5})
			}
		}
		return panel
	}
	decembers := writePanel(t, build("2025-11", "2025-12", "2026-01", "2026-12", "2027-12", "2028-01"))
	two := writePanel(t, build("2025-03", "2025-12"))
	one := writePanel(t, build("2025-03"))
	for ending := range languages {
		t.Run(ending, func(t *testing.T) {
			script := "exposure" + ending
			for span, lines := range map[string][][]string{
				"2025-12 to 2027-12,": evaluate(t, decembers, script),
				"2025-03 to 2025-12,": evaluate(t, one, script, filepath.Join(two, "panel.csv")),
			} {
				if len(lines) != 4 || strings.Join(lines[0][:3], " ") != span {
					t.Fatalf("want %s got %v", span, lines)
				}
				compare(t, lines[2], closed(wages)...)
				compare(t, lines[3], closed(jobs)...)
			}
			if out, err := exec.Command(languages[ending], filepath.Join(one, script)).CombinedOutput(); err == nil || !strings.Contains(string(out), "fewer than two dates") {
				t.Errorf("one date: %v, %s", err, out)
			}
		})
	}
}
