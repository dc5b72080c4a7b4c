package replicate

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/scenario"
)

// An inputReader reads a model's inputs; faults are collected, and what is faulty reads as zero.
type inputReader struct {
	*reader
	node    *yaml.Node
	values  map[string]*yaml.Node
	outputs []string // where they depend on the inputs
}

func fault(file string, n *yaml.Node, path, format string, args ...any) scenario.Fault {
	return scenario.Fault{File: file, Line: n.Line, Column: n.Column, Path: path, Message: fmt.Sprintf(format, args...)}
}

func (r *inputReader) has(key string) bool { return r.values[key] != nil }

// float is a number within bounds; a missing one is a fault.
func (r *inputReader) float(key string, low, high float64) float64 {
	if !r.has(key) {
		r.report(r.node, join("inputs", key), "expected a number from %g to %g, got nothing", low, high)
		return low
	}
	return r.bounded(join("inputs", key), r.values[key], low, high)
}

func (r *inputReader) bounded(at string, n *yaml.Node, low, high float64) float64 {
	x, ok := r.number(at, n)
	if ok && !(x >= low && x <= high) {
		r.report(n, at, "expected a number from %g to %g, got %g", low, high, x)
		return low
	}
	return x
}

// optional is float with a default.
func (r *inputReader) optional(key string, otherwise, low, high float64) float64 {
	if !r.has(key) {
		return otherwise
	}
	return r.float(key, low, high)
}

// whole is a whole number with a default.
func (r *inputReader) whole(key string, otherwise, low, high int) int {
	x := r.optional(key, float64(otherwise), float64(low), float64(high))
	if x != float64(int(x)) {
		r.report(r.values[key], join("inputs", key), "expected a whole number, got %g", x)
	}
	return int(x)
}

func (r *inputReader) truth(key string) bool {
	n := r.values[key]
	if n == nil || n.ShortTag() == "!!bool" {
		return n != nil && n.Value == "true"
	}
	r.report(n, join("inputs", key), "expected true or false, got %s", scenario.Describe(n))
	return false
}

// word is text; "" where there is none.
func (r *inputReader) word(key string) string {
	n := r.values[key]
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		r.report(n, join("inputs", key), "expected text, got %s", scenario.Describe(n))
		return ""
	}
	return n.Value
}

// each calls read for every item of a list.
func (r *inputReader) each(key string, read func(at string, item *yaml.Node)) {
	n := r.values[key]
	switch {
	case n == nil:
		r.report(r.node, join("inputs", key), "expected a list, got nothing")
	case n.Kind != yaml.SequenceNode || len(n.Content) == 0:
		r.report(n, join("inputs", key), "expected a list, got %s", scenario.Describe(n))
	default:
		for i, item := range n.Content {
			read(fmt.Sprintf("inputs.%s[%d]", key, i), item)
		}
	}
}

// vector is a list of numbers within bounds.
func (r *inputReader) vector(at string, n *yaml.Node, low, high float64) []float64 {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.report(n, at, "expected a list of numbers, got %s", scenario.Describe(n))
		return nil
	}
	var out []float64
	for i, item := range n.Content {
		out = append(out, r.bounded(fmt.Sprintf("%s[%d]", at, i), item, low, high))
	}
	return out
}

// one requires exactly one of two groups of inputs.
func (r *inputReader) alternatives(first, second []string) (useSecond bool) {
	a, b := r.any(first), r.any(second)
	if a != "" && b != "" {
		r.report(r.values[b], join("inputs", b), "expected either %s or %s, got both", strings.Join(first, ", "), strings.Join(second, ", "))
	}
	return a == "" && b != ""
}

func (r *inputReader) any(keys []string) string {
	for _, key := range keys {
		if r.has(key) {
			return key
		}
	}
	return ""
}
