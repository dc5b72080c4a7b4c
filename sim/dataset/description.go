package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// description is economy.yaml.
type description struct {
	Extends  yaml.Node `yaml:"extends,omitempty"` // see layer
	Name     string    `yaml:"name"`
	Title    string    `yaml:"title"`
	BaseYear int       `yaml:"base_year"`
	Currency string    `yaml:"currency"`
	Roles    struct {
		Utility     string   `yaml:"utility"`
		RealEstate  string   `yaml:"real_estate"`
		Information string   `yaml:"information"`
		Computing   []string `yaml:"computing"`
		Research    []string `yaml:"research"`
	} `yaml:"roles"`
	PublicPool *struct {
		Into string   `yaml:"into"`
		From []string `yaml:"from"`
	} `yaml:"public_pool,omitempty"`
	Anchors map[string]Anchor `yaml:"anchors"`
}

const (
	descriptionFile = "economy.yaml"
	extendsKey      = "extends"
)

// knownAnchors are the figures that the model reads, with the units they may be in and bounds, the lower one
// exclusive. Further ones may stand in economy.yaml for readers. What households own is compared with one another and
// so has one unit.
var knownAnchors = []struct {
	name        string
	required    bool
	units       []string
	least, most float64
}{
	{"gdp", true, []string{"usd", "usd bn"}, 0, 1e18},
	{"unemployment_rate", true, []string{"share"}, 0, .9},
	{"participation_rate", true, []string{"share"}, 0, 1},
	{"employment", true, []string{"people"}, 0, 1e12},
	{"compensation_share", true, []string{"share"}, 0, 1},
	{"labour_share_with_self_employed", false, []string{"share"}, 0, 1},
	{"households", false, []string{"people"}, 0, 1e12},
	{"household_net_worth", false, []string{"usd bn"}, 0, 1e9},
	{"household_equity", false, []string{"usd bn"}, 0, 1e9},
	{"household_real_estate", false, []string{"usd bn"}, 0, 1e9},
	{"wealth_gini", false, []string{"share"}, 0, 1},
	{"income_gini", false, []string{"share"}, 0, 1},
}

// description reads economy.yaml over those that it extends: keys win over keys, each role and each anchor is one.
func (r *reader) description() {
	if _, ok := r.text(descriptionFile); !ok {
		return
	}
	var d description
	for i := len(r.layers) - 1; i >= 0; i-- {
		r.shown[descriptionFile] = path.Join(r.layers[i].Shown, descriptionFile)
		decoder := yaml.NewDecoder(bytes.NewReader(r.layers[i].text))
		decoder.KnownFields(true)
		if err := decode(decoder, &d); err != nil {
			r.notYAML(err)
			return
		}
	}
	d.Extends = yaml.Node{}
	if len(r.layers) > 1 {
		r.economy.Files[descriptionFile] = merged(d)
	}
	e := r.economy
	e.Name, e.Title, e.BaseYear, e.Currency, e.Anchors = d.Name, d.Title, d.BaseYear, d.Currency, d.Anchors
	if d.Name == "" || d.BaseYear == 0 {
		r.fault(descriptionFile, 0, "", "expected a name and a base_year")
	}
	if len(e.Industries) > 0 && len(e.Occupations) > 0 {
		r.roles(&d)
	}
	r.anchors(d.Anchors)
}

// merged is an economy.yaml that extends nothing and says the same.
func merged(d description) []byte {
	b, err := yaml.Marshal(d)
	if err != nil {
		panic(err) // of what has just been read
	}
	return append([]byte("# With the keys of the economies that it extends.\n"), b...)
}

// errorLine is what the decoder says of one line, of the syntax or of a key.
var errorLine = regexp.MustCompile(`^\s*(yaml: )?line (\d+): (.*)$`)

func (r *reader) notYAML(err error) {
	if errors.Is(err, io.EOF) {
		r.unread(descriptionFile, err)
		return
	}
	for _, text := range strings.Split(strings.TrimPrefix(err.Error(), "yaml: unmarshal errors:\n"), "\n") {
		line, text := 0, strings.TrimSpace(text)
		if found := errorLine.FindStringSubmatch(text); found != nil {
			line, _ = strconv.Atoi(found[2])
			if text = found[3]; found[1] != "" {
				text = "not YAML: " + text
			}
		}
		r.fault(descriptionFile, line, "", "%s", inWords(text))
	}
}

// What the decoder says in terms of this program's types.
var (
	unknownField = regexp.MustCompile(`^field (.+) not found in type (\S+)`)
	wrongValue   = regexp.MustCompile("^cannot unmarshal (!!\\S+)( `(.*)`)? into (\\S+)")
)

// inWords is what the decoder says in the words of who writes the file.
func inWords(text string) string {
	if found := unknownField.FindStringSubmatch(text); found != nil {
		kind := reflect.TypeFor[description]()
		switch found[2] {
		case "dataset.description":
		case "dataset.Anchor":
			kind = reflect.TypeFor[Anchor]()
		default:
			return "unknown key " + found[1]
		}
		return fmt.Sprintf("unknown key %s, expected %s", found[1], strings.Join(keysOf(kind), ", "))
	}
	if found := wrongValue.FindStringSubmatch(text); found != nil {
		got := map[string]string{"!!seq": "a list", "!!map": "a mapping"}[found[1]]
		if got == "" {
			got = strconv.Quote(found[3])
		}
		return fmt.Sprintf("expected %s, got %s", kindInWords(found[4]), got)
	}
	return text
}

// kindInWords is what a type of this program looks like in the file.
func kindInWords(kind string) string {
	switch {
	case kind == "int":
		return "a whole number"
	case kind == "float64":
		return "a number"
	case kind == "string":
		return "a text"
	case strings.HasPrefix(kind, "[]"):
		return "a list"
	}
	return "a mapping"
}

// keysOf are the keys of a mapping.
func keysOf(kind reflect.Type) (out []string) {
	for i := range kind.NumField() {
		key, _, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ",")
		out = append(out, key)
	}
	return out
}

// keyFault is a fault of a dotted key of economy.yaml.
func (r *reader) keyFault(key, format string, args ...any) {
	shown, line := r.describedAt(key)
	r.faults = append(r.faults, Fault{shown, line, key, fmt.Sprintf(format, args...)})
}

func (r *reader) anchors(given map[string]Anchor) {
	for _, want := range knownAnchors {
		a, ok := given[want.name]
		key := "anchors." + want.name
		if !ok {
			if want.required {
				r.keyFault(key, "missing")
			}
			continue
		}
		if !(a.Value > want.least && a.Value <= want.most) {
			r.keyFault(key, "expected a value above %g and at most %g, got %g", want.least, want.most, a.Value)
		}
		if !slices.Contains(want.units, a.Unit) {
			r.keyFault(key, "expected the unit %s, got %q", strings.Join(want.units, " or "), a.Unit)
		}
		if a.Source == "" {
			r.keyFault(key, "expected a source, got none")
		}
	}
}

// decode turns a panic of the decoder on odd input into an error.
func decode(d *yaml.Decoder, into any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("not YAML: %v", p)
		}
	}()
	return d.Decode(into)
}

// roles finds the industries and occupations that economy.yaml names. A group of occupations stands for all of them.
func (r *reader) roles(d *description) {
	e := r.economy
	industry := func(key, code string) int {
		i := slices.Index(r.industryCodes(), code)
		if i < 0 {
			r.keyFault(key, "expected the code of an industry, got %q", code)
		}
		return i
	}
	occupations := func(key string, codes []string) []bool {
		out := make([]bool, len(e.Occupations))
		for _, code := range codes {
			known := false
			for f, o := range e.Occupations {
				if o.Code == code || e.Groups[o.Group] == code {
					out[f], known = true, true
				}
			}
			if !known {
				r.keyFault(key, "expected the code of an occupation or of a group of them, got %q", code)
			}
		}
		return out
	}
	e.Utility = industry("roles.utility", d.Roles.Utility)
	e.RealEstate = industry("roles.real_estate", d.Roles.RealEstate)
	e.Information = industry("roles.information", d.Roles.Information)
	e.Computing = occupations("roles.computing", d.Roles.Computing)
	e.Research = occupations("roles.research", d.Roles.Research)
	if p := d.PublicPool; p != nil {
		e.PublicInto = industry("public_pool.into", p.Into)
		for i, code := range p.From {
			if code == p.Into || slices.Index(p.From, code) < i {
				r.keyFault("public_pool.from", "expected each industry once and not the one they go into, got %q", code)
			}
			e.PublicFrom = append(e.PublicFrom, industry("public_pool.from", code))
		}
	}
}
