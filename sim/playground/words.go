package playground

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/scenario"
)

func plain(v any) string { return fmt.Sprint(v) }

// Accepted is what is known of a state before anything runs.
type Accepted struct {
	Name         string   `json:"name"`
	Hash         string   `json:"hash"` // of the variant; a link holds it
	Baseline     string   `json:"baseline"`
	BaselineHash string   `json:"baseline_hash"`
	Seed         int64    `json:"seed"`
	Model        string   `json:"model"`
	Version      string   `json:"version"`
	Start        string   `json:"start"` // month
	End          string   `json:"end"`
	Asked        Sizes    `json:"asked"`      // agents of the run that the command reproduces
	Difference   []string `json:"difference"` // what the variant sets otherwise than the baseline, in words
	Command      string   `json:"command"`
	YAML         string   `json:"yaml"`
	Unfit        []string `json:"must_not_be_used_for"`

	Settings map[string]setting `json:"settings,omitempty"` // of the variant, for the page's controls
}

// unfit says what the model must not be used for.
var unfit = []string{
	"It is no forecast of any firm, occupation or region: read it as \"if this, then that\".",
	"It is no ground for decisions about single people.",
	"Exposure is not automation: the share of tasks that can be done digitally at all is a rating, not a measurement.",
	"Review hours, the lag of firms and the elasticity of new uses are thinly measured and decide much.",
}

// difference says in words what the variant sets otherwise than the baseline.
func (s *Server) difference(p *pair) []string {
	out := []string{}
	a, b := parameters(p.baseline), parameters(p.variant)
	for _, from := range a.All() {
		to := b.Find(from.Key)
		if from.Key == "name" || from.Value() == to.Value() {
			continue
		}
		before, after := shown(from, from.Value()), shown(to, to.Value())
		if before == after { // to the digits that are shown
			before, after = plain(from.Value()), plain(to.Value())
		}
		out = append(out, fmt.Sprintf("%s: %s instead of %s", s.called(from.Key), after, before))
	}
	had := p.baseline.PolicyNames()
	for _, name := range p.variant.PolicyNames() {
		if !slices.Contains(had, name) {
			out = append(out, "With the policy "+name)
		}
	}
	for _, name := range had {
		if !slices.Contains(p.variant.PolicyNames(), name) {
			out = append(out, "Without the policy "+name)
		}
	}
	return out
}

// called is a setting in words, with its key.
func (s *Server) called(key string) string {
	for i := range s.controls {
		if s.controls[i].Key == key {
			return s.controls[i].Words + " (" + key + ")"
		}
	}
	return key
}

// command is what reproduces the variant in a shell.
func (p *pair) command() string {
	words := []string{"tenfold", "run", quoted(p.source)}
	for _, f := range p.flags {
		words = append(words, "--set", quoted(f))
	}
	for _, l := range p.laws {
		words = append(words, "--policy", quoted(l))
	}
	return strings.Join(words, " ")
}

// quoted keeps a shell from reading anything into a word.
func quoted(word string) string {
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_./=@:,+-", r))
	}) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// yaml is the variant as a scenario file. Policies that the scenario lists itself would be replaced by a list: all is written
// out then.
func (p *pair) yaml() string {
	if base, err := scenario.Load(p.source, nil, nil); err != nil || len(base.PolicyNames()) > 0 {
		return string(p.variant.Resolved())
	}
	var out strings.Builder
	fmt.Fprintf(&out, "extends: %q\nname: playground-%s\n", p.source, p.variant.Hash()[:8])
	groups := []string{}
	pairs := slices.Clone(p.flags)
	slices.Sort(pairs)
	for _, f := range pairs {
		key, value, _ := strings.Cut(f, "=")
		parts := strings.Split(key, ".")
		last := len(parts) - 1
		for depth, group := range parts[:last] {
			if depth < len(groups) && groups[depth] == group {
				continue
			}
			groups = append(groups[:min(depth, len(groups))], group)
			fmt.Fprintf(&out, "%s%s:\n", strings.Repeat("  ", depth), group)
		}
		groups = groups[:last]
		fmt.Fprintf(&out, "%s%s: %s\n", strings.Repeat("  ", last), parts[last], value)
	}
	if len(p.laws) > 0 {
		out.WriteString("policies:\n")
		for _, l := range p.laws {
			fmt.Fprintf(&out, "  - %q\n", l)
		}
	}
	return out.String()
}

// mostSentences are as many as a reader takes in.
const mostSentences = 5

// sentences say what changed in the last year, where the band leaves no doubt of the sign; where nothing is changed, what comes
// out.
func (r *Result) sentences(p *pair) []string {
	out := []string{}
	if r.Draws < leastDraws {
		return out
	}
	open := 0
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		told := outcomes[slices.IndexFunc(outcomes, func(x outcome) bool { return x.column == o.Column })].told
		switch c := o.Change; {
		case told == "" || len(out) == mostSentences:
		case p.same():
			out = append(out, o.sentence(told))
		case c == nil:
		case c.open():
			open++
		default:
			out = append(out, fmt.Sprintf("In %d, %s is %s than in %s (80%s%% of draws: %s).", c.Year, told, c.Words, p.Baseline, fixed, c.BandWords))
		}
	}
	if len(out) == 0 && open > 0 {
		out = append(out, fmt.Sprintf("No difference from %s has a sure sign: for every outcome the band over %d draws holds changes up and down.", p.Baseline, r.Draws))
	}
	return out
}

// fixed is a space at which no line breaks.
const fixed = "\u00a0"

// sentence is the level in the last year.
func (s *Series) sentence(told string) string {
	c, at := &s.Variant, len(s.Variant.Years)-1
	sign := ""
	if strings.HasPrefix(s.Unit, "%") {
		sign = fixed + "%"
	} else if s.Unit == trendUnit {
		sign = fixed + "times the trend without coworkers"
	}
	width := c.High[at] - c.Low[at]
	say := func(v float64) string { return strings.TrimPrefix(signed(v, width), "+") }
	return fmt.Sprintf("In %d, %s is %s%s (80%s%% of draws: %s to %s).", c.Years[at], told, say(c.Values[at]), sign, fixed, say(c.Low[at]), say(c.High[at]))
}

// open tells that the band holds changes up and down.
func (c *Change) open() bool { return c.Low <= 0 && c.High >= 0 }

// manifold is from how many per cent on a change is told as a multiple.
const manifold = 200

// tell puts the change into words.
func (c *Change) tell() {
	width := c.High - c.Low
	if !c.Band {
		width = math.Abs(c.Value)
	}
	times := c.Unit == percent && math.Max(math.Abs(c.Value), c.High) > manifold
	say := func(v float64) string {
		if times {
			return strconv.FormatFloat(1+v/100, 'g', 2, 64)
		}
		if text := signed(v, width); v == 0 || strings.ContainsAny(text, "123456789") {
			return text
		}
		return signed(v, 3*math.Abs(v)) // what is near zero does not look like zero
	}
	word := "higher"
	if c.Value < 0 {
		word = "lower"
	}
	c.Short, c.Words = say(c.Value)+c.Unit, strings.TrimLeft(say(math.Abs(c.Value)), "+")+c.Unit+" "+word
	if times {
		c.Short, c.Words = say(c.Value)+fixed+"times", say(c.Value)+fixed+"times what it is"
	}
	if c.Band {
		c.BandWords = say(c.Low) + " to " + say(c.High)
	}
}

const percent, points = fixed + "%", fixed + "points"

// signed prints a change to the digit that the width of its band leaves.
func signed(v, width float64) string {
	decimals := 2
	if width > 0 {
		decimals = int(math.Min(math.Max(math.Ceil(-math.Log10(width/3)), 0), 6))
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if v > 0 {
		text = "+" + text
	}
	return strings.Replace(text, "-", "−", 1)
}

// accept is what is known of a pair before it runs.
func (s *Server) accept(p *pair) *Accepted {
	c := &p.variant.Config
	return &Accepted{Name: p.variant.Name, Hash: p.variant.Hash(), Baseline: p.Baseline, BaselineHash: p.baseline.Hash(), Seed: c.Seed,
		Model: modelVersion, Version: s.Version, Start: c.Clock.Start, End: c.Clock.End, Asked: sizesOf(c), Difference: s.difference(p),
		Command: p.command(), YAML: p.yaml(), Unfit: unfit}
}
