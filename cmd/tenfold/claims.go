package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"tenfold/sim/claim"
	"tenfold/sim/economy"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
)

// claimsOptions are the flags of `tenfold claims`.
type claimsOptions struct {
	batch
	out           string
	draws, seeds  int
	quick, dryRun bool
}

func (a *app) claimsCommand() *cobra.Command {
	var o claimsOptions
	c := &cobra.Command{
		Use:   "claims [ID|FILE]...",
		Short: "Test what the essay says: each claim an experiment whose numbers decide the verdict",
		Long: "Test what the essay says. Each claim is a file: cases that are run under draws from the priors, what is measured on them, and\n" +
			"a rule that a draw meets or does not. Met by at least .9 of the draws a claim holds, by at most .1 it does not hold, in between\n" +
			"it holds only on one side of the best single split of the draws, or in part of them where chance would often split them as\n" +
			"well. Without an ID all claims are tested; with one, details are printed. A file with a claim of your own works like a\n" +
			"shipped one, and is best begun from one (configs/claims).\n\n" +
			"What is done stays done: the same command goes on with what is missing, after Ctrl-C, a kill or a power cut.",
		Example: "  tenfold claims --quick\n  tenfold claims moore breadth --draws 50\n  tenfold claims my-claim.yaml --quick\n  tenfold claims --dry-run",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return scenario.ClaimNames(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(c *cobra.Command, args []string) error { return a.claims(c.Context(), args, o) },
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "results", "`folder` in which the claims' folder is made")
	f.IntVar(&o.draws, "draws", 0, fmt.Sprintf("draws from the priors: `N`; 0 for %d, or %d with --quick", claim.DefaultDraws, claim.QuickDraws))
	f.IntVar(&o.seeds, "seeds", 0, fmt.Sprintf("seeds a draw: `N`; 0 for %d, or %d with --quick", claim.DefaultSeeds, claim.QuickSeeds))
	f.BoolVar(&o.quick, "quick", false, "few draws and few agents: shows whether everything works, not what is true")
	f.BoolVar(&o.dryRun, "dry-run", false, "check everything, say how many runs are to be made and what they take, write nothing")
	o.settings(f)
	return c
}

func (a *app) claims(ctx context.Context, names []string, o claimsOptions) error {
	if o.workers < 1 || o.draws < 0 || o.seeds < 0 {
		return usage("--workers, --draws, --seeds: expected at least 1")
	}
	draws, seeds := o.counts()
	if err := enough(draws, seeds, 1); err != nil {
		return err
	}
	plan, err := a.planClaims(names, o)
	if err != nil {
		return err
	}
	folder := &claim.Folder{Plan: plan, Dir: filepath.Join(o.out, plan.FolderName())}
	if o.dryRun {
		return a.dryClaims(ctx, folder, o)
	}
	if err := a.runClaims(ctx, folder, o); err != nil {
		return err
	}
	results, err := folder.Judge()
	if err != nil {
		return failed("%w", err)
	}
	if err := a.writeClaims(folder, results, o); err != nil {
		return failed("%w", err)
	}
	if o.json {
		return writeJSON(a.out, claimsObject{folder.Dir, economy.ModelVersion, plan.Quick, plan.Draws, plan.Seeds, plan.Runs(), results})
	}
	_, err = a.out.Write([]byte(claimsText(plan, results, len(names) > 0, folder.Dir, a.textWidth())))
	return err
}

// claimsObject is what `claims --json` prints.
type claimsObject struct {
	Dir    string         `json:"claims_dir"`
	Model  string         `json:"model"`
	Quick  bool           `json:"quick"`
	Draws  int            `json:"draws"`
	Seeds  int            `json:"seeds"`
	Runs   int            `json:"runs"`
	Claims []claim.Result `json:"claims"`
}

// counts are draws and seeds, those of the test where none are given.
func (o claimsOptions) counts() (draws, seeds int) {
	draws, seeds = claim.DefaultDraws, claim.DefaultSeeds
	if o.quick {
		draws, seeds = claim.QuickDraws, claim.QuickSeeds
	}
	if o.draws > 0 {
		draws = o.draws
	}
	if o.seeds > 0 {
		seeds = o.seeds
	}
	return draws, seeds
}

// planClaims reads the claims and all that is wrong with them.
func (a *app) planClaims(names []string, o claimsOptions) (*claim.Plan, error) {
	if len(names) == 0 {
		names = scenario.ClaimNames()
	}
	load := func(policies ...string) (*scenario.Scenario, error) {
		return scenario.Load("central", o.set, a.environ, policies...)
	}
	base, err := load()
	if err != nil {
		return nil, misconfigured(err)
	}
	loadOrBase := func(policies ...string) (*scenario.Scenario, error) {
		if len(policies) == 0 {
			return base, nil
		}
		return load(policies...)
	}
	var faults scenario.Faults
	var claims []*scenario.Claim
	for _, name := range names {
		c, err := scenario.LoadClaim(name, loadOrBase)
		var wrong scenario.Faults
		switch {
		case errors.As(err, &wrong):
			faults = append(faults, wrong...)
		case err != nil:
			return nil, misconfigured(err)
		default:
			claims = append(claims, c)
		}
	}
	if len(faults) > 0 {
		return nil, misconfigured(faults)
	}
	slices.SortStableFunc(claims, func(a, b *scenario.Claim) int { return cmp.Compare(a.Order, b.Order) })
	draws, seeds := o.counts()
	plan, err := claim.New(base, claims, draws, seeds, o.quick)
	if err != nil {
		return nil, misconfigured(err)
	}
	return plan, enough(draws, seeds, len(plan.Blocks))
}

// runClaims makes what is missing.
func (a *app) runClaims(ctx context.Context, folder *claim.Folder, o claimsOptions) error {
	log := a.logger(o.quiet)
	progress := a.progressOf("claims", "runs", folder.Runs(), o.quiet)
	err := folder.Run(ctx, claim.Local{Workers: o.workers,
		Progress: func(done, _ int) { progress.tick(done, "") },
		Warn:     func(text string) { log.Warn().Msg(text) }})
	progress.end()
	if f := stop(ctx); f != nil {
		f.error = fmt.Errorf("%w; what is done is kept in %s: the same command goes on", f.error, folder.Dir)
		return f
	}
	if err != nil {
		return failed("%w", err)
	}
	return nil
}

// writeClaims writes the tables beside the runs.
func (a *app) writeClaims(folder *claim.Folder, results []claim.Result, o claimsOptions) error {
	if err := os.MkdirAll(folder.Dir, 0o755); err != nil {
		return err
	}
	table, err := claim.CSV(results, claimsTitle(folder.Plan))
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(results, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(output.WriteFile(filepath.Join(folder.Dir, "claims.csv"), table),
		output.WriteFile(filepath.Join(folder.Dir, "claims.json"), append(data, '\n')))
}

// claimsFolder refuses a folder of claims where one of results is expected: it holds the runs of all claims that were ever
// tested in it, of which no single command is known.
func claimsFolder(dir string) error {
	judged, _ := filepath.Glob(filepath.Join(dir, "claims.json"))
	begun, _ := filepath.Glob(filepath.Join(dir, "parts", "*", "d*-s*.json.gz")) // stopped before the verdicts
	if len(judged)+len(begun) == 0 {
		return nil
	}
	return usage("%s is a folder of claims: runs that several claims share, and verdicts in claims.csv; it is made again by the `tenfold claims` command "+
		"that made it with --out and another folder, and `tenfold claims ID` prints what is in it", dir)
}

// dryClaims says what a run would take. Time is measured by one run of each block's size, now.
func (a *app) dryClaims(ctx context.Context, folder *claim.Folder, o claimsOptions) error {
	e, err := folder.Estimate(ctx, a.now)
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return failed("%w", err)
	}
	if o.json {
		return writeJSON(a.out, struct {
			DryRun      bool    `json:"dry_run"`
			Dir         string  `json:"claims_dir"`
			Runs        int     `json:"runs"`
			Missing     int     `json:"missing"`
			CoreSeconds float64 `json:"core_seconds"`
		}{true, folder.Dir, e.Runs, e.Missing, e.CoreSeconds})
	}
	text := fmt.Sprintf("%s: %s of %s\n", claimsTitle(folder.Plan), count(int64(e.Runs), "run"), count(int64(len(folder.Blocks)), "case"))
	for _, t := range folder.Claims {
		text += fmt.Sprintf("  %-20s %s\n", t.Name, folder.SizeWords(t))
	}
	text += fmt.Sprintf("Still to be made: %s in %s\n", count(int64(e.Missing), "run"), folder.Dir)
	text += fmt.Sprintf("Time: %.0f core-seconds, %s on %s (from one run of each size, now)\n", e.CoreSeconds,
		time.Duration(e.CoreSeconds/float64(o.workers)*1e9).Round(time.Second), count(int64(o.workers), "worker"))
	_, err = a.out.Write([]byte(text))
	return err
}
