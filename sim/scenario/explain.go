package scenario

import (
	"errors"
	"fmt"
	"strings"

	"tenfold/sim/param"
	"tenfold/sim/policy"
	"tenfold/sim/unit"
)

// show prints a value with its unit.
func show(p *param.Parameter, value any) string {
	switch v := value.(type) {
	case float64:
		return unit.Format(v, p.Unit)
	case int64:
		return strings.TrimSpace(fmt.Sprintf("%d %s", v, p.Unit))
	case string:
		if v == "" {
			return "none"
		}
		return v
	default:
		return fmt.Sprint(v)
	}
}

// Explain tells all that is declared about a setting, or lists the settings of a group.
func Explain(set *param.Set, key string) (string, error) {
	tree := grow(set)
	switch b := tree.find(key); {
	case key == extendsKey:
		return extendsKey + "\n\n  " + extendsDoc + "\n", nil
	case key == policiesKey:
		return policiesKey + "\n\n  " + policiesDoc + "\n", nil
	case b == nil:
		return "", errors.New("unknown key " + printable(key) + suggest(key, append(tree.keys(), policy.Names()...)))
	case b.parameter == nil:
		return explainGroup(b), nil
	default:
		return explainOne(b.parameter), nil
	}
}

const extendsDoc = "Shipped scenario or path, relative to the file, whose settings this file changes."

const policiesDoc = "Policies in force: a list of shipped ones or paths, relative to the file; takes the place of the list of what is extended."

func explainGroup(b *branch) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", b.key)
	width := 0
	for _, p := range b.leaves() {
		width = max(width, len(p.Key))
	}
	for _, p := range b.leaves() {
		fmt.Fprintf(&out, "  %-*s  %s\n", width, p.Key, p.Doc)
	}
	return out.String()
}

func explainOne(p *param.Parameter) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n  %s\n\n", p.Key, p.Doc)
	row := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&out, "  %-9s %s\n", title, text)
		}
	}
	row("kind", p.Kind.String())
	row("unit", string(p.Unit))
	row("default", show(p, p.Default))
	row("choices", strings.Join(p.Choices, ", "))
	row("accepted", bounds(p))
	row("prior", prior(p))
	row("source", p.Source)
	row("set", fmt.Sprintf("--set %s=VALUE or %s=VALUE", p.Key, variable(p.Key)))
	return out.String()
}

func bounds(p *param.Parameter) string {
	if p.Kind != param.Float && p.Kind != param.Int {
		return ""
	}
	if p.Kind == param.Int {
		return show(p, int64(p.Min)) + " to " + show(p, int64(p.Max))
	}
	return unit.Format(p.Min, p.Unit) + " to " + unit.Format(p.Max, p.Unit)
}

func prior(p *param.Parameter) string {
	if !p.HasPrior() {
		return ""
	}
	return unit.Format(p.Low, p.Unit) + " to " + unit.Format(p.High, p.Unit)
}
