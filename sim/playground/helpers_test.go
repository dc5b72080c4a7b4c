package playground_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"tenfold/sim/playground"
)

const token = "a-token-for-tests"

// small is a scenario that runs in some thousandths of a second.
const small = "extends: central\nname: small\neconomy: teaching-3x3\nfleet: {agents: 2000}\npeople: {agents: 2000}\nfirms: {agents: 200}\n"

// smallScenario is the path of that scenario.
func smallScenario(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.yaml")
	if err := os.WriteFile(path, []byte(small), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// serve is a playground at its own address.
func serve(t testing.TB, change ...func(*playground.Options)) *httptest.Server {
	t.Helper()
	o := playground.Options{Scenario: smallScenario(t), MaxAgents: 200_000, MaxRuns: 4, Version: "test", Token: token}
	for _, c := range change {
		c(&o)
	}
	s, err := playground.New(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	return server
}

// request is one to the server, with the token.
func request(t testing.TB, server *httptest.Server, method, path, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// answer is the status and what stands in the body.
func answer(t testing.TB, r *http.Request) (int, http.Header, []byte) {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, out.Bytes()
}

// reply is what the tests read of an answer.
type reply struct {
	playground.Accepted
	playground.Result
	Error struct {
		Message string
		Faults  []struct{ Path, Message string }
	}
}

// ask runs a state.
func ask(t testing.TB, server *httptest.Server, state string) reply {
	t.Helper()
	status, _, body := answer(t, request(t, server, "POST", "/api/run", state))
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", state, status, body)
	}
	var out reply
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// outcome is that of a column.
func (r *reply) outcome(t testing.TB, column string) playground.Series {
	t.Helper()
	for _, o := range r.Outcomes {
		if o.Column == column {
			return o
		}
	}
	t.Fatalf("no %s", column)
	return playground.Series{}
}
