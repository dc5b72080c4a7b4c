package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A Folder is where an economy's files are. Base finds the folder that economy.yaml names with extends; without it
// nothing can be extended.
type Folder struct {
	FS    fs.FS
	Shown string // stands before the names of files in faults
	ID    string // the same for two ways to name one folder
	Base  func(name string) (Folder, error)
}

// Named is an economy of a library: a file system with one folder an economy, which extend one another by name.
func Named(library fs.FS, shown, name string) (Folder, error) {
	folder, err := fs.Sub(library, name)
	if err == nil {
		_, err = fs.Stat(folder, ".")
	}
	if err != nil {
		return Folder{}, fmt.Errorf("no economy %q in %s", name, shown)
	}
	shownFolder := path.Join(shown, name)
	return Folder{FS: folder, Shown: shownFolder, ID: "library:" + shownFolder,
		Base: func(name string) (Folder, error) { return Named(library, shown, name) }}, nil
}

// layer is a folder with its economy.yaml.
type layer struct {
	Folder
	text []byte
	root *yaml.Node
}

// readAll reads the economy.yaml of the folder and of those that it extends, and every other file from the first of
// them that has it.
func (r *reader) readAll(folder Folder) {
	complete := r.readLayers(folder)
	for _, file := range files {
		if file != descriptionFile {
			r.readFile(file, complete)
		}
	}
}

// readLayers fills r.layers, the folder first, what it extends after it. It is false when an economy.yaml cannot be
// read, so that nobody knows which files there would be.
func (r *reader) readLayers(folder Folder) bool {
	for {
		shown := path.Join(folder.Shown, descriptionFile)
		r.shown[descriptionFile] = shown
		b, err := readText(folder.FS, descriptionFile)
		l := layer{Folder: folder, text: bytes.TrimPrefix(b, []byte(byteOrderMark)), root: &yaml.Node{}}
		r.layers = append(r.layers, l)
		if err != nil {
			r.unread(descriptionFile, err)
			return len(r.layers) == 1 && errors.Is(err, fs.ErrNotExist)
		}
		if err := decode(yaml.NewDecoder(bytes.NewReader(l.text)), l.root); err != nil {
			r.notYAML(err)
			return false
		}
		extends := lookUp(l.root, []string{extendsKey})
		if extends == nil {
			r.shown[descriptionFile] = path.Join(r.layers[0].Shown, descriptionFile)
			r.economy.Files[descriptionFile] = b // of the only layer; merged ones replace it
			return true
		}
		if folder, err = r.extended(folder, extends); err != nil {
			r.fault(descriptionFile, extends.Line, extendsKey, "%s", err)
			return false
		}
	}
}

func (r *reader) extended(folder Folder, extends *yaml.Node) (Folder, error) {
	if extends.Kind != yaml.ScalarNode || extends.ShortTag() != "!!str" || extends.Value == "" {
		return Folder{}, errors.New("expected the name of an economy or the path of a folder")
	}
	if folder.Base == nil {
		return Folder{}, fmt.Errorf("there is no economy %q to extend here", extends.Value)
	}
	base, err := folder.Base(extends.Value)
	if err != nil {
		return Folder{}, err
	}
	if slices.ContainsFunc(r.layers, func(l layer) bool { return l.ID == base.ID }) {
		return Folder{}, fmt.Errorf("%s extends itself", base.Shown)
	}
	return base, nil
}

// readFile takes a file from the first layer that has it.
func (r *reader) readFile(file string, complete bool) {
	for _, l := range r.layers {
		b, err := readText(l.FS, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		r.shown[file] = path.Join(l.Shown, file)
		if err != nil {
			r.unread(file, err)
			return
		}
		r.economy.Files[file] = b
		return
	}
	if complete {
		r.shown[file] = path.Join(r.layers[0].Shown, file)
		r.unread(file, fs.ErrNotExist)
	}
}

// unread is a fault of a file as a whole.
func (r *reader) unread(file string, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.fault(file, 0, "", "missing: an economy's folder has %s", strings.Join(files, ", "))
	case errors.Is(err, io.EOF):
		r.fault(file, 0, "", "empty")
	default:
		r.fault(file, 0, "", "%s", err)
	}
}

const byteOrderMark = "\xef\xbb\xbf"

func readText(folder fs.FS, file string) ([]byte, error) {
	b, err := fs.ReadFile(folder, file)
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", err)
	case !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0:
		return nil, errors.New("expected UTF-8 text, got binary data")
	}
	return b, nil
}

// text returns what was read of a file, without a byte order mark; false when there was nothing to read.
func (r *reader) text(file string) ([]byte, bool) {
	b, ok := r.economy.Files[file]
	return bytes.TrimPrefix(b, []byte(byteOrderMark)), ok
}

// lookUp finds a value in nested mappings, nil without.
func lookUp(n *yaml.Node, keys []string) *yaml.Node {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	if len(keys) == 0 {
		return n
	}
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == keys[0] {
			return lookUp(n.Content[i+1], keys[1:])
		}
	}
	return nil
}

// describedAt is the file and line in which a dotted key of economy.yaml stands: the first folder's before those that
// it extends. A key that stands nowhere belongs into the first.
func (r *reader) describedAt(key string) (shown string, line int) {
	for _, l := range r.layers {
		if n := lookUp(l.root, strings.Split(key, ".")); n != nil {
			return path.Join(l.Shown, descriptionFile), n.Line
		}
	}
	return r.shown[descriptionFile], 0
}
