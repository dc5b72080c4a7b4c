// Package report makes pages for readers from folders of results: one file each, without any request to a network. It runs
// no model; what it says is in the folders.
//
// A page is a value: sentences, figures and tables in sections. HTML writes it. All functions are safe for concurrent use.
package report

import (
	"bytes"
	_ "embed" // the page's form stands in files of its own
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"html/template"
	"strings"

	"tenfold/sim/chart"
)

// Page is what a reader sees.
type Page struct {
	Title    string
	Lead     []string // sentences: what happened
	Sections []Section
	Facts    []Fact // what makes it reproducible
}

// Section is a part of a page.
type Section struct {
	Title, Text string
	Figures     []chart.Chart
	Small       bool          // figures are small multiples
	Wide        []chart.Chart // further figures, over the whole width
	Tables      []Table
	List        []string
}

// Table is rows of text; the first is the header. Columns from Numbers on are numbers.
type Table struct {
	Caption string
	Rows    [][]string
	Numbers int
}

// Count is the number of rows below the header, and Long says that they are folded until a reader asks for them.
func (t Table) Count() int { return max(len(t.Rows)-1, 0) }

// Long says whether a table is folded.
func (t Table) Long() bool { return t.Count() > longTable }

const longTable = 20

// Fact is a line of what makes a page reproducible.
type Fact struct{ Name, Value string }

//go:embed page.html
var form string

//go:embed page.css
var sheet string

//go:embed page.js
var script string

// Sheet is the style sheet of pages: colours, type and charts, for pages of others too.
func Sheet() string { return chart.Style + sheet }

// HTML is the page as one file.
func (p *Page) HTML() ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{
		"svg":    func(c chart.Chart) template.HTML { return template.HTML(chart.SVG(c)) },
		"head":   func(c chart.Chart) chart.Head { return chart.HeadOf(c) },
		"bound":  func(text string) string { return strings.ReplaceAll(text, " %", "\u00a0%") },
		"csv":    csvLink,
		"file":   svgLink,
		"number": func(column, from int) bool { return from > 0 && column >= from },
	}).Parse(form)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, struct {
		*Page
		Sheet  template.CSS
		Script template.JS
	}{p, template.CSS(Sheet()), template.JS(script + chart.Script)})
	return out.Bytes(), err
}

// csvLink is a figure's data as an address that holds them.
func csvLink(c chart.Chart) template.URL {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	_ = w.WriteAll(c.Table()) // to memory: cannot fail
	return dataURL("text/csv", text.Bytes())
}

func svgLink(c chart.Chart) template.URL { return dataURL("image/svg+xml", chart.Standalone(c)) }

func dataURL(kind string, data []byte) template.URL {
	return template.URL(fmt.Sprintf("data:%s;base64,%s", kind, base64.StdEncoding.EncodeToString(data)))
}

// Figures are all charts of the page, in its order.
func (p *Page) Figures() []chart.Chart {
	var out []chart.Chart
	for i := range p.Sections {
		out = append(append(out, p.Sections[i].Figures...), p.Sections[i].Wide...)
	}
	return out
}
