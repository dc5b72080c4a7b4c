package scenario

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tenfold/configs"
)

// A Source is the text of a scenario and where it was found.
type Source struct {
	Name string // the file's name without its ending
	File string // as messages show it
	Data []byte

	dir     string // what paths in it are relative to
	id      string // the same for two ways to write one path
	shipped bool
}

const (
	economyFolder = "economies"
	ending        = ".yaml"
)

// A kind is what a file is read as.
type kind struct {
	word   string
	folder string // of what is shipped
}

var (
	scenarios = kind{"scenario", "scenarios"}
	policies  = kind{"policy", "policies"}
)

func (k kind) names() []string { return shippedNames(k.folder, ending) }

// Names lists the shipped scenarios.
func Names() []string { return scenarios.names() }

// Economies lists the shipped economies.
func Economies() []string { return shippedNames(economyFolder, "") }

// shippedNames lists the files of that ending, or the folders when it is "", in order.
func shippedNames(folder, ending string) []string {
	entries, err := fs.ReadDir(configs.FS, folder)
	if err != nil {
		return nil // nothing of that kind is shipped
	}
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ending); ok && e.IsDir() == (ending == "") {
			out = append(out, name)
		}
	}
	slices.Sort(out) // names sort otherwise than the files, where one is the beginning of another
	return out
}

// Description is the comment at the file's head, as one line.
func (s Source) Description() string {
	var words []string
	for line := range strings.Lines(strings.TrimPrefix(string(s.Data), "\ufeff")) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !ok {
			break
		}
		words = append(words, strings.Fields(comment)...)
	}
	return strings.Join(words, " ")
}

// Open finds a scenario: the name of a shipped one, or a path. Text with a slash or the ending .yaml is always a path.
func Open(nameOrPath string) (Source, error) {
	return scenarios.open(nameOrPath, place{file: nameOrPath}, false)
}

// open reports faults at the place that asked. What is shipped refers to what is shipped only.
func (k kind) open(ref string, asked place, shippedOnly bool) (Source, error) {
	switch {
	case ref == "":
		return Source{}, Faults{asked.fault("", "expected the name of a %s or the path of a file, got nothing", k.word)}
	case !isPath(ref) && slices.Contains(k.names(), ref):
		return k.openShipped(ref)
	case shippedOnly && isPath(ref) && asked.dir != "":
		return ShippedFile(path.Join(asked.dir, ref))
	case shippedOnly:
		return Source{}, Faults{k.unknown(ref, asked)}
	}
	return k.openFile(ref, asked)
}

func isPath(ref string) bool {
	return strings.ContainsAny(ref, `/\`) || strings.HasSuffix(ref, ending) || strings.HasSuffix(ref, ".yml")
}

func (k kind) unknown(ref string, asked place) Fault {
	names := k.names()
	return asked.fault("", "no %s of the name %s is shipped%s (shipped: %s)", k.word, printable(ref), suggest(ref, names), strings.Join(names, ", "))
}

func (k kind) openShipped(name string) (Source, error) {
	file := path.Join(k.folder, name+ending)
	data, err := fs.ReadFile(configs.FS, file)
	if err != nil {
		return Source{}, fmt.Errorf("shipped %s %s: %w", k.word, name, err)
	}
	return Source{Name: name, File: "configs/" + file, Data: data, id: "shipped:" + name, shipped: true}, nil
}

// ShippedFile is a shipped scenario that no list names, such as one that only a replication runs: a path below configs.
func ShippedFile(file string) (Source, error) {
	data, err := fs.ReadFile(configs.FS, file)
	if err != nil {
		return Source{}, Faults{{File: "configs/" + file, Message: "no such file is shipped"}}
	}
	name, _ := strings.CutSuffix(path.Base(file), ending)
	return Source{Name: name, File: "configs/" + file, Data: data, dir: path.Dir(file), id: "shipped:" + file, shipped: true}, nil
}

func (k kind) openFile(ref string, asked place) (Source, error) {
	file := ref
	if !filepath.IsAbs(file) {
		file = filepath.Join(asked.dir, file)
	}
	data, err := readFile(file, mostBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !isPath(ref):
		return Source{}, Faults{k.unknown(ref, asked)}
	case err != nil:
		return Source{}, Faults{asked.fault("", "%s", err)}
	}
	base := filepath.Base(file)
	return Source{
		Name: strings.TrimSuffix(base, filepath.Ext(base)), File: file, Data: data,
		dir: filepath.Dir(file), id: identity(file),
	}, nil
}

// readFile reads one byte more than is allowed, so that the limit is noticed and an endless device is not read.
func readFile(file string, most int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", printable(file), cause(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("expected a file, got the folder %s", printable(file))
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", printable(file), cause(err))
	}
	return data, nil
}

// cause drops the operation and the path, which the message has already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func identity(file string) string {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	return file
}
