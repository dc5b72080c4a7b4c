package playground_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tenfold/sim/playground"
)

// deaf is a reader that asks and then takes nothing in until it is told to.
type deaf struct {
	*httptest.ResponseRecorder
	writing, free chan struct{}
	read, write   []time.Time // deadlines, in the order in which they were set
}

func newDeaf() *deaf {
	return &deaf{httptest.NewRecorder(), make(chan struct{}), make(chan struct{}), nil, nil}
}

func (d *deaf) SetReadDeadline(t time.Time) error  { d.read = append(d.read, t); return nil }
func (d *deaf) SetWriteDeadline(t time.Time) error { d.write = append(d.write, t); return nil }

func (d *deaf) Write(data []byte) (int, error) {
	close(d.writing)
	<-d.free
	return d.ResponseRecorder.Write(data)
}

// A reader that takes in no answer holds no run's place.
func TestReaderThatDoesNotReadHoldsNoPlace(t *testing.T) {
	server := serve(t, func(o *playground.Options) { o.MaxRuns = 1 })
	d, ended := newDeaf(), make(chan struct{})
	go func() {
		defer close(ended)
		server.Config.Handler.ServeHTTP(d, request(t, server, "POST", "/api/run?width=500", "{}"))
	}()
	<-d.writing
	if len(d.write) != 1 || time.Until(d.write[0]) > time.Minute || time.Until(d.write[0]) <= 0 {
		t.Errorf("deadlines of the answer: %v", d.write)
	}
	if status, _, body := answer(t, request(t, server, "POST", "/api/run", "{}")); status != http.StatusOK {
		t.Errorf("the next reader: %d %s", status, body)
	}
	close(d.free)
	<-ended
	if last := d.write[len(d.write)-1]; d.Code != http.StatusOK || !last.IsZero() {
		t.Errorf("%d, deadlines of the answer: %v", d.Code, d.write)
	}
}

// A body has to come within a time, and the time that the run takes does not count.
func TestBodiesHaveADeadline(t *testing.T) {
	server, d := serve(t), newDeaf()
	close(d.free)
	r := request(t, server, "POST", "/api/run", "{}")
	asked := false
	r.Body = io.NopCloser(io.MultiReader(readerFunc(func([]byte) (int, error) {
		if asked = true; len(d.read) != 1 || time.Until(d.read[0]) > time.Minute || time.Until(d.read[0]) <= 0 {
			t.Errorf("deadlines of the body: %v", d.read)
		}
		return 0, io.EOF
	}), strings.NewReader("{}")))
	server.Config.Handler.ServeHTTP(d, r)
	if !asked || len(d.read) != 2 || !d.read[1].IsZero() || d.Code != http.StatusOK {
		t.Errorf("read %t, %d, deadlines of the body: %v", asked, d.Code, d.read)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
