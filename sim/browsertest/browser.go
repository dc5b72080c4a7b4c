// Package browsertest opens pages in a real browser, for tests: it clicks, types, looks and listens. It finds Debian's
// chromium or another on the path; where there is none a test is skipped with a line that says so, and fails under
// TEST_HEAVY=1, where the browser has to be.
//
// A Page belongs to one test, and is closed with it. It is no part of the program.
package browsertest

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is an open page. What goes wrong with the browser fails the test.
type Page struct {
	T   testing.TB
	ctx context.Context

	mu       sync.Mutex
	faults   []string
	requests []string
}

// The widths of a screen on a desk and of a phone, pixels.
const (
	Desktop = 1280
	Phone   = 390
)

// patience is how long one action may take, on a machine that has other things to do.
const patience = 60 * time.Second

// names are what the browser may be called.
var names = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// Open starts a browser of so many pixels and goes to an address: http, or file. An empty one opens an empty page.
func Open(t testing.TB, address string, width, height int) *Page {
	t.Helper()
	path := find(t)
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("font-render-hinting", "none"), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(width, height))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	p := &Page{T: t}
	ctx, closeTab := chromedp.NewContext(ctx, chromedp.WithListener(p.listen))
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the process, so that its folder can go
		closeTab()
	})
	p.ctx = ctx
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	if err == nil {
		_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
	}
	if err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	p.Resize(width, height)
	if address != "" {
		p.Go(address)
	}
	return p
}

func find(t testing.TB) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("TEST_HEAVY") != "" {
		t.Fatal("no chromium on the path, and TEST_HEAVY wants pages tested in it")
	}
	t.Skip("no chromium on the path: pages are not tested in a browser")
	return ""
}

// listen keeps what the page complains of and asks for.
func (p *Page) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.faults = append(p.faults, thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			text := string(e.Type)
			for _, a := range e.Args {
				text += " " + string(a.Value)
			}
			p.faults = append(p.faults, text)
		}
	case *log.EventEntryAdded: // what the browser complains of, such as breaches of a content-security policy
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.faults = append(p.faults, string(e.Entry.Source)+": "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			p.faults = append(p.faults, "a request failed: "+e.ErrorText)
		}
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, e.Request.URL)
	}
}

// Faults are errors and warnings on the console, uncaught exceptions and requests that failed, so far.
func (p *Page) Faults() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.faults)
}

// Abroad are the requests so far that left this machine.
func (p *Page) Abroad() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, address := range p.requests {
		u, err := url.Parse(address)
		local := err == nil && (slices.Contains([]string{"file", "data", "blob", "about"}, u.Scheme) || slices.Contains([]string{"127.0.0.1", "localhost", "::1"}, u.Hostname()))
		if !local {
			out = append(out, address)
		}
	}
	return out
}

func thrown(e *runtime.ExceptionDetails) string {
	if e.Exception != nil && e.Exception.Description != "" {
		return e.Text + " " + e.Exception.Description
	}
	return e.Text
}

// do does what the browser's library can do, and gives what comes of it.
func do[R any](p *Page, action chromedp.Action[R]) R {
	p.T.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	out, err := chromedp.Run(ctx, action)
	if err != nil {
		p.T.Fatal(err)
	}
	return out
}

// Go opens another address.
func (p *Page) Go(address string) { p.T.Helper(); do(p, chromedp.Navigate(address)) }

// Reload loads the page anew. A script that does so may be cut off before it has answered.
func (p *Page) Reload() { p.T.Helper(); do(p, chromedp.Reload()) }

// Eval runs an expression in the page, waits for it where it is a promise, and keeps its value in out: a pointer, or nil.
func (p *Page) Eval(script string, out any) {
	p.T.Helper()
	text := do(p, chromedp.Evaluate[string]("(async()=>JSON.stringify(await("+script+"))??'null')()", chromedp.EvalAwaitPromise))
	if out == nil {
		return
	}
	if err := json.Unmarshal([]byte(text), out); err != nil {
		p.T.Fatalf("%s: %v", script, err)
	}
}

// Text is what an expression gives as a text.
func (p *Page) Text(script string) string {
	p.T.Helper()
	var out string
	p.Eval("String("+script+")", &out)
	return out
}

// Wait runs an expression until it is true.
func (p *Page) Wait(script string) {
	p.T.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		var ok bool
		if p.Eval("Boolean("+script+")", &ok); ok {
			return
		}
	}
	p.T.Fatalf("this does not become true: %s", script)
}

// Click clicks what a selector finds first.
func (p *Page) Click(selector string) {
	p.T.Helper()
	do(p, chromedp.Click(chromedp.CSS(selector)))
}

// Download clicks what a selector finds first and gives the file of that name that the browser saves.
func (p *Page) Download(selector, name string) []byte {
	p.T.Helper()
	dir := p.T.TempDir()
	do(p, func(ctx context.Context, t *chromedp.Target) (struct{}, error) {
		_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
		return struct{}{}, err
	})
	p.Click(selector)
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(data) > 0 {
			return data
		}
	}
	p.T.Fatalf("%s does not come as %s", selector, name)
	return nil
}

// Point moves the pointer to a place of an element, from 0, 0 at its upper left to 1, 1.
func (p *Page) Point(selector string, x, y float64) {
	p.T.Helper()
	var at struct{ X, Y float64 }
	p.Eval("(e=>{e.scrollIntoView({block:'center'});const b=e.getBoundingClientRect();return{x:b.x+b.width*"+number(x)+",y:b.y+b.height*"+number(y)+"}})(document.querySelector("+quote(selector)+"))", &at)
	do(p, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
}

// Press sends keys to what has the focus: letters, or names such as Tab, ArrowRight, Enter.
func (p *Page) Press(keys ...string) {
	p.T.Helper()
	for _, key := range keys {
		if code, ok := map[string]string{"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "ArrowRight": kb.ArrowRight, "ArrowLeft": kb.ArrowLeft,
			"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "Home": kb.Home, "End": kb.End}[key]; ok {
			key = code
		}
		do(p, chromedp.KeyEvent(key))
	}
}

// Dark says whether the reader asks for dark pages.
func (p *Page) Dark(dark bool) {
	p.T.Helper()
	value := "light"
	if dark {
		value = "dark"
	}
	do(p, func(ctx context.Context, t *chromedp.Target) (struct{}, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}}})
		return struct{}{}, err
	})
}

// Resize changes the size of the window.
func (p *Page) Resize(width, height int) {
	p.T.Helper()
	do(p, chromedp.EmulateViewport(int64(width), int64(height)))
}
