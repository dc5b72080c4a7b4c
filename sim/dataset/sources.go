package dataset

import (
	"slices"
	"strings"
)

// Source is where a table comes from and how old it is.
type Source struct{ Name, Vintage string }

// Sources are what the heads of the tables name, each once, in the order in which tables are read.
func (e *Economy) Sources() (out []Source) {
	for _, name := range files {
		var s Source
		for line := range strings.Lines(string(e.Files[name])) {
			if text, ok := strings.CutPrefix(line, "# source: "); ok {
				s.Name = strings.TrimSpace(text)
			}
			if text, ok := strings.CutPrefix(line, "# vintage: "); ok {
				s.Vintage = strings.TrimSpace(text)
			}
			if !strings.HasPrefix(line, "#") {
				break
			}
		}
		if s.Name != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
