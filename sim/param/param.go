// Package param describes model parameters. A parameter is declared once, beside the code that uses it:
// key, default, unit, bounds, prior, source and one sentence stand in one call, and everything that needs to know
// about parameters (decoding, validation, explain, the JSON Schema, the documents) reads that declaration.
//
// It is not a configuration reader: it never sees a file, the environment or a flag; sim/scenario does.
// A Set is filled by one goroutine and may then be read by many.
package param

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"tenfold/sim/unit"
)

// Kind is the type of a parameter's value.
type Kind int

// The kinds of value a parameter can have.
const (
	Float Kind = iota
	Int
	Bool
	Choice // one of Choices
	Text
	Month // "2025-01"
)

// String names the kind as error messages do.
func (k Kind) String() string {
	return [...]string{"a number", "a whole number", "true or false", "one of a list", "text", "a month such as 2025-01"}[k]
}

// Parameter is one described setting bound to the variable that holds it.
type Parameter struct {
	Key      string // dotted path in a scenario, "price.fall"
	Kind     Kind
	Unit     unit.Unit
	Default  any     // float64, int64, bool or string, by Kind
	Min, Max float64 // inclusive bounds of what is accepted (Float and Int)
	Low      float64 // prior range; Low == High == 0 when the parameter has none
	High     float64
	Choices  []string
	Source   string // where the default comes from; "assumption" when from nowhere
	Doc      string // one sentence

	set func(any)
	get func() any
}

// HasPrior reports whether draws vary the parameter.
func (p *Parameter) HasPrior() bool { return p.Low != p.High }

// Value returns the current value as float64, int64, bool or string.
func (p *Parameter) Value() any { return p.get() }

// Set stores a value of the parameter's kind (float64, int64, bool or string). It returns an error, and stores
// nothing, when the value is of another kind, no finite number, or outside the bounds or the choices.
func (p *Parameter) Set(value any) error {
	if err := p.check(value); err != nil {
		return err
	}
	p.set(value)
	return nil
}

func (p *Parameter) check(value any) error {
	switch v := value.(type) {
	case float64:
		if p.Kind == Float {
			return p.checkFloat(v)
		}
	case int64:
		if p.Kind == Int {
			return p.checkInt(v)
		}
	case bool:
		if p.Kind == Bool {
			return nil
		}
	case string:
		return p.checkText(v)
	}
	// The type is named because 5 of another type looks like what was expected.
	return fmt.Errorf("expected %s, got %v (%T)", p.Kind, value, value)
}

// checkFloat refuses infinities even where there are no bounds: no file can spell them, so that a scenario that holds
// one could not be read again.
func (p *Parameter) checkFloat(v float64) error {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return fmt.Errorf("expected %s, got %v", p.Kind, v)
	case v < p.Min || v > p.Max:
		return p.outOfRange(v, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return nil
}

// exactBelow is the size up to which every whole number is a float64 of its own. Beyond it a number one above a bound
// would compare as equal to it.
const exactBelow = 1 << 53

func (p *Parameter) checkInt(v int64) error {
	if v < -exactBelow || v > exactBelow || float64(v) < p.Min || float64(v) > p.Max {
		return p.outOfRange(float64(v), strconv.FormatInt(v, 10))
	}
	return nil
}

func (p *Parameter) checkText(v string) error {
	switch p.Kind {
	case Choice:
		for _, c := range p.Choices {
			if c == v {
				return nil
			}
		}
		return fmt.Errorf("expected one of %s, got %q", strings.Join(p.Choices, ", "), v)
	case Month:
		if _, _, err := ParseMonth(v); err != nil {
			return err
		}
		return nil
	case Text:
		return nil
	default:
		return fmt.Errorf("expected %s, got %q", p.Kind, v)
	}
}

// outOfRange names the bounds. A value that looks like a bound when rounded for people is spelled out, as are both
// bounds: "from 0 to 0.99, got 0.99" would help nobody.
func (p *Parameter) outOfRange(v float64, exact string) error {
	show := func(x float64) string { return unit.Format(x, p.Unit) }
	least, most, got := show(p.Min), show(p.Max), show(v)
	if got == least || got == most {
		digits := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
		least, most, got = digits(p.Min), digits(p.Max), exact
	}
	return fmt.Errorf("expected %s from %s to %s, got %s", p.Kind, least, most, got)
}

var monthForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}$`)

// ParseMonth reads "2025-01", digits and a dash and nothing else, into a year from 1900 to 2200 and a month from 1 to
// 12.
func ParseMonth(text string) (year, month int, err error) {
	if monthForm.MatchString(text) {
		// Digits alone always convert; strconv by itself would take signs too.
		year, _ = strconv.Atoi(text[:4])
		month, _ = strconv.Atoi(text[5:])
		if year >= 1900 && year <= 2200 && month >= 1 && month <= 12 {
			return year, month, nil
		}
	}
	return 0, 0, fmt.Errorf("expected a month such as 2025-01, from 1900 to 2200, got %q", text)
}

// A Set is an ordered list of parameters. Declaring one key twice panics.
type Set struct {
	list   []*Parameter
	prefix string
}

// Group puts what declare adds under "name.".
func (s *Set) Group(name string, declare func(*Set)) {
	outer := s.prefix
	s.prefix = outer + name + "."
	declare(s)
	s.prefix = outer
}

// All lists the parameters in the order of their declaration.
func (s *Set) All() []*Parameter { return s.list }

// Find returns the parameter of that key, or nil.
func (s *Set) Find(key string) *Parameter {
	for _, p := range s.list {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// Defaults stores every parameter's default.
func (s *Set) Defaults() {
	for _, p := range s.list {
		p.set(p.Default)
	}
}

func (s *Set) add(p *Parameter) *Parameter {
	p.Key = s.prefix + p.Key
	if s.Find(p.Key) != nil {
		// Find would give the first and Defaults would store both.
		panic(fmt.Sprintf("param: %s is declared twice", p.Key))
	}
	s.list = append(s.list, p)
	return p
}

// Float declares a quantity with its unit.
func (s *Set) Float(key string, target *float64, def float64, u unit.Unit) *Parameter {
	return s.add(&Parameter{Key: key, Kind: Float, Unit: u, Default: def, Min: math.Inf(-1), Max: math.Inf(1),
		set: func(v any) { *target = v.(float64) }, get: func() any { return *target }})
}

// Int declares a count with its unit ("coworkers", "people").
func (s *Set) Int(key string, target *int64, def int64, u unit.Unit) *Parameter {
	return s.add(&Parameter{Key: key, Kind: Int, Unit: u, Default: def, Min: 0, Max: math.MaxInt32,
		set: func(v any) { *target = v.(int64) }, get: func() any { return *target }})
}

// Bool declares a switch.
func (s *Set) Bool(key string, target *bool, def bool) *Parameter {
	return s.add(&Parameter{Key: key, Kind: Bool, Default: def,
		set: func(v any) { *target = v.(bool) }, get: func() any { return *target }})
}

// Text declares a free text, such as a name or a path.
func (s *Set) Text(key string, target *string, def string) *Parameter {
	return s.text(key, Text, target, def)
}

// Month declares a calendar month.
func (s *Set) Month(key string, target *string, def string) *Parameter {
	return s.text(key, Month, target, def)
}

// Choice declares one of a list of words; the first is the default.
func (s *Set) Choice(key string, target *string, choices ...string) *Parameter {
	p := s.text(key, Choice, target, choices[0])
	p.Choices = choices
	return p
}

func (s *Set) text(key string, kind Kind, target *string, def string) *Parameter {
	return s.add(&Parameter{Key: key, Kind: kind, Default: def,
		set: func(v any) { *target = v.(string) }, get: func() any { return *target }})
}

// Range states the inclusive bounds of what is accepted.
func (p *Parameter) Range(low, high float64) *Parameter { p.Min, p.Max = low, high; return p }

// Prior states the range that parameter bands draw from, with the default as mode.
func (p *Parameter) Prior(low, high float64) *Parameter { p.Low, p.High = low, high; return p }

// From states the source of the default.
func (p *Parameter) From(source string) *Parameter { p.Source = source; return p }

// Says states in one sentence what the parameter is.
func (p *Parameter) Says(doc string) *Parameter { p.Doc = doc; return p }
