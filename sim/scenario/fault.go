package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Fault is one thing wrong with a configuration and where it stands.
type Fault struct {
	File    string `json:"file"`   // as the user named it; "--set" and "environment" for values from there
	Line    int    `json:"line"`   // from 1; 0 when there are no lines
	Column  int    `json:"column"` // from 1; 0 when unknown
	Path    string `json:"path"`   // dotted key
	Message string `json:"message"`
}

// String is "file:line:column: path: message", without the parts that are unknown.
func (f Fault) String() string {
	text := f.File
	for _, n := range []int{f.Line, f.Column} {
		if n > 0 {
			text += fmt.Sprintf(":%d", n)
		}
	}
	for _, part := range []string{f.Path, f.Message} {
		if part != "" && text != "" {
			text += ": "
		}
		text += part
	}
	return text
}

// Faults are all that is wrong, in the order in which a reader meets it.
type Faults []Fault

// Error has one line a fault.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// orNil keeps an empty list from becoming a non-nil error.
func (f Faults) orNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// sorted puts the faults of one file into the order of its lines.
func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return f
}

// mostFaults bounds the report on a file that is no scenario at all.
const mostFaults = 100

// first are as many of a file's faults as a reader can use, and a note when there are more.
func (f Faults) first(file string) Faults {
	if len(f) <= mostFaults {
		return f
	}
	return append(f[:mostFaults:mostFaults], place{file: file}.fault("", "and more: only the first %d are listed", mostFaults))
}

// A place is where a value came from.
type place struct {
	file         string
	line, column int
	dir          string // what relative paths in the value are relative to
}

func (p place) fault(path, format string, args ...any) Fault {
	return Fault{p.file, p.line, p.column, path, fmt.Sprintf(format, args...)}
}
