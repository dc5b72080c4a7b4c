package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/chart"
	"tenfold/sim/output"
	"tenfold/sim/report"
)

// reportOptions are the flags of `tenfold report`.
type reportOptions struct {
	out, baseline        string
	validation           []string
	figures, json, quiet bool
}

func (a *app) reportCommand() *cobra.Command {
	var o reportOptions
	c := &cobra.Command{
		Use:   "report DIR...",
		Short: "Make a page with charts from folders of runs, of a comparison or of a sweep",
		Long: "Make one HTML page that tells in sentences and charts what happened, from the folder of a run, a comparison or a sweep,\n" +
			"or from the folders of several runs, which are overlaid: the first is what the others are compared with, and runs that\n" +
			"differ only by seed are shown as one with their range. Nothing is run. The page needs no network and no other file.",
		Example: "  tenfold report results/central-1234abcd-s1\n  tenfold report results/central-* results/moore-* --out both.html\n  tenfold report results/sweep-1234abcd --figures",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("report: expected the folder of a run, a comparison or a sweep, or folders of several runs")
			}
			return a.makeReport(args, o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "", "`file` for the page, - for standard output; report.html in the first folder where not given")
	f.StringVar(&o.baseline, "baseline", "", "the `folder` that others are compared with, in place of the first")
	f.StringArrayVar(&o.validation, "validation", nil, "CSV `file` with tests of the model to show; repeatable; those that are shipped where not given")
	f.BoolVar(&o.figures, "figures", false, "write the charts as SVG and PDF too, into the folder figures beside the page")
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the sentences")
	f.BoolVar(&o.quiet, "quiet", false, "nothing on standard error but errors")
	return c
}

func (a *app) makeReport(dirs []string, o reportOptions) error {
	if o.baseline != "" {
		i := slices.IndexFunc(dirs, func(d string) bool { return filepath.Clean(d) == filepath.Clean(o.baseline) })
		if i < 0 {
			return usage("--baseline: expected one of the folders, got %q", o.baseline)
		}
		dirs = slices.Concat([]string{dirs[i]}, dirs[:i], dirs[i+1:])
	}
	if o.out == "-" && (o.json || o.figures) {
		return usage("--out -: the page is all that standard output takes; leave out --json and --figures")
	}
	page, err := a.page(dirs, o)
	if err != nil {
		return err
	}
	html, err := page.HTML()
	if err != nil {
		return failed("%w", err)
	}
	if o.out == "-" {
		_, err := a.out.Write(html)
		return err
	}
	path := o.out
	if path == "" {
		path = filepath.Join(dirs[0], reportFile)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return failed("cannot write the page: %w", err)
	}
	if err := output.WriteFile(path, html); err != nil {
		return failed("cannot write the page: %w", err)
	}
	figures := []string{}
	if o.figures {
		if figures, err = writeFigures(filepath.Join(filepath.Dir(path), "figures"), page); err != nil {
			return failed("cannot write figures: %w", err)
		}
	}
	return a.printReport(path, figures, page, o)
}

// reportFile is a page in the folder that it is about.
const reportFile = "report.html"

// writeReport writes the page of runs without a word.
func (a *app) writeReport(dirs []string, path string) error {
	page, err := a.page(dirs, reportOptions{})
	if err != nil {
		return err
	}
	html, err := page.HTML()
	if err == nil {
		err = output.WriteFile(path, html)
	}
	if err != nil {
		return failed("cannot write the page: %w", err)
	}
	return nil
}

func (a *app) printReport(path string, figures []string, page *report.Page, o reportOptions) error {
	if o.json {
		return writeJSON(a.out, struct {
			Report  string   `json:"report"`
			Title   string   `json:"title"`
			Lead    []string `json:"lead"`
			Figures []string `json:"figures"`
		}{path, page.Title, append([]string{}, page.Lead...), figures})
	}
	text := page.Title + "\n\n"
	for _, sentence := range page.Lead {
		text += wrap(sentence, a.textWidth()) + "\n"
	}
	if len(figures) > 0 {
		text += "\nFigures: " + filepath.Dir(figures[0])
	}
	_, err := a.out.Write([]byte(text + "\nPage: " + path + "\n"))
	return err
}

// writeFigures writes the charts of a page as files.
func writeFigures(dir string, page *report.Page) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var out []string
	for _, c := range page.Figures() {
		pdf, err := chart.PDF(c)
		if err != nil {
			return nil, err
		}
		for ending, data := range map[string][]byte{".svg": chart.Standalone(c), ".pdf": pdf} {
			path := filepath.Join(dir, chart.HeadOf(c).ID+ending)
			if err := output.WriteFile(path, data); err != nil {
				return nil, err
			}
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out, nil
}

// What marks a folder, and what it is a folder of.
var folderMarks = []struct{ file, kind string }{
	{"manifest.json", "run"}, {compareFile, "comparison"}, {"plan.json", "sweep"}, {"demand.json", "demand curve"},
}

func kindOf(dir string) (string, error) {
	var marks []string
	for _, m := range folderMarks {
		if _, err := os.Stat(filepath.Join(dir, m.file)); err == nil {
			return m.kind, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", failed("%w", err)
		}
		marks = append(marks, m.file)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", usage("%s is no folder", dir)
	}
	if err := claimsFolder(dir); err != nil {
		return "", err
	}
	return "", usage("%s is no folder of a run, a comparison or a sweep: it has none of %s", dir, strings.Join(marks, ", "))
}

// page reads the folders. What is wrong with any of them is said at once.
func (a *app) page(dirs []string, o reportOptions) (*report.Page, error) {
	var kinds []string
	var errs []error
	for _, dir := range dirs {
		kind, err := kindOf(dir)
		kinds = append(kinds, kind)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, usage("%w", err)
	}
	if len(dirs) > 1 && slices.ContainsFunc(kinds, func(k string) bool { return k != "run" }) {
		return nil, usage("only runs can be shown together; %s", listed(describe(dirs, kinds)))
	}
	c, err := a.reportContext(dirs, o)
	if err != nil {
		return nil, err
	}
	switch kinds[0] {
	case "run":
		return runsPage(dirs, c)
	case "sweep":
		page, err := report.Sweep(dirs[0], c)
		if err != nil {
			return nil, usage("%w", err)
		}
		return page, nil
	}
	data, err := os.ReadFile(filepath.Join(dirs[0], folderMarks[slices.IndexFunc(folderMarks, func(m struct{ file, kind string }) bool { return m.kind == kinds[0] })].file))
	if err != nil {
		return nil, failed("%w", err)
	}
	var page *report.Page
	if kinds[0] == "comparison" {
		page, err = report.Comparison(data)
	} else {
		page, _, err = report.Demand(data)
	}
	if err != nil {
		return nil, failed("%s: %w", dirs[0], err)
	}
	if len(c.Validation) == 0 {
		return page, nil
	}
	page.Sections = append(page.Sections, report.Validation(c.Validation))
	return page, nil
}

func describe(dirs, kinds []string) []string {
	var out []string
	for i := range dirs {
		out = append(out, dirs[i]+" is that of a "+kinds[i])
	}
	return out
}

func runsPage(dirs []string, c *report.Context) (*report.Page, error) {
	var runs []*report.Run
	var errs []error
	for _, dir := range dirs {
		r, err := report.OpenRun(dir)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		r.About = aboutRun(dir, r.Manifest)
		runs = append(runs, r)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, usage("%w", err)
	}
	if !strings.HasPrefix(runs[0].About.Settings["economy"], recordedEconomy) {
		c.Unemployment, c.Adoption = nil, nil
	}
	return report.Runs(runs, c), nil
}

// recordedEconomy begins the names of economies of which there are records of work and firms.
const recordedEconomy = "us-"
