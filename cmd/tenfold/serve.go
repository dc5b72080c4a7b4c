package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tenfold/sim/playground"
	"tenfold/sim/report"
)

// serveOptions are the flags of `tenfold serve`.
type serveOptions struct {
	port, runs        int
	agents            int64
	open, json, quiet bool
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve [SCENARIO]",
		Short: "Serve a page on which to change a scenario and see at once what comes of it",
		Long: "Serve a page on which to change a scenario and see at once what comes of it, beside the scenario as it stands: sliders with\n" +
			"the data's marks, policies with dates, charts with bands, and the command, file or link that gives the same again.\n\n" +
			"Only this machine can ask (127.0.0.1), and only with the token in the address that is printed, which is new at every start.\n" +
			"No file is read on request. Ctrl-C ends it, with exit code 0: that is how a server ends, and nothing is lost.\n\n" +
			"Programs may ask what the page asks, with the header `Authorization: Bearer TOKEN`: GET /api describes scenarios, policies,\n" +
			"settings and limits, POST /api/run runs a state {\"scenario\", \"baseline\", \"set\", \"policies\", \"seed\", \"agents\", \"draws\"} and\n" +
			"answers with one JSON object, or with events where the reader accepts text/event-stream.",
		Example:           "  tenfold serve\n  tenfold serve essay --open\n  tenfold serve my.yaml --port 0 --json",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeScenario,
		RunE:              func(c *cobra.Command, args []string) error { return a.serve(c.Context(), args, o) },
	}
	f := c.Flags()
	f.IntVar(&o.port, "port", 8310, "listen on port `N`; 0 is any that is free")
	f.Int64Var(&o.agents, "max-agents", 1_000_000, "simulate at most `N` agents of a kind")
	f.IntVar(&o.runs, "max-runs", 4, "answer at most `N` requests for runs at a time")
	f.BoolVar(&o.open, "open", false, "open the page in a browser")
	f.BoolVar(&o.json, "json", false, "print address and token as one JSON object")
	f.BoolVar(&o.quiet, "quiet", false, "nothing on standard error but errors")
	return c
}

// served is what `serve --json` prints.
type served struct {
	URL   string `json:"url"`
	Port  int    `json:"port"`
	Token string `json:"token"`
}

func (a *app) serve(ctx context.Context, args []string, o serveOptions) error {
	switch {
	case o.port < 0 || o.port > 65535:
		return usage("--port: expected 0 to 65535, got %d", o.port)
	case o.agents < playground.LeastAgents:
		return usage("--max-agents: expected at least %d, got %d", playground.LeastAgents, o.agents)
	case o.runs < 1:
		return usage("--max-runs: expected at least 1, got %d", o.runs)
	}
	source := defaultScenario
	if len(args) == 1 {
		source = args[0]
	}
	tests, err := shippedTests()
	if err != nil {
		return err
	}
	s, err := playground.New(playground.Options{Scenario: source, Environ: a.environ, Version: toolVersion(), Tests: report.Validation(tests), MaxAgents: o.agents, MaxRuns: o.runs, Now: a.now})
	if err != nil {
		return misconfigured(err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.port)))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return failed("port %d is in use: give another with --port N, or any free one with --port 0", o.port)
	case err != nil:
		return failed("cannot listen on port %d: %w", o.port, err)
	}
	at := served{Port: listener.Addr().(*net.TCPAddr).Port, Token: s.Token}
	at.URL = fmt.Sprintf("http://127.0.0.1:%d/?token=%s", at.Port, at.Token)
	if err := a.announce(at, o); err != nil {
		_ = listener.Close() // nobody knows of it
		return err
	}
	return a.listen(ctx, listener, s.Handler())
}

// announce prints the address, and opens it where that is wanted.
func (a *app) announce(at served, o serveOptions) error {
	if o.json {
		if err := writeJSON(a.out, at); err != nil {
			return err
		}
	} else if _, err := fmt.Fprintln(a.out, at.URL); err != nil {
		return err
	}
	log := a.logger(o.quiet)
	log.Info().Msg("the playground is open to who has this address; Ctrl-C ends it")
	if o.open {
		if err := opener(at.URL).Start(); err != nil {
			log.Warn().Err(err).Msg("cannot open a browser: open the address yourself")
		}
	}
	return nil
}

// opener is the command that opens an address in the user's browser.
func opener(address string) *exec.Cmd {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", address)
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		return exec.Command("xdg-open", address)
	}
}

// listen serves until a signal ends the context, and with it all runs.
func (a *app) listen(ctx context.Context, listener net.Listener, handler http.Handler) error {
	// No ReadTimeout and no WriteTimeout: they would end runs that stream. The handler sets deadlines for bodies and answers.
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return failed("the server ended: %w", err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		_ = server.Close() // a reader that does not go
	}
	return nil
}
