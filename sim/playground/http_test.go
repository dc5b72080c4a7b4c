package playground_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"tenfold/sim/playground"
)

// Who has no token, comes under another name or from another page gets nothing.
func TestStrangersAreRefused(t *testing.T) {
	server := serve(t)
	for name, c := range map[string]struct {
		change func(*http.Request)
		status int
	}{
		"no token":              {func(r *http.Request) { r.Header.Del("Authorization") }, 401},
		"another token":         {func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token+"x") }, 401},
		"part of the token":     {func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token[:5]) }, 401},
		"no bearer":             {func(r *http.Request) { r.Header.Set("Authorization", token) }, 401},
		"a name that points us": {func(r *http.Request) { r.Host = "evil.example" }, 403},
		"another machine":       {func(r *http.Request) { r.Host = "192.0.2.1:80" }, 403},
		"another origin":        {func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403},
		"another port":          {func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") }, 403},
		"no origin at all":      {func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		"another site":          {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		"the token":             {func(*http.Request) {}, 200},
		"this origin":           {func(r *http.Request) { r.Header.Set("Origin", server.URL) }, 200},
		"localhost":             {func(r *http.Request) { r.Host = strings.Replace(r.Host, "127.0.0.1", "localhost", 1) }, 200},
		"the token in the address": {func(r *http.Request) {
			r.Header.Del("Authorization")
			r.URL.RawQuery = "token=" + token
		}, 200},
	} {
		for _, path := range []string{"/api", "/"} {
			r := request(t, server, "GET", path, "")
			if path == "/" && name != "the token" && c.status == 200 || name == "another site" && path == "/" {
				continue
			}
			c.change(r)
			status, header, body := answer(t, r)
			if status != c.status {
				t.Errorf("%s: %s answers %d, want %d", name, path, status, c.status)
			}
			if status != 200 && strings.Contains(string(body), token) {
				t.Errorf("%s: the answer holds the token", name)
			}
			if !strings.HasPrefix(header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'") ||
				strings.Contains(header.Get("Content-Security-Policy"), "unsafe") || header.Get("X-Content-Type-Options") != "nosniff" ||
				header.Get("Referrer-Policy") != "no-referrer" || header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s: headers %v", name, header)
			}
		}
	}
}

// The page runs nothing that stands in it: its script and style sheet are files.
func TestPageHoldsNoScript(t *testing.T) {
	server := serve(t)
	status, _, body := answer(t, request(t, server, "GET", "/?token="+token, ""))
	page := string(body)
	if status != 200 || strings.Count(page, "<script") != strings.Count(page, "<script src=") || strings.Contains(page, "<style") || strings.Contains(page, " style=") || strings.Contains(page, "onclick") {
		t.Errorf("%d\n%s", status, page)
	}
	if strings.Contains(page, token) {
		t.Error("the page holds the token")
	}
	for _, other := range []string{"/play.js", "/play.css"} {
		status, _, body := answer(t, request(t, server, "GET", other, ""))
		if text := string(body); status != 200 || len(text) < 1000 || strings.Contains(strings.ReplaceAll(text, "http://www.w3.org/2000/svg", ""), "://") {
			t.Errorf("%s: %d %d", other, status, len(text))
		}
	}
}

// What cannot be answered is said: all faults at once, with the closest name, and without a look at any file.
func TestBadRequests(t *testing.T) {
	server := serve(t)
	secret := filepath.Join(t.TempDir(), "secret.yaml")
	if err := os.WriteFile(secret, []byte("very: secret\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		body, want string
		status     int
	}{
		{`{`, "expected a JSON object", 400},
		{`[]`, "expected a JSON object", 400},
		{`{} {}`, "expected one JSON object, got more behind it", 400},
		{`{"polices": []}`, `unknown field \"polices\"`, 400},
		{`{"set": {"price.fall": [1]}}`, "expected the value of a setting as text or a number", 400},
		{`{"set": {"price.fall": "` + strings.Repeat("x", 70_000) + `"}}`, "expected at most 65536 bytes", 400},
		{`{"set": {"prise.fall": 3}}`, "unknown key, did you mean price.fall?", 422},
		{`{"set": {"price.fall": "fast", "review.minimum": -1, "seed": 3}, "scenario": "centrl", "draws": 1e3}`, "draws: expected a whole number, got number 1e3", 400},
		{`{"policies": ["foo"]}`, `: policies: expected a list of objects such as {\"name\": \"basic-income\", \"from\": \"2028-01\"}, got string`, 400},
		{`{"policies": [{"name": 3}]}`, "policies.name: expected a text, got number", 400},
		{`{"set": []}`, `set: expected an object such as`, 400},
		{`{"set": {"price.fall": "fast", "review.minimum": -1}}`, "expected a number from 0 h/h to 10 h/h, got -1 h/h", 422},
		{`{"set": {"price.fall": "fast", "review.minimum": -1}}`, "price.fall", 422},
		{`{"set": {"seed": 3}}`, "the playground sets it", 422},
		{`{"set": {"fleet.agents": 3}}`, "the playground sets it", 422},
		{`{"set": {"seed=1\nx": 3}}`, "expected the name of a setting", 422},
		{`{"scenario": "centrl"}`, "expected one of", 422},
		{`{"scenario": "` + secret + `"}`, "expected one of", 422},
		{`{"baseline": "../central"}`, "expected one of", 422},
		{`{"set": {"economy": "` + filepath.Dir(secret) + `"}}`, "no file is read on request", 422},
		{`{"set": {"price.file": "` + secret + `", "price.curve": "file"}}`, "no file is read on request", 422},
		{`{"set": {"tasks.file": "` + secret + `"}}`, "no file is read on request", 422},
		{`{"set": {"tasks.crosswalk": "` + secret + `"}}`, "no file is read on request", 422},
		{`{"set": {"fleet.file": "` + secret + `"}}`, "no file is read on request", 422},
		{`{"set": {" price.file": "` + secret + `", "price.curve": "file"}}`, `got \" price.file\", did you mean price.file?`, 422},
		{`{"set": {"\tprice.file": "` + secret + `", "price.curve": "file"}}`, "expected the name of a setting", 422},
		{`{"set": {"\u00a0tasks.file\u2003": "` + secret + `"}}`, "expected the name of a setting", 422},
		{`{"set": {"price.file\r": "` + secret + `"}}`, "expected the name of a setting", 422},
		{`{"set": {"PRICE.FILE": "` + secret + `", "price.curve": "file"}}`, "unknown key, did you mean price.file?", 422},
		{`{"set": {" economy": "` + filepath.Dir(secret) + `"}}`, "expected the name of a setting", 422},
		{`{"set": {"economy": " ` + filepath.Dir(secret) + `"}}`, "no file is read on request", 422},
		{`{"set": {" fleet.agents": "1"}}`, "expected the name of a setting", 422},
		{`{"set": {" seed": 3}}`, "expected the name of a setting", 422},
		{`{"set": {"extends": "` + secret + `"}}`, "unknown key", 422},
		{`{"set": {"policies": "` + secret + `"}}`, "unknown key", 422},
		{`{"set": {"price": "` + secret + `"}}`, "unknown key", 422},
		{`{"scenario": " central"}`, "expected one of", 422},
		{`{"policies": [{"name": " basic-income"}]}`, "expected a shipped policy", 422},
		{`{"policies": [{"name": "basic-income", "from": " 2028-01"}]}`, "expected a month such as 2025-01", 422},
		{`{"set": {"fleet.mode": "path"}}`, "expected the path of a CSV file, got nothing", 422},
		{`{"policies": [{"name": "` + secret + `"}]}`, "expected a shipped policy", 422},
		{`{"policies": [{"name": "basic-income@2028-01"}]}`, "expected a shipped policy", 422},
		{`{"policies": [{"name": "basic-income", "from": "soon"}]}`, "expected a month such as 2025-01", 422},
		{`{"policies": [{"name": "basic-income", "from": "/../` + secret + `"}]}`, "expected a month such as 2025-01", 422},
		{`{"policies": [{"name": "basic-income", "until": "/../` + secret + `"}]}`, "expected a month such as 2025-01", 422},
		{`{"policies": [{"name": "basic-income", "from": "2040-01"}]}`, "expected a month of the run (2025-01 to 2035-12), got 2040-01", 422},
		{`{"policies": [{"name": "basic-income-equal-cost"}]}`, "use `tenfold compare`", 422},
		{`{"policies": [` + strings.Repeat(`{"name": "basic-income"},`, 8) + `{"name": "fleet-cap"}]}`, "expected at most 8 policies, got 9", 422},
		{`{"agents": 10}`, "expected 1000 to 200000", 422},
		{`{"agents": 1000000}`, "expected 1000 to 200000", 422},
		{`{"draws": 1000}`, "expected 0 to 200, got 1000", 422},
		{`{"set": {"clock.tick": "week", "clock.end": "2060-12"}}`, "expected at most 600 ticks", 422},
	} {
		status, _, body := answer(t, request(t, server, "POST", "/api/run", c.body))
		if status != c.status || !strings.Contains(string(body), c.want) {
			t.Errorf("%.80s: %d %s\nwant %d %s", c.body, status, body, c.status, c.want)
		}
		if text := string(body); strings.Contains(text, "Go ") || strings.Contains(text, "playground.") || strings.Contains(text, "json:") {
			t.Errorf("%.80s: the program's types are no words of a reader: %s", c.body, body)
		}
		if strings.Contains(string(body), "very") {
			t.Errorf("%.80s: the file was read: %s", c.body, body)
		}
	}
	r := request(t, server, "POST", "/api/run", "{}")
	r.Header.Set("Content-Type", "text/plain") // what a form of another page may send
	if status, _, _ := answer(t, r); status != http.StatusUnsupportedMediaType {
		t.Errorf("a plain text is taken: %d", status)
	}
	for path, want := range map[string]int{"/api/run?width=9": 400, "/api/run?width=500&wide=x": 400, "/other": 404, "/..%2f..%2fetc%2fpasswd": 404, "/api/run": 200} {
		if status, _, body := answer(t, request(t, server, "POST", path, "{}")); status != want {
			t.Errorf("%s: %d, want %d: %s", path, status, want, body)
		}
	}
	if status, _, _ := answer(t, request(t, server, "GET", "/api/run", "")); status != http.StatusMethodNotAllowed {
		t.Errorf("GET runs: %d", status)
	}
}

// long is a state whose run takes longer than any test.
const long = `{"set": {"price.fall": 5, "clock.tick": "week"}, "draws": 200}`

// events begins a run that streams and returns its lines; stop goes away from it.
func events(t *testing.T, r *http.Request) (lines *bufio.Scanner, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(r.Context())
	r.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(r.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != 200 || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %v", response.StatusCode, response.Header)
	}
	lines = bufio.NewScanner(response.Body)
	lines.Buffer(nil, 16<<20)
	return lines, func() { cancel(); _ = response.Body.Close() }
}

// A run ends when its reader goes away: no goroutine is left, and the next reader is served at once.
func TestReaderThatLeavesEndsTheRun(t *testing.T) {
	known := goleak.IgnoreCurrent()
	server := serve(t, func(o *playground.Options) { o.MaxRuns = 1 })
	for _, until := range []string{"event: accepted", "event: result"} {
		lines, stop := events(t, request(t, server, "POST", "/api/run", long))
		for lines.Scan() && lines.Text() != until {
		}
		stop()
		begun := time.Now()
		comeAgain(t, server)
		t.Logf("the next reader was served after %v", time.Since(begun))
	}
	// One that waits for a single object leaves too.
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := http.DefaultClient.Do(request(t, server, "POST", "/api/run", long).WithContext(ctx)); err == nil {
		t.Error("the long run was answered")
	}
	comeAgain(t, server)
	server.Close()
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, known)
}

// No more runs at a time than allowed: who comes beyond is told to come again, and is served when one has ended.
func TestRunsAtATime(t *testing.T) {
	server := serve(t, func(o *playground.Options) { o.MaxRuns = 2 })
	var stops []func()
	for range 2 {
		lines, stop := events(t, request(t, server, "POST", "/api/run", long))
		lines.Scan()
		stops = append(stops, stop)
	}
	status, header, body := answer(t, request(t, server, "POST", "/api/run", "{}"))
	if status != http.StatusTooManyRequests || header.Get("Retry-After") == "" || !strings.Contains(string(body), "too many runs at a time: 2 are served") {
		t.Errorf("%d %v %s", status, header, body)
	}
	stops[0]()
	comeAgain(t, server)
	stops[1]()
}

// comeAgain asks until it is served, as one does who is told to: on a busy machine runs end late.
func comeAgain(t *testing.T, server *httptest.Server) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if status, _, body := answer(t, request(t, server, "POST", "/api/run", "{}")); status == http.StatusOK {
			return
		} else if status != http.StatusTooManyRequests {
			t.Fatalf("%d %s", status, body)
		}
	}
	t.Fatal("nobody is served any more")
}

// Readers at the same time get the same answers as one alone.
func TestReadersAtOnce(t *testing.T) {
	states := []string{`{"draws": 4}`, `{"set": {"price.fall": 3}, "draws": 4}`, `{"policies": [{"name": "open-models"}]}`, `{"seed": 2}`}
	alone, together := make([]reply, len(states)), make([]reply, len(states))
	for i, state := range states {
		alone[i] = ask(t, serve(t), state)
	}
	server := serve(t)
	var wait sync.WaitGroup
	for i, state := range states {
		wait.Go(func() { together[i] = ask(t, server, state) })
	}
	wait.Wait()
	for i := range states {
		a, b := alone[i].outcome(t, "real_output"), together[i].outcome(t, "real_output")
		for k := range a.Variant.Values {
			if a.Variant.Values[k] != b.Variant.Values[k] || a.Baseline.Values[k] != b.Baseline.Values[k] || a.Variant.Low != nil && a.Variant.Low[k] != b.Variant.Low[k] {
				t.Errorf("%s: %v and %v", states[i], a, b)
				break
			}
		}
	}
}

// The description holds what a program needs to ask.
func TestDescription(t *testing.T) {
	server := serve(t)
	status, header, body := answer(t, request(t, server, "GET", "/api", ""))
	if status != 200 || header.Get("Content-Type") != "application/json" {
		t.Fatalf("%d %v", status, header)
	}
	for _, want := range []string{`"price.fall"`, `"source"`, `"basic-income"`, `"central"`, `"real_output"`, `"/api/run"`, `"runs": 4`, `"from": "2027-01"`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
}
