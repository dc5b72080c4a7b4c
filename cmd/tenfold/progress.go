package main

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows how far a run has come.
type progress interface {
	tick(done int, date string)
	end()
}

func (a *app) newProgress(name string, ticks int, quiet bool) progress {
	return a.progressOf(name, "ticks", ticks, quiet)
}

// progressOf counts something else than ticks.
func (a *app) progressOf(name, noun string, ticks int, quiet bool) progress {
	switch {
	case quiet:
		return silence{}
	case a.interactive():
		return newBar(a.stderr, name, ticks)
	default:
		return &lines{to: a.stderr, name: name, noun: noun, ticks: ticks, now: a.now, begun: a.now(), printed: a.now()}
	}
}

type silence struct{}

func (silence) tick(int, string) {}
func (silence) end()             {}

// bar is for somebody who watches; it leaves no trace.
type bar struct {
	container *mpb.Progress
	bar       *mpb.Bar
	date      atomic.Value
}

func newBar(to io.Writer, name string, ticks int) *bar {
	b := &bar{container: mpb.New(mpb.WithOutput(to), mpb.WithWidth(60))}
	b.date.Store("")
	date := decor.Any(func(decor.Statistics) string { return b.date.Load().(string) }, decor.WCSyncSpaceR)
	b.bar = b.container.AddBar(int64(ticks), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(name, decor.WCSyncSpaceR), date),
		mpb.AppendDecorators(decor.Percentage(decor.WCSyncSpace), decor.AverageETA(decor.ET_STYLE_GO, decor.WCSyncSpace)))
	return b
}

func (b *bar) tick(done int, date string) {
	b.date.Store(date)
	b.bar.SetCurrent(int64(done))
}

func (b *bar) end() {
	b.bar.Abort(true) // without effect when it is complete
	b.container.Wait()
}

// lines is for logs: at most one every two seconds, and then one every tenth of the run or half a minute.
type lines struct {
	to      io.Writer
	name    string
	noun    string
	ticks   int
	now     func() time.Time
	begun   time.Time
	printed time.Time
	done    int
	first   int  // done when it began
	started bool // first is known
}

const (
	lineEvery = 2 * time.Second
	lineLate  = 30 * time.Second
	mostLeft  = 9e18 // nanoseconds that a duration can hold
)

func (l *lines) tick(done int, date string) {
	now := l.now()
	if !l.started {
		l.started, l.first = true, done-1
	}
	waited, far := now.Sub(l.printed), 10*(done-l.done) >= l.ticks
	if waited < lineEvery || (!far && waited < lineLate) || done == l.ticks {
		return
	}
	l.printed, l.done = now, done
	if date != "" {
		date = " " + date
	}
	left := ""
	if spent := now.Sub(l.begun); done > l.first && spent > 0 {
		rest := float64(spent) * float64(l.ticks-done) / float64(done-l.first) // as whole numbers the product overflows
		left = ", about " + time.Duration(min(rest, mostLeft)).Round(time.Second).String() + " left"
	}
	_, _ = fmt.Fprintf(l.to, "%s%s: %d of %d %s, %d %%%s\n", l.name, date, done, l.ticks, l.noun, 100*done/l.ticks, left) // nobody may be reading
}

func (l *lines) end() {}
