package sim_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// layers is the whole house: a package, what it may import of this module, and which libraries. A package imports
// only packages above it in the list, so the order is the order of the levels. Tests may import more.
const layers = `
sim/exact         -                                                                    -
sim/rng           sim/exact                                                            -
sim/unit          sim/exact                                                            -
sim/stats         sim/exact                                                            -
sim/sensitivity   sim/stats                                                            -
sim/design        sim/rng                                                              -
sim/chart         sim/exact                                                            codeberg.org/go-pdf/fpdf,codeberg.org/go-fonts/liberation
configs           -                                                                    -
sim/param         sim/unit                                                             -
sim/series        sim/unit                                                             -
sim/ledger        -                                                                    -
sim/market        sim/exact                                                            -
sim/engine        sim/param                                                            golang.org/x/sync
sim/policy        sim/unit                                                             -
sim/tech          sim/exact,sim/param                                                  -
sim/dataset       -                                                                    go.yaml.in/yaml
sim/fit           sim/exact,sim/stats,sim/dataset                                      -
agents/coworker   sim/exact,sim/rng,sim/tech,sim/engine                                           -
agents/person     sim/exact,sim/rng,sim/stats,sim/engine                                                  -
agents/firm       sim/exact,sim/engine                                                            -
sim/economy       sim/exact,sim/rng,sim/unit,sim/param,sim/series,sim/ledger,sim/market,sim/engine,sim/tech,sim/policy,sim/dataset,sim/stats,agents/coworker,agents/person,agents/firm  -
sim/output        sim/unit,sim/series,sim/engine                                                  github.com/gofrs/flock,golang.org/x/sys,github.com/xuri/excelize,github.com/parquet-go/parquet-go
sim/report        sim/chart,sim/unit,sim/stats,sim/series,sim/output                                  -
sim/scenario      configs,sim/unit,sim/param,sim/tech,sim/policy,sim/dataset,sim/economy          github.com/spf13/viper,go.yaml.in/yaml,github.com/xuri/excelize
sim/replicate     configs,sim/exact,sim/market,sim/tech,sim/series,sim/dataset,sim/fit,sim/economy,sim/scenario  go.yaml.in/yaml
sim/experiment    sim/exact,sim/rng,sim/unit,sim/param,sim/series,sim/stats,sim/policy,sim/dataset,sim/economy,sim/scenario  golang.org/x/sync
sim/forecast      sim/unit,sim/series,sim/stats,sim/economy,sim/scenario,sim/experiment  -
sim/history       configs,sim/param,sim/series,sim/stats,sim/scenario,sim/experiment  go.yaml.in/yaml
sim/nowcast       configs,sim/exact,sim/fit,sim/unit,sim/param,sim/series,sim/stats,sim/scenario,sim/experiment,sim/forecast  go.yaml.in/yaml
sim/calibrate     configs,sim/exact,sim/stats,sim/fit,sim/unit,sim/param,sim/series,sim/economy,sim/scenario,sim/experiment,sim/nowcast  golang.org/x/sync,gonum.org/v1/gonum
sim/sweep         sim/exact,sim/design,sim/sensitivity,sim/stats,sim/series,sim/economy,sim/output,sim/scenario,sim/experiment  golang.org/x/sync
sim/browsertest   -                                                                    github.com/chromedp
sim/claim         configs,sim/exact,sim/rng,sim/unit,sim/fit,sim/series,sim/stats,sim/sensitivity,sim/economy,sim/output,sim/scenario,sim/experiment  golang.org/x/sync,github.com/expr-lang/expr
sim/cluster       sim/output                                                            go.yaml.in/yaml
sim/playground    sim/chart,sim/unit,sim/param,sim/series,sim/stats,sim/economy,sim/report,sim/scenario,sim/experiment  golang.org/x/sync
cmd/tenfold       configs,sim/exact,sim/chart,sim/unit,sim/param,sim/series,sim/engine,sim/policy,sim/dataset,sim/fit,sim/economy,sim/output,sim/report,sim/scenario,sim/replicate,sim/experiment,sim/calibrate,sim/forecast,sim/history,sim/nowcast,sim/sweep,sim/claim,sim/cluster,sim/playground  github.com/spf13/cobra,github.com/spf13/pflag,github.com/rs/zerolog,github.com/vbauerster/mpb,golang.org/x/term,github.com/mattn/go-isatty
`

type listed struct {
	ImportPath, Dir         string
	Imports                 []string
	GoFiles, IgnoredGoFiles []string // the second for other architectures
}

// Every package stands in the list, imports only what its line allows, and only packages above it.
func TestLayers(t *testing.T) {
	above, libraries, own := map[string]bool{}, map[string][]string{}, map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(layers), "\n") {
		f := strings.Fields(line)
		if len(f) != 3 {
			t.Fatalf("line %q has %d fields", line, len(f))
		}
		for _, imported := range split(f[1]) {
			if !above[imported] {
				t.Errorf("the list lets %s import %s, which does not stand above it", f[0], imported)
			}
		}
		above[f[0]], own[f[0]], libraries[f[0]] = true, split(f[1]), split(f[2])
	}
	packages := list(t)
	for _, p := range packages {
		name := strings.TrimPrefix(p.ImportPath, "tenfold/")
		if name == "sim" {
			continue // the map for readers imports nothing
		}
		if !above[name] {
			t.Errorf("package %s does not stand in the list", name)
			continue
		}
		for _, path := range p.Imports {
			inner, isOwn := strings.CutPrefix(path, "tenfold/")
			switch {
			case isOwn && !slices.Contains(own[name], inner):
				t.Errorf("%s imports %s, which its line does not allow", name, inner)
			case !isOwn && strings.Contains(strings.Split(path, "/")[0], ".") && !hasPrefix(path, libraries[name]):
				t.Errorf("%s imports the library %s, which its line does not allow", name, path)
			}
		}
	}
	for name := range above {
		if !slices.ContainsFunc(packages, func(p listed) bool { return p.ImportPath == "tenfold/"+name }) {
			t.Errorf("the list has %s, which does not exist", name)
		}
	}
}

// clock, disk, network, logs and flags have no place below what simulates.
var pure = []string{"sim/exact", "sim/rng", "sim/unit", "sim/stats", "sim/param", "sim/series", "sim/ledger", "sim/market", "sim/engine", "sim/policy", "sim/tech", "agents/coworker", "agents/person", "agents/firm", "sim/economy"}

func TestModelTouchesNoOutsideWorld(t *testing.T) {
	for _, p := range list(t) {
		if !slices.Contains(pure, strings.TrimPrefix(p.ImportPath, "tenfold/")) {
			continue
		}
		for _, forbidden := range []string{"os", "time", "net", "log", "flag", "math/rand", "math/rand/v2", "io/ioutil"} {
			if slices.Contains(p.Imports, forbidden) {
				t.Errorf("%s imports %s", p.ImportPath, forbidden)
			}
		}
	}
}

// inexact are the functions of the standard library that give other bits on other architectures: sim/exact has its own.
var inexact = []string{"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Erf", "Erfc", "Erfcinv", "Erfinv", "Exp", "Exp2", "Expm1",
	"Gamma", "Hypot", "J0", "J1", "Jn", "Lgamma", "Log", "Log10", "Log1p", "Log2", "Pow", "Sin", "Sincos", "Sinh", "Tan", "Tanh", "Y0", "Y1", "Yn"}

// inexactUses may stay.
var inexactUses = map[string]string{
	"report/comparison.go: math.Log10": "how many decimals are printed",
	"playground/words.go: math.Log10":  "how many decimals are printed",
	"calibrate/wages.go: math.Erfc":    "a probability that is printed with two digits",
}

// Nothing that reaches results calls a function whose bits depend on the machine.
func TestFunctionsAreExact(t *testing.T) {
	found := map[string]bool{}
	for _, p := range list(t) {
		for _, name := range slices.Concat(p.GoFiles, p.IgnoredGoFiles) {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				of, ok := n.(*ast.SelectorExpr)
				if !ok || !slices.Contains(inexact, of.Sel.Name) {
					return true
				}
				if from, ok := of.X.(*ast.Ident); !ok || from.Name != "math" {
					return true
				}
				use := filepath.Base(p.Dir) + "/" + name + ": math." + of.Sel.Name
				found[use] = true
				if inexactUses[use] == "" {
					t.Errorf("%s: its bits depend on the machine: use sim/exact", use)
				}
				return true
			})
		}
	}
	for use := range inexactUses {
		if !found[use] {
			t.Errorf("%s is excepted and does not occur", use)
		}
	}
}

// named tells packages in the map: their names begin lines of its lists.
var named = regexp.MustCompile(`(?m)^//\t([a-z]+) `)

// The map for readers names every package once.
func TestMapNamesEveryPackage(t *testing.T) {
	data, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]int{}
	for _, m := range named.FindAllStringSubmatch(string(data), -1) {
		listed[m[1]]++
	}
	for _, p := range list(t) {
		name, inside := strings.CutPrefix(p.ImportPath, "tenfold/sim/")
		switch {
		case strings.HasPrefix(p.ImportPath, "tenfold/agents/"):
			if name = strings.TrimPrefix(p.ImportPath, "tenfold/"); !strings.Contains(string(data), name) {
				t.Errorf("doc.go does not name %s", name)
			}
		case inside && listed[name] != 1:
			t.Errorf("doc.go names %s %d times, want once", name, listed[name])
		case inside:
			delete(listed, name)
		}
	}
	for name := range listed {
		t.Errorf("doc.go names %s, which does not exist", name)
	}
}

func split(field string) []string {
	if field == "-" {
		return nil
	}
	return strings.Split(field, ",")
}

func hasPrefix(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(path, p) })
}

func list(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,GoFiles,IgnoredGoFiles", "tenfold/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	sort.Slice(packages, func(i, j int) bool { return packages[i].ImportPath < packages[j].ImportPath })
	return packages
}
