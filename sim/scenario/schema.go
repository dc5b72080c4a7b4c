package scenario

import (
	"encoding/json"
	"fmt"
	"math"

	"tenfold/sim/param"
)

// quantity is the form of a number with a unit in quotes or as plain text; the unit itself is checked on loading.
const quantity = `^\s*[-+]?([0-9]|\.[0-9]).*$`

// Schema is the JSON Schema (draft 2020-12) of a scenario file, with which an editor completes and checks one.
func Schema(set *param.Set) ([]byte, error) {
	root := groupSchema(grow(set))
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "tenfold scenario"
	properties := root["properties"].(map[string]any)
	properties[extendsKey] = map[string]any{"type": "string", "minLength": 1, "description": extendsDoc}
	properties[policiesKey] = map[string]any{"type": "array", "maxItems": mostPolicies, "description": policiesDoc,
		"items": map[string]any{"type": "string", "minLength": 1, "examples": PolicyNames()}}
	return schemaText(root)
}

func schemaText(root map[string]any) ([]byte, error) {
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return append(out, '\n'), nil
}

func groupSchema(b *branch) map[string]any {
	properties := map[string]any{}
	for name, child := range b.children {
		if child.parameter != nil {
			properties[name] = leafSchema(child.parameter)
		} else {
			properties[name] = groupSchema(child)
		}
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
}

func leafSchema(p *param.Parameter) map[string]any {
	out := map[string]any{"description": describeParameter(p), "default": p.Default}
	switch p.Kind {
	case param.Float:
		out["anyOf"] = []any{limited("number", p), map[string]any{"type": "string", "pattern": quantity}}
	case param.Int:
		out["anyOf"] = []any{limited("integer", p), map[string]any{"type": "string", "pattern": quantity}}
	case param.Bool:
		out["type"] = "boolean"
	case param.Choice:
		out["enum"] = p.Choices
	case param.Month:
		out["type"], out["pattern"] = "string", `^[0-9]{4}-(0[1-9]|1[0-2])$`
	default:
		out["type"] = "string"
	}
	return out
}

// limited states the bounds, as far as JSON can write them.
func limited(kind string, p *param.Parameter) map[string]any {
	out := map[string]any{"type": kind}
	if !math.IsInf(p.Min, 0) {
		out["minimum"] = p.Min
	}
	if !math.IsInf(p.Max, 0) {
		out["maximum"] = p.Max
	}
	return out
}

func describeParameter(p *param.Parameter) string {
	text := p.Doc
	if p.Unit != "" {
		text += " Unit: " + string(p.Unit) + "."
	}
	if p.Source != "" {
		text += " Source: " + p.Source + "."
	}
	return text
}
