// Package dataset reads an economy's tables from a folder, checks them, and names every fault at once. A folder has
// economy.yaml and eight CSV files; another economy is another folder with the same files, or with some of them and an
// economy.yaml that names the economy it extends. It knows no model: what the figures are used for is the business of
// sim/economy.
//
// An Economy is read by many and changed by none.
package dataset

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
)

// Economy is one economy's base year as published.
type Economy struct {
	Name, Title, Currency string
	BaseYear              int
	Occupations           []Occupation
	Groups                []string // codes of the groups of occupations, which labour flows are by
	Industries            []Industry
	Inputs                [][]float64 // [supplying][using], per unit of gross output
	Consumption           []float64   // usd, by industry, as all final demand
	Investment            []float64
	Government            []float64
	NetExports            []float64   // before non-competing imports
	Jobs                  [][]float64 // [industry][occupation]
	Flows                 [][]float64 // monthly probabilities between out, the groups of occupations and unemployed
	Wealth                []WealthGroup
	Utility               int    // industry that sells electricity
	RealEstate            int    // industry that holds land
	Information           int    // industry that sells uses nobody had before
	Computing             []bool // by occupation: task horizons are measured on its work
	Research              []bool // by occupation
	PublicInto            int    // industry that pays for jobs counted elsewhere, -1 without
	PublicFrom            []int  // industries that count them
	Anchors               map[string]Anchor
	Files                 map[string][]byte // what was read, by name: a folder of them is the same economy
	Digest                string            // SHA-256 over them
}

// Occupation is a row of occupations.csv. Exposure measures are shares of its tasks.
type Occupation struct {
	Code, Title               string
	Group                     int // in Economy.Groups
	Jobs, WageUSDPerYear      float64
	Alpha, Beta, Gamma, Human float64
	Percentiles               [5]float64 // of wages in usd a year: 10th, 25th, 50th, 75th and 90th; 0: not published
}

// Industry is a row of industries.csv. All but gross output are shares of gross output.
type Industry struct {
	Code, Title                           string
	GrossOutputUSD                        float64
	Compensation, Taxes, Surplus, Imports float64
}

// WealthGroup is a row of wealth.csv: shares of households and of what they own.
type WealthGroup struct {
	Code, Title                              string
	Population, NetWorth, Equity, RealEstate float64
}

// Anchor is a published figure that the model is held to.
type Anchor struct {
	Value   float64 `yaml:"value"`
	Unit    string  `yaml:"unit"`
	Source  string  `yaml:"source"`
	Vintage string  `yaml:"vintage"`
}

// Fault is something wrong in a table.
type Fault struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Path    string `json:"path,omitempty"` // code and column
	Message string `json:"message"`
}

// Error is "file:line: path: message".
func (f Fault) Error() string {
	where := f.File
	if f.Line > 0 {
		where = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	if f.Path != "" {
		where += ": " + f.Path
	}
	return where + ": " + f.Message
}

// Faults is everything wrong in a folder.
type Faults []Fault

// Error lists the faults, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}

// mostFaults is as many faults of a file as a reader can use.
const mostFaults = 100

// brief leaves out the faults of a file after the first ones: a table of other codes has one in every row.
func (f Faults) brief() Faults {
	var out Faults
	count := map[string]int{}
	for _, fault := range f {
		count[fault.File]++
		switch n := count[fault.File]; {
		case n <= mostFaults:
			out = append(out, fault)
		case n == mostFaults+1:
			out = append(out, Fault{File: fault.File, Message: fmt.Sprintf("and more: only the first %d are listed", mostFaults)})
		}
	}
	return out
}

// files of an economy's folder, in the order in which they are read and hashed.
var files = []string{"economy.yaml", "occupations.csv", "industries.csv", "inputs.csv", "final_demand.csv", "jobs.csv", "wages.csv", "labour_flows.csv", "wealth.csv"}

// Load reads and checks the economy in a folder that extends no other. The error is Faults.
func Load(folder fs.FS) (*Economy, error) { return Folder{FS: folder}.Load() }

// Load reads and checks an economy. Files that the folder lacks, and keys that its economy.yaml lacks, are those of the
// economy that it extends. The error is Faults.
func (f Folder) Load() (*Economy, error) {
	r := &reader{shown: map[string]string{}, economy: &Economy{PublicInto: -1, Files: map[string][]byte{}}}
	r.readAll(f)
	r.occupations()
	r.industries()
	if len(r.economy.Occupations) > 0 && len(r.economy.Industries) > 0 {
		// The other tables are read by the codes of these two.
		r.inputs()
		r.finalDemand()
		r.jobs()
		r.wages()
		r.flows()
		r.wealth()
	}
	r.description()
	if len(r.faults) == 0 {
		r.check()
	}
	if len(r.faults) > 0 {
		return nil, r.faults.brief()
	}
	r.economy.Digest = digest(r.economy.Files)
	return r.economy, nil
}

func digest(contents map[string][]byte) string {
	h := sha256.New()
	for _, name := range files {
		b := contents[name]
		fmt.Fprintf(h, "%s %d\n", name, len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))
}
