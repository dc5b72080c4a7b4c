package report

import (
	"fmt"
	"strings"
)

// The spans of a comparison with enough draws for a band, and with one. In between it is a range.
const (
	spanBand = "80 % of draws"
	spanOne  = "one draw"
)

// band is what is known of how sure a detected change is.
func (c *comparison) band(r *compared) string {
	f, _ := r.factor()
	switch {
	case c.Span != spanOne:
		width := (r.High - r.Low) * f
		return fmt.Sprintf("%s: %s to %s", c.Span, signed(r.Low*f, width), signed(r.High*f, width))
	case c.Free == 0:
		return "one draw, without noise"
	}
	return "one draw, noise ± " + strings.TrimPrefix(signed(c.Student*r.Noise*f, c.Student*r.Noise*f), "+")
}

// open says of a change that its sign is.
func (c *comparison) open() string {
	if c.Tested {
		return "not detected"
	}
	return "not tested"
}

// known says how far draws go into what is not known.
func (c *comparison) known() string {
	switch c.Span {
	case spanOne:
		return "One draw from the priors says nothing of how results depend on parameters."
	case spanBand:
		return "The band is over draws from the priors and stands for what is not known."
	}
	return fmt.Sprintf("The range is that of %d draws from the priors, which are too few for a band.", c.Draws)
}

// lines say what the lines of charts are.
func (c *comparison) lines() string {
	switch c.Span {
	case spanOne:
		return ""
	case spanBand:
		return "lines hold 80 % of draws from the parameters' priors, "
	}
	return fmt.Sprintf("lines are the range of %d draws from the parameters' priors, ", c.Draws)
}

// verdict is the span of a change, shown to the digits that a width leaves, or that its sign is open.
func (c *comparison) verdict(r *compared, width float64) string {
	f, _ := r.factor()
	switch {
	case c.Tested && !r.Detected:
		return "no detected difference"
	case c.Span != spanOne:
		return signed(r.Low*f, width) + " to " + signed(r.High*f, width)
	case c.Tested:
		return "detected"
	}
	return c.open()
}

// tests say how a difference is told from noise.
func (c *comparison) tests() string {
	switch {
	case !c.Sampled:
		return "No agents are simulated, so there is no noise."
	case !c.Tested:
		return "With one seed the noise of simulated agents is not measured, and so few draws do not tell it from a difference."
	case c.Free == 0:
		return "The noise of simulated agents is not measured with one seed; each draw's is inside the band."
	}
	return fmt.Sprintf("A detected difference is larger than %.1f standard errors over seeds: Student's t at 99 %%, degrees of freedom: %d. The standard error shrinks with the number of simulated agents, and does not hold what a small sample does to levels in all seeds alike.", c.Student, c.Free)
}
