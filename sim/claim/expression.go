package claim

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"tenfold/sim/scenario"
)

// part is a part of a claim with its expression as a program.
//
// An expression reads CASE.column in the year in which it is measured, CASE_2025.column in another one and
// CASE_years.column as a list over all years; CASE["table/column"] is the list over the groups of a table,
// CASE["table/column/group"] one of them. `year` and `years` are the dates, set["price.fall"] what the draw says, and
// consumption and compensation the base year's by industry. Functions are those of `vocabulary` and of evidence.go.
type part struct {
	*scenario.ClaimPart
	program    *vm.Program
	references []reference
}

// reference is a column that an expression reads.
type reference struct {
	name   string // as the expression writes the case and the year
	of     string // case
	year   int    // 0: the one in which it is measured
	all    bool   // all years
	column string
}

var dated = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)_(\d{4}|years)$`)

// otherNames are what an expression may read besides cases.
var otherNames = []string{"year", "years", "set", "consumption", "compensation"}

// compile reads a part's expression. Names that it does not know are errors.
func compile(p *scenario.ClaimPart, cases []string, columns map[string]bool) (*part, error) {
	out := &part{ClaimPart: p}
	if p.Measure == "" {
		return out, nil
	}
	tree, err := parser.Parse(p.Measure)
	if err != nil {
		return nil, fmt.Errorf("expected an expression: %s", oneLine(err))
	}
	v := &visitor{cases: cases, columns: columns}
	ast.Walk(&tree.Node, v)
	if v.fault != nil {
		return nil, v.fault
	}
	out.references = v.found
	options := []expr.Option{expr.Env(sample(v.found)), expr.AsAny()}
	for name, f := range vocabulary {
		options = append(options, expr.Function(name, f))
	}
	for name := range (&evidence{}).functions() {
		options = append(options, expr.DisableBuiltin(name))
	}
	if out.program, err = expr.Compile(p.Measure, options...); err != nil {
		return nil, fmt.Errorf("expected an expression: %s", oneLine(err))
	}
	return out, nil
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// sample is an environment of the right types.
func sample(references []reference) map[string]any {
	env := map[string]any{"year": 0., "years": []float64{}, "set": map[string]any{}, "consumption": []float64{}, "compensation": []float64{}}
	for name, f := range (&evidence{}).functions() {
		env[name] = f
	}
	for _, r := range references {
		env[r.name] = map[string]any{}
	}
	return env
}

// visitor collects what an expression reads.
type visitor struct {
	cases   []string
	columns map[string]bool
	found   []reference
	fault   error
}

// Visit looks at one node of the expression's tree.
func (v *visitor) Visit(node *ast.Node) {
	member, ok := (*node).(*ast.MemberNode)
	if !ok || v.fault != nil {
		return
	}
	name, isName := member.Node.(*ast.IdentifierNode)
	column, isText := member.Property.(*ast.StringNode)
	if !isName || slices.Contains(otherNames, name.Value) {
		return
	}
	r := reference{name: name.Value, of: name.Value}
	if m := dated.FindStringSubmatch(name.Value); m != nil {
		r.of, r.all = m[1], m[2] == "years"
		r.year, _ = strconv.Atoi(m[2])
	}
	switch {
	case !slices.Contains(v.cases, r.of):
		v.fault = fmt.Errorf("no case is called %q (cases: %s)", r.of, strings.Join(v.cases, ", "))
	case !isText:
		v.fault = fmt.Errorf("expected the name of a column in quotes after %s", name.Value)
	case !v.known(column.Value):
		v.fault = fmt.Errorf("no column is called %q (`tenfold explain` lists them; of other tables than series write table/column or table/column/group)", column.Value)
	case r.all && isList(column.Value):
		v.fault = fmt.Errorf("expected one column after %s, got %q, a list over groups", name.Value, column.Value)
	default:
		r.column = column.Value
		v.found = append(v.found, r)
	}
}

func (v *visitor) known(column string) bool {
	if p := strings.Split(column, "/"); len(p) == 3 {
		column = p[0] + "/" + p[1]
	}
	return v.columns[column]
}

// scene is what an expression is measured on: the runs of a draw and a seed by case, and what the draw says.
type scene struct {
	runs                      map[string]*record
	set                       map[string]any
	consumption, compensation []float64
	evidence                  *evidence
}

// measure is the part's value in a year; four values for shares of variance.
func (p *part) measure(s *scene, year int) ([]float64, error) {
	env, err := p.environment(s, year)
	if err != nil {
		return nil, err
	}
	got, err := expr.Run(p.program, env)
	if err != nil {
		return nil, fmt.Errorf("%s", oneLine(err))
	}
	var v []float64
	if p.Sobol {
		v, err = numbers(got)
		if err == nil && len(v) != outcomes {
			err = fmt.Errorf("expected a list of %d outcomes, got %d", outcomes, len(v))
		}
	} else {
		v = []float64{0}
		v[0], err = number(got)
	}
	if err == nil && slices.ContainsFunc(v, func(x float64) bool { return x-x != 0 }) {
		err = fmt.Errorf("the measure is %g", v)
	}
	return v, err
}

// environment is what the expression's names stand for in a year.
func (p *part) environment(s *scene, year int) (map[string]any, error) {
	env := map[string]any{"year": float64(year), "set": s.set, "consumption": s.consumption, "compensation": s.compensation}
	for name, f := range s.evidence.functions() {
		env[name] = f
	}
	var calendar []int
	for _, r := range p.references {
		run := s.runs[r.of]
		switch {
		case run.Failed != "":
			return nil, fmt.Errorf("case %s: %s", r.of, run.Failed)
		case calendar == nil:
			calendar = run.Years
			env["years"] = floats(calendar)
		case !slices.Equal(calendar, run.Years):
			return nil, fmt.Errorf("cases %s and %s have other years", p.references[0].of, r.of)
		}
		at := year
		switch {
		case r.all:
			at = 0
		case r.year > 0:
			at = r.year
		}
		v, ok := run.value(r.column, at)
		if list, isList := v.([]float64); !ok || isList && len(list) == 0 {
			return nil, fmt.Errorf("the runs of case %s have no %s in %d", r.of, r.column, at)
		}
		columns, _ := env[r.name].(map[string]any)
		if columns == nil {
			columns = map[string]any{}
			env[r.name] = columns
		}
		columns[r.column] = v
	}
	return env, nil
}

func floats(years []int) []float64 {
	out := make([]float64, len(years))
	for i, y := range years {
		out[i] = float64(y)
	}
	return out
}

// number takes what an expression gives: numbers, and truth as 1 or 0.
func number(v any) (float64, error) {
	switch x := v.(type) {
	case float64:
		return x, nil
	case int:
		return float64(x), nil
	case bool:
		if x {
			return 1, nil
		}
		return 0, nil
	}
	return 0, fmt.Errorf("expected a number, got %T", v)
}

// numbers takes a list.
func numbers(v any) ([]float64, error) {
	switch x := v.(type) {
	case []float64:
		return x, nil
	case []any:
		out := make([]float64, len(x))
		for i := range x {
			n, err := number(x[i])
			if err != nil {
				return nil, err
			}
			out[i] = n
		}
		return out, nil
	}
	return nil, fmt.Errorf("expected a list of numbers, got %T", v)
}
