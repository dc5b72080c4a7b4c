package main

import (
	"slices"
	"strings"

	"github.com/rs/zerolog"
)

// logger writes one plain line an event, in colour on a terminal. Errors are not logged but reported once, at the end.
func (a *app) logger(quiet bool) zerolog.Logger {
	if quiet {
		return zerolog.Nop()
	}
	console := zerolog.ConsoleWriter{Out: a.stderr, NoColor: !a.colour(), TimeFormat: "15:04:05"}
	return zerolog.New(console).Level(zerolog.InfoLevel).Hook(zerolog.HookFunc(func(e *zerolog.Event, _ zerolog.Level, _ string) {
		e.Time(zerolog.TimestampFieldName, a.now())
	}))
}

// colour follows no-color.org: any value of NO_COLOR but the empty one.
func (a *app) colour() bool {
	return a.terminal && a.variable("NO_COLOR") == "" && a.variable("TERM") != "dumb"
}

// interactive reports whether standard error can show a bar that somebody watches.
func (a *app) interactive() bool {
	ci := a.variable("CI")
	return a.terminal && a.variable("TERM") != "dumb" && (ci == "" || ci == "false" || ci == "0")
}

// variable is an environment variable's value. As in the shell, the last of several counts.
func (a *app) variable(name string) string {
	for _, pair := range slices.Backward(a.environ) {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value
		}
	}
	return ""
}
