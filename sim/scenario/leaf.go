package scenario

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/param"
	"tenfold/sim/unit"
)

// leaf reads one value by its YAML tag and the parameter's kind, and checks its bounds. Nothing is converted behind the
// user's back: 1.9 is no count, "true" in quotes is no switch and 2025 without quotes is no text.
func leaf(p *param.Parameter, n *yaml.Node) (any, error) {
	value, err := typed(p, n)
	if err != nil {
		return nil, err
	}
	// Storing checks the bounds. What is stored here is overwritten when the layers are merged.
	if err := p.Set(value); err != nil {
		return nil, err
	}
	return value, nil
}

func typed(p *param.Parameter, n *yaml.Node) (any, error) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		return nil, fmt.Errorf("expected %s, got %s", wanted(p), describe(n))
	}
	switch p.Kind {
	case param.Float:
		return number(p, n)
	case param.Int:
		return whole(p, n)
	case param.Bool:
		return truth(p, n)
	case param.Month:
		return month(p, n)
	default:
		return word(p, n)
	}
}

// wanted says what a parameter expects: "a number in usd/h".
func wanted(p *param.Parameter) string {
	if p.Unit == "" || (p.Kind != param.Float && p.Kind != param.Int) {
		return p.Kind.String()
	}
	return fmt.Sprintf("%s in %s", p.Kind, p.Unit)
}

// decimal leaves out what YAML reads as a number but few readers do: 0x10, 0o17, 010 (octal), 1_000, .nan and .inf.
var decimal = regexp.MustCompile(`^[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$`)

func number(p *param.Parameter, n *yaml.Node) (float64, error) {
	var v float64
	var err error
	switch tag := n.ShortTag(); {
	case tag == "!!str" && len(n.Value) <= longestQuote:
		v, err = unit.Parse(n.Value, p.Unit)
	case (tag == "!!int" || tag == "!!float") && decimal.MatchString(n.Value):
		if v, err = strconv.ParseFloat(n.Value, 64); err != nil {
			err = fmt.Errorf("expected %s, got %s, which is too large", wanted(p), describe(n))
		}
	default:
		err = fmt.Errorf("expected %s, got %s", wanted(p), describe(n))
	}
	if err != nil {
		return 0, err
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("expected %s, got %s", wanted(p), describe(n))
	}
	if v == 0 {
		v = 0 // -0 becomes 0: one value has one spelling
	}
	return v, nil
}

// exactBelow is the size up to which every whole number is a float64 of its own.
const exactBelow = 1 << 53

// whole accepts 1000000, 1M and 1e6, which are whole, and refuses 1.9.
func whole(p *param.Parameter, n *yaml.Node) (int64, error) {
	v, err := number(p, n)
	if err != nil {
		return 0, err
	}
	if v != math.Trunc(v) {
		return 0, fmt.Errorf("expected %s, got %s (nothing is rounded)", wanted(p), describe(n))
	}
	if math.Abs(v) > exactBelow || (math.Abs(v) == exactBelow && !isExactly(n.Value, v)) {
		return 0, fmt.Errorf("expected %s up to 2^53, got %s", wanted(p), describe(n))
	}
	return int64(v), nil
}

// isExactly tells 2^53 from 2^53 + 1, which rounds to it.
func isExactly(text string, v float64) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	return err != nil || float64(n) == v && n == int64(v)
}

func truth(p *param.Parameter, n *yaml.Node) (bool, error) {
	if n.ShortTag() != "!!bool" {
		return false, fmt.Errorf("expected %s, got %s", p.Kind, describe(n))
	}
	return strconv.ParseBool(n.Value)
}

var monthForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}$`)

// month also meets the tag !!timestamp, which YAML gives to 2025-01-01.
func month(p *param.Parameter, n *yaml.Node) (string, error) {
	if !monthForm.MatchString(n.Value) {
		return "", fmt.Errorf("expected %s, got %s", p.Kind, describe(n))
	}
	return n.Value, nil
}

func word(p *param.Parameter, n *yaml.Node) (string, error) {
	switch tag := n.ShortTag(); {
	case tag == "!!str" && p.Kind == param.Choice:
		return n.Value, choice(p, n.Value)
	case tag == "!!str":
		return n.Value, nil
	case p.Kind == param.Choice:
		return "", errors.New(choiceMessage(p, describe(n)))
	default:
		return "", fmt.Errorf("expected %s, got %s: put it in quotes if it is meant", p.Kind, describe(n))
	}
}

func choice(p *param.Parameter, v string) error {
	if p.Set(v) == nil {
		return nil
	}
	return errors.New(choiceMessage(p, quote(v)) + suggest(v, p.Choices))
}

func choiceMessage(p *param.Parameter, got string) string {
	return fmt.Sprintf("expected one of %s, got %s", strings.Join(p.Choices, ", "), got)
}
