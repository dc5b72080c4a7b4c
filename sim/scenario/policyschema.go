package scenario

import (
	"tenfold/sim/param"
	"tenfold/sim/policy"
)

// PolicySchema is the JSON Schema (draft 2020-12) of a policy file.
func PolicySchema() ([]byte, error) {
	return schemaText(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "tenfold policy",
		"type": "object", "additionalProperties": false, "required": []string{leversKey},
		"properties": map[string]any{
			nameKey:      text("Name of the policy; the file's where it is left out."),
			leversKey:    map[string]any{"type": "array", "minItems": 1, "maxItems": mostLevers, "items": provisionSchema(), "description": "What is set."},
			financingKey: map[string]any{"enum": policy.Financings(), "description": "The tax that balances what the policy costs, or debt."},
			scaledKey:    text("Shipped policy or path, relative to the file, whose present cost the scale of this one is solved to equal."),
		},
	})
}

func text(says string) map[string]any {
	return map[string]any{"type": "string", "minLength": 1, "description": says}
}

// provisionSchema lists the levers, and for each what its levels may be.
func provisionSchema() map[string]any {
	var rules []any
	for _, l := range policy.Levers() {
		level := levelSchema(l)
		point := map[string]any{"properties": map[string]any{levelKey: level}}
		rules = append(rules, map[string]any{
			"if": map[string]any{"required": []string{leverKey}, "properties": map[string]any{leverKey: map[string]any{"const": l.String()}}},
			"then": map[string]any{"properties": map[string]any{
				levelKey: level, pathKey: map[string]any{"if": map[string]any{"type": "array"}, "then": map[string]any{"items": point}},
			}},
		})
	}
	return map[string]any{
		"type": "object", "additionalProperties": false, "required": []string{leverKey},
		"oneOf": []any{map[string]any{"required": []string{levelKey}}, map[string]any{"required": []string{pathKey}}},
		"properties": map[string]any{
			leverKey: map[string]any{"enum": policy.Names(), "description": "What is set; `tenfold explain LEVER` says more."},
			levelKey: map[string]any{"type": []string{"number", "string"}, "description": "Where it is set to, in its unit or with one."},
			pathKey:  pathSchema(),
			fromKey:  monthSchema("First month; that of the run where it is left out."),
			untilKey: monthSchema("Last month; that of the run where it is left out."),
		},
		"allOf": rules,
	}
}

func levelSchema(l policy.Lever) map[string]any {
	set := &param.Set{}
	levelOf(set, l, levelKey)
	out := leafSchema(set.Find(levelKey).Says(l.Definition().Doc))
	delete(out, "default") // a lever that is not set has no level
	return out
}

func pathSchema() map[string]any {
	point := map[string]any{"type": "object", "additionalProperties": false, "required": []string{yearKey, levelKey}, "properties": map[string]any{
		yearKey:  map[string]any{"type": "integer", "minimum": firstYear, "maximum": lastYear},
		levelKey: map[string]any{"type": []string{"number", "string"}},
	}}
	return map[string]any{
		"description": "Levels by year: a table (.csv, .xlsx) with the columns year and level, relative to the file, or a list.",
		"anyOf":       []any{map[string]any{"type": "string", "minLength": 1}, map[string]any{"type": "array", "minItems": 1, "items": point}},
	}
}

func monthSchema(says string) map[string]any {
	out := leafSchema(&param.Parameter{Kind: param.Month})
	delete(out, "default")
	out["description"] = says
	return out
}
