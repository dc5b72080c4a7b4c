//go:build unix

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// startServer starts the server as a user does, on any free port, and returns its address.
func startServer(t *testing.T, args ...string) (*process, served) {
	t.Helper()
	p := &process{Cmd: exec.Command("tenfold", append([]string{"serve", "--port", "0", "--json"}, args...)...)}
	p.Stderr = &p.log
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() }) // one that has ended cannot be killed
	var at served
	if err := json.NewDecoder(out).Decode(&at); err != nil {
		_ = p.Process.Kill()
		_ = p.Wait()
		t.Fatalf("%v\n%s", err, &p.log)
	}
	return p, at
}

// The server shows its page under the address that it prints, another one cannot have its port, and either signal ends it
// and the run that is under way with exit code 0.
func TestServerProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(path, []byte("economy: teaching-3x3\nfleet: {agents: 2000}\npeople: {agents: 2000}\nfirms: {agents: 1000}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p, at := startServer(t, path)
		response, err := http.Get(at.URL)
		if err != nil || response.StatusCode != http.StatusOK || !strings.HasPrefix(at.URL, "http://127.0.0.1:"+strconv.Itoa(at.Port)+"/?token="+at.Token) || len(at.Token) < 32 {
			t.Fatalf("%v %v %+v", err, response, at)
		}
		_ = response.Body.Close()

		second := start(t, "serve", "--port", strconv.Itoa(at.Port))
		if code := second.ended(t); code != exitFailure || !strings.HasPrefix(second.log.String(), "tenfold: port "+strconv.Itoa(at.Port)+" is in use: give another with --port N") {
			t.Errorf("second server: exit code %d\n%s", code, &second.log)
		}

		run, err := http.NewRequest("POST", "http://127.0.0.1:"+strconv.Itoa(at.Port)+"/api/run", strings.NewReader(`{"agents": 200000, "draws": 200, "scenario": "central"}`))
		if err != nil {
			t.Fatal(err)
		}
		run.Header.Set("Authorization", "Bearer "+at.Token)
		run.Header.Set("Content-Type", "application/json")
		run.Header.Set("Accept", "text/event-stream")
		stream, err := http.DefaultClient.Do(run)
		if err != nil || stream.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", err, stream)
		}
		if err := p.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if code := p.ended(t); code != exitOK || strings.Contains(p.log.String(), "tenfold:") {
			t.Errorf("%s: exit code %d\n%s", signal, code, &p.log)
		}
		_ = stream.Body.Close()
	}
}
