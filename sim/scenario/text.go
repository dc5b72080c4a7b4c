package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// mostBytes is far above any scenario and far below what would strain the parser.
const mostBytes = 1 << 20

// parse turns a file's bytes into the mapping at its root. An empty file is refused: more often than not it is one
// that was cut short. The example shows what the root looks like.
func parse(file string, data []byte, example string) (*yaml.Node, error) {
	at := place{file: file}
	if line, problem := checkBytes(data); problem != "" {
		at.line = line
		return nil, Faults{at.fault("", "%s", problem)}
	}
	root, line, err := document(data)
	if err != nil {
		at.line = line
		return nil, Faults{at.fault("", "%s", err)}
	}
	at.line, at.column = root.Line, root.Column
	if root.Kind != yaml.MappingNode {
		return nil, Faults{at.fault("", "expected settings such as `%s`, got %s", example, describe(root))}
	}
	return root, nil
}

// checkBytes refuses what cannot be a scenario before the parser sees it, which would not say in which line.
func checkBytes(data []byte) (line int, problem string) {
	if len(data) > mostBytes {
		return 0, fmt.Sprintf("expected at most %d bytes, got more", mostBytes)
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			problem = fmt.Sprintf("expected UTF-8, got the byte 0x%02x: is this a binary file?", data[i])
		case unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\u0085", r):
			problem = fmt.Sprintf("expected text, got the control character %U: is this a binary file?", r)
		}
		if problem != "" {
			return bytes.Count(data[:i], []byte("\n")) + 1, problem
		}
		i += size
	}
	return 0, ""
}

// document parses the one document of a text.
func document(data []byte) (root *yaml.Node, line int, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	switch err := decoder.Decode(&first); {
	case errors.Is(err, io.EOF) || (err == nil && len(first.Content) == 0):
		return nil, 0, errors.New("expected settings, got an empty file: write at least `name:` and a name")
	case err != nil:
		return nil, lineIn(err), errors.New(withoutLine(err))
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		return nil, second.Line, errors.New("expected one document, got another after `---`")
	case !errors.Is(err, io.EOF):
		return nil, lineIn(err), errors.New(withoutLine(err))
	}
	return first.Content[0], 0, nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// lineIn is the line that the parser's message names, which it gives only as text, and not at all for the first.
func lineIn(err error) int {
	if found := yamlLine.FindStringSubmatch(err.Error()); found != nil {
		if line, err := strconv.Atoi(found[1]); err == nil {
			return line
		}
	}
	return 1
}

func withoutLine(err error) string {
	return "not YAML: " + yamlLine.ReplaceAllString(err.Error(), "")
}

// describe says in a message what a node holds.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a group of settings"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.AliasNode:
		return "an alias"
	case n.ShortTag() == "!!null":
		return "nothing"
	case n.ShortTag() == "!!str":
		return quote(n.Value)
	default:
		return shorten(n.Value)
	}
}

const longestQuote = 60

// quote makes a user's text safe to print: escaped, so that it cannot steer a terminal, and short.
func quote(text string) string { return strconv.Quote(shorten(text)) }

func shorten(text string) string {
	if utf8.RuneCountInString(text) <= longestQuote {
		return text
	}
	return string([]rune(text)[:longestQuote]) + "..."
}

// plainKey is a key that may stand in a message without quotes.
var plainKey = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

func printable(key string) string {
	if plainKey.MatchString(key) {
		return key
	}
	return quote(strings.TrimSpace(key))
}
