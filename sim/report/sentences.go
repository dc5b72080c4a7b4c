package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// An outcome is what sentences are about.
type outcome struct {
	words string
	read  reading
	// share outcomes change by points, others by per cent
	share bool
	// noise is what the draws of simulated agents leave open, in points or per cent: a smaller difference is none
	noise float64
}

// outcomes are those of comparisons of runs, the first of which matter most.
var runOutcomes = []outcome{
	{"output", column("real_output"), false, .1},
	{"unemployment", column("unemployment_rate"), true, .1},
	{"the mean real wage", column("wage_real_mean"), false, .1},
	{"the price level", column("price_level"), false, .1},
	{"labour's share of income", column("labour_share"), true, .1},
	{"median income", ofPeople("income_median"), false, 2},
	{"the Gini coefficient of income", ofPeople("income_gini"), true, .5},
	{"the share of tasks that coworkers do", column("done"), true, .1},
}

// lead is what happened, in at most five sentences: with what it is given, and without what cannot be told from nothing.
func (s *story) lead() []string {
	var out []string
	if len(s.all) == 1 {
		for _, tell := range []func() string{s.tellOutput, s.tellWork, s.tellWages, s.tellPeople, s.tellFleet} {
			if text := tell(); text != "" {
				out = append(out, text)
			}
		}
		return out
	}
	if text := s.tellOutput(); text != "" {
		out = append(out, "In "+s.base.name+", "+lowerFirst(text))
	}
	for _, v := range s.all[1:min(len(s.all), mostSentences)] {
		out = append(out, s.against(v))
	}
	return out
}

// against is a sentence on what differs from the baseline.
func (s *story) against(v *variant) string {
	const most = 4
	var parts []string
	for _, o := range runOutcomes {
		if d, ok := s.difference(v, o); ok && len(parts) < most {
			sign := " %"
			if o.share {
				sign = " points"
			}
			parts = append(parts, fmt.Sprintf("%s is %s%s %s", o.words, twoDigits(math.Abs(d)), sign, word(d > 0, "higher", "lower")))
		}
	}
	if len(parts) == 0 {
		return fmt.Sprintf("In %s no main outcome of %d differs from %s by more than the noise of simulated agents.", v.name, s.last, s.base.name)
	}
	return fmt.Sprintf("In %s, in %d, %s than in %s.", v.name, s.last, listing(parts), s.base.name)
}

// difference from the baseline in the last year, in per cent or points; false where it is not detected: where seeds that
// both have disagree about its sign, or agents' noise could make it, and where one of the two does not have the outcome.
func (s *story) difference(v *variant, o outcome) (float64, bool) {
	low, high, sum, n := math.Inf(1), math.Inf(-1), 0., 0.
	for _, r := range v.runs {
		for _, b := range s.base.runs {
			if len(v.runs) > 1 && len(s.base.runs) > 1 && r.Manifest.Seed != b.Manifest.Seed {
				continue
			}
			x, y := b.in(o.read(b), s.last), r.in(o.read(r), s.last)
			d := 100 * (y - x)
			if !o.share {
				d = 100 * (y/x - 1)
			}
			if math.IsNaN(d) || math.IsInf(d, 0) {
				return 0, false
			}
			low, high, sum, n = math.Min(low, d), math.Max(high, d), sum+d, n+1
		}
	}
	mean := sum / n
	return mean, math.Abs(mean) >= o.noise && low*high > 0
}

// given are the settings that a sentence rests on, with their values.
func (s *story) given(format string, keys ...string) string {
	values := make([]any, len(keys))
	for i, key := range keys {
		v, ok := s.base.first().About.Settings[key]
		if !ok {
			return ""
		}
		values[i] = v
	}
	return fmt.Sprintf(format, values...)
}

func (s *story) tellOutput() string {
	output, price := s.base.in(column("real_output"), s.last), s.base.in(column("price_level"), s.last)
	ceiling := s.base.in(column("blocked_by_ceiling"), s.last)
	if !sure(output, 1, .001) {
		return ""
	}
	given := s.given("With hours priced by the curve %s and ", "price.curve")
	if s.base.first().About.Settings["price.curve"] == "tenfold" {
		given = s.given("With a price of a given capability that falls by %s (price.fall) and ", "price.fall")
	}
	if given == "" {
		given = "With "
	}
	text := fmt.Sprintf("%sat most %s %% of the wage bill's tasks within reach of coworkers (tasks.ceiling), output in %d is %s its trend without AI", given, twoDigits(100*(1-ceiling.mean)), s.last, beyond(output.mean))
	if sure(price, 1, .001) {
		text += fmt.Sprintf(", and the price level is %s its own", beyond(price.mean))
	}
	return text + "."
}

func (s *story) tellWork() string {
	read := column("unemployment_rate")
	from, to := s.base.in(read, s.first), s.base.in(read, s.last)
	peak, year := s.base.peak(read)
	if math.IsNaN(to.mean) || math.Abs(to.mean-from.mean) < .001 && peak.mean-from.mean < .001 {
		return ""
	}
	text := fmt.Sprintf("Unemployment goes from %.1f %% in %d to %.1f %% in %d", 100*from.mean, s.first, 100*to.mean, s.last)
	if year != s.last && peak.mean-to.mean >= .001 {
		text += fmt.Sprintf(", with a peak of %.1f %% in %d", 100*peak.mean, year)
	}
	return text + s.given(", given how fast wages give way where there is too little work (labour.wage_down, %s)", "labour.wage_down") + "."
}

func (s *story) tellWages() string {
	wage := s.base.in(column("wage_real_mean"), s.last)
	if !sure(wage, 1, .001) {
		return ""
	}
	text := fmt.Sprintf("Real wages in %d are %s their trend on average", s.last, beyond(wage.mean))
	if low, high := s.extremes("fields", "wage_real"); low != "" {
		text += fmt.Sprintf(", from %s to %s", low, high)
	}
	share := column("labour_share")
	from, to := s.base.in(share, s.first), s.base.in(share, s.last)
	if math.Abs(to.mean-from.mean) >= .002 {
		text += fmt.Sprintf("; labour's share of income goes from %.0f to %.0f %%", 100*from.mean, 100*to.mean)
		if math.Abs(to.mean-from.mean) < .02 {
			text = strings.Replace(text, fmt.Sprintf("%.0f to %.0f %%", 100*from.mean, 100*to.mean), fmt.Sprintf("%.1f to %.1f %%", 100*from.mean, 100*to.mean), 1)
		}
	}
	return text + s.given(", given how well tasks stand in for each other (substitution.tasks, %s)", "substitution.tasks") + "."
}

// extremes are the items whose values of the last year, relative to 1, are lowest and highest.
func (s *story) extremes(table, name string) (low, high string) {
	r := s.base.first()
	least, most := math.Inf(1), math.Inf(-1)
	for _, item := range r.items(table) {
		v := s.base.in(columnOf(table, name, item), s.last).mean
		if v < least {
			least, low = v, fmt.Sprintf("%s it in %s", beyond(v), r.title(item))
		}
		if v > most {
			most, high = v, fmt.Sprintf("%s it in %s", beyond(v), r.title(item))
		}
	}
	return low, high
}

func (s *story) tellPeople() string {
	if !s.base.first().hasPeople() {
		return ""
	}
	median, gini := ofPeople("income_median"), ofPeople("income_gini")
	from, to := s.base.in(median, s.first), s.base.in(median, s.last)
	before, after := s.base.in(gini, s.first), s.base.in(gini, s.last)
	var parts []string
	if from.mean > 0 && math.Abs(to.mean/from.mean-1) >= .02 {
		parts = append(parts, fmt.Sprintf("the median adult's real income after tax is %s that of %d", beyond(to.mean/from.mean), s.first))
	}
	if math.Abs(after.mean-before.mean) >= .005 {
		parts = append(parts, fmt.Sprintf("the Gini coefficient of income goes from %.0f to %.0f %%", 100*before.mean, 100*after.mean))
	}
	if len(parts) == 0 {
		return ""
	}
	policies := "no policy in force"
	if p := s.base.first().Manifest.Policies; len(p) > 0 {
		policies = strings.Join(p, ", ") + " in force"
	}
	return fmt.Sprintf("Given property as it is spread in the base year and %s, in %d %s, both apart from trend growth.", policies, s.last, listing(parts))
}

func (s *story) tellFleet() string {
	done := s.base.in(column("done"), s.last)
	if !(done.mean >= .001) {
		return ""
	}
	text := fmt.Sprintf("In %d %s %s %% of the wage bill's tasks%s", s.last, s.whoDo(), twoDigits(100*done.mean), s.otherCoworkers())
	most, largest := .001, -1
	for i, o := range obstacles {
		if v := s.base.in(column(o.column), s.last).mean; o.because != "" && v >= most {
			most, largest = v, i
		}
	}
	if largest < 0 {
		return text + "."
	}
	o := obstacles[largest]
	text += fmt.Sprintf(". The largest part of what else could be done digitally (%s %% of all) is left because %s", twoDigits(100*most), o.because)
	return text + s.given(o.given, o.keys...) + "."
}

// whoDo says which coworkers do the wage bill's tasks: those that firms use.
func (s *story) whoDo() string {
	if n := s.base.in(byFirms, s.last).mean; n > 0 {
		return fmt.Sprintf("firms use %s coworkers, which do", countWords(n))
	}
	return "coworkers do"
}

// byFirms reads how many coworkers firms use, in all occupations.
func byFirms(r *Run) []float64 {
	var out []float64
	for _, item := range r.items("fields") {
		of := r.of("fields", "coworkers", item)
		if of == nil {
			return nil
		}
		if out == nil {
			out = make([]float64, len(of))
		}
		for i, n := range of {
			out[i] += n
		}
	}
	return out
}

// otherCoworkers says how many coworkers do none of the wage bill's tasks, where they are more than a few: in most runs
// they are most of all, and mostly an assumption.
func (s *story) otherCoworkers() string {
	all, firms := s.base.in(column("coworkers"), s.last).mean, s.base.in(byFirms, s.last).mean
	newUses, own := s.base.in(column("hours_new_uses"), s.last).mean, s.base.in(column("hours_own"), s.last).mean
	if !(newUses+own > 0) {
		return ""
	}
	perHour := (all - firms) / (newUses + own)
	var parts []string
	if n := newUses * perHour; n >= few*all {
		parts = append(parts, countWords(n)+" more are for uses that nobody had before"+s.given(" (largely assumed by new_uses.elasticity, %s)", "new_uses.elasticity"))
	}
	if n := own * perHour; n >= few*all {
		parts = append(parts, countWords(n)+" are people's own")
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + listing(parts)
}

// few is the share of all coworkers below which some are not worth words.
const few = .01

// sure says whether a figure differs from another by more than noise, for all seeds on the same side.
func sure(f spread, from, noise float64) bool {
	return math.Abs(f.mean-from) >= noise && (f.low-from)*(f.high-from) > 0
}

// beyond is an index relative to one in words: "27 % above".
func beyond(index float64) string {
	change := 100 * (index - 1)
	return twoDigits(math.Abs(change)) + " % " + word(change >= 0, "above", "below")
}

// twoDigits prints a positive number with two digits, or whole.
func twoDigits(v float64) string {
	switch {
	case v >= 10 || v == 0:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= .995:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case v < .005: // next to nothing, which would have an exponent
		return "0"
	}
	return strconv.FormatFloat(v, 'g', 1, 64)
}

// countWords is a number of coworkers for a sentence.
func countWords(v float64) string {
	for _, u := range []struct {
		least float64
		words string
	}{{1e9, " billion"}, {1e6, " million"}, {1e3, " thousand"}} {
		if v >= u.least {
			return twoDigits(v/u.least) + u.words
		}
	}
	return twoDigits(v)
}

func word(choice bool, yes, no string) string {
	if choice {
		return yes
	}
	return no
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// listing joins parts with commas and "and".
func listing(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}
