package scenario

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/param"
)

// canonical writes all settings as YAML, grouped and ordered as declared, each quantity with its unit in a comment.
// Reading the result gives the same values, to the bit. Texts in instead replace a key's own.
func canonical(set *param.Set, instead map[string]string) []byte {
	var out bytes.Buffer
	write(&out, grow(set), instead, "")
	return out.Bytes()
}

func write(out *bytes.Buffer, b *branch, instead map[string]string, indent string) {
	for _, name := range b.names {
		child := b.children[name]
		fmt.Fprintf(out, "%s%s:", indent, name)
		if child.parameter == nil {
			out.WriteByte('\n')
			write(out, child, instead, indent+"  ")
			continue
		}
		value := child.parameter.Value()
		if text, ok := instead[child.key]; ok {
			value = text
		}
		fmt.Fprintf(out, " %s", spell(value))
		if u := child.parameter.Unit; u != "" {
			fmt.Fprintf(out, " # %s", u)
		}
		out.WriteByte('\n')
	}
}

// spell writes a value so that YAML reads it back as the same value of the same type.
func spell(value any) string {
	switch v := value.(type) {
	case float64:
		return spellFloat(v)
	case string:
		return spellText(v)
	default:
		return fmt.Sprint(v)
	}
}

// spellFloat is the shortest decimal that reads back as v, with an exponent only where the digits would be many.
func spellFloat(v float64) string {
	if size := math.Abs(v); v == 0 || (size >= 1e-6 && size < 1e15) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

var plainText = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_./-]*$`)

// spellText quotes what YAML would read as something else than text. Go's escapes are all YAML's too.
func spellText(v string) string {
	n := yaml.Node{Kind: yaml.ScalarNode, Value: v}
	if plainText.MatchString(v) && n.ShortTag() == "!!str" {
		return v
	}
	return strconv.Quote(v)
}

// difference lists in words what b sets otherwise than a.
func difference(a, b *param.Set) []string {
	var out []string
	for _, p := range a.All() {
		q := b.Find(p.Key)
		if p.Key == nameKey || q == nil || p.Value() == q.Value() {
			continue
		}
		from, to := show(p, p.Value()), show(q, q.Value())
		if from == to { // to the digits that people are shown
			from, to = spell(p.Value()), spell(q.Value())
		}
		out = append(out, fmt.Sprintf("%s %s -> %s", p.Key, from, to))
	}
	return out
}

// fingerprint hashes the lines key=value in the order of the keys, so that no order of declaration matters. Lines in
// instead replace a key's own: a table counts by its content, not by its path.
func fingerprint(model string, set *param.Set, instead map[string]string) string {
	lines := []string{}
	for _, p := range set.All() {
		if _, replaced := instead[p.Key]; !replaced && decides(p.Key) {
			lines = append(lines, p.Key+"="+hashed(p.Value()))
		}
	}
	for key, content := range instead {
		lines = append(lines, key+"="+strconv.Quote(content))
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte("model=" + model + "\n" + strings.Join(lines, "\n") + "\n"))
	return hex.EncodeToString(sum[:])
}

// decides tells what changes results from what only names a run or says how the machine does it.
func decides(key string) bool {
	return !slices.Contains([]string{nameKey, "engine.executor", "engine.workers"}, key)
}

func hashed(value any) string {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case string:
		return strconv.Quote(v)
	default:
		return fmt.Sprint(v)
	}
}
