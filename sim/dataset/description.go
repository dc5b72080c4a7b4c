package dataset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// description is economy.yaml.
type description struct {
	Name     string `yaml:"name"`
	Title    string `yaml:"title"`
	BaseYear int    `yaml:"base_year"`
	Currency string `yaml:"currency"`
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
	} `yaml:"public_pool"`
	Anchors map[string]Anchor `yaml:"anchors"`
}

const descriptionFile = "economy.yaml"

// requiredAnchors are the figures that every economy must have, with the units they may be in and bounds, the lower
// one exclusive.
var requiredAnchors = []struct {
	name        string
	units       []string
	least, most float64
}{
	{"gdp", []string{"usd", "usd bn"}, 0, 1e18},
	{"unemployment_rate", []string{"share"}, 0, .9},
	{"participation_rate", []string{"share"}, 0, 1},
	{"employment", []string{"people"}, 0, 1e12},
	{"compensation_share", []string{"share"}, 0, 1},
}

func (r *reader) description() {
	b, ok := r.text(descriptionFile)
	if !ok {
		return
	}
	var d description
	decoder := yaml.NewDecoder(bytes.NewReader(b))
	decoder.KnownFields(true)
	if err := decode(decoder, &d); err != nil {
		for _, line := range strings.Split(err.Error(), "\n") {
			r.fault(descriptionFile, 0, "", "%s", strings.TrimSpace(line))
		}
		return
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

func (r *reader) anchors(given map[string]Anchor) {
	for _, want := range requiredAnchors {
		a, ok := given[want.name]
		path := "anchors." + want.name
		if !ok {
			r.fault(descriptionFile, 0, path, "missing")
			continue
		}
		if !(a.Value > want.least && a.Value <= want.most) {
			r.fault(descriptionFile, 0, path, "expected a value above %g and at most %g, got %g", want.least, want.most, a.Value)
		}
		if !slices.Contains(want.units, a.Unit) {
			r.fault(descriptionFile, 0, path, "expected the unit %s, got %q", strings.Join(want.units, " or "), a.Unit)
		}
		if a.Source == "" {
			r.fault(descriptionFile, 0, path, "expected a source, got none")
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

func (r *reader) roles(d *description) {
	e := r.economy
	industry := func(path, code string) int {
		i := slices.Index(r.industryCodes(), code)
		if i < 0 {
			r.fault(descriptionFile, 0, path, "expected the code of an industry, got %q", code)
		}
		return i
	}
	occupations := func(path string, codes []string) []bool {
		out := make([]bool, len(e.Occupations))
		for _, code := range codes {
			f := slices.Index(r.occupationCodes(), code)
			if f < 0 {
				r.fault(descriptionFile, 0, path, "expected the code of an occupation, got %q", code)
				continue
			}
			out[f] = true
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
				r.fault(descriptionFile, 0, "public_pool.from", "expected each industry once and not the one they go into, got %q", code)
			}
			e.PublicFrom = append(e.PublicFrom, industry("public_pool.from", code))
		}
	}
}
