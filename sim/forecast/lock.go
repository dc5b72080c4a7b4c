package forecast

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// Lock is a forecast with its date and the hash of its content, to be scored when the years have passed. The hash shows that
// nothing was changed since; that it is as old as it says shows whoever keeps the hash.
type Lock struct {
	Kind    string `json:"kind"`
	Date    string `json:"date"` // of the forecast, 2025-01-31
	Program string `json:"program"`
	Command string `json:"command"`
	*Forecast
	Settings string `json:"settings"` // the whole configuration
	SHA256   string `json:"sha256"`   // of this file with the hash left empty
}

const lockKind = "tenfold forecast"

// NewLock locks a forecast.
func NewLock(f *Forecast, date, program, command, settings string) *Lock {
	l := &Lock{Kind: lockKind, Date: date, Program: program, Command: command, Forecast: f, Settings: settings}
	l.SHA256 = l.hash()
	return l
}

// hash is that of the content, hexadecimal.
func (l *Lock) hash() string {
	open := *l
	open.SHA256 = ""
	sum := sha256.Sum256(open.Bytes())
	return hex.EncodeToString(sum[:])
}

// Bytes are the file's content.
func (l *Lock) Bytes() []byte {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(l) // of plain figures and texts, to memory: cannot fail
	return text.Bytes()
}

// ReadLock reads a locked forecast and refuses one whose content is not what was hashed, to the byte.
func ReadLock(file string, data []byte) (*Lock, error) {
	l := &Lock{Forecast: &Forecast{}}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(l); err != nil {
		return nil, fmt.Errorf("%s: not a locked forecast: %w", file, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%s: something follows the locked forecast", file)
	}
	if l.Kind != lockKind {
		return nil, fmt.Errorf("%s: kind: expected %q, got %q", file, lockKind, l.Kind)
	}
	if got := l.hash(); got != l.SHA256 || !bytes.Equal(data, l.Bytes()) {
		return nil, fmt.Errorf("%s: the content is not what was locked: its hash is %s, the file says %s", file, short(got), short(l.SHA256))
	}
	for i := range l.Rows {
		if len(l.Rows[i].Quantiles) != len(l.Levels) || len(l.Levels) != len(Levels) {
			return nil, fmt.Errorf("%s: rows[%d]: expected %d quantiles", file, i, len(Levels))
		}
	}
	return l, nil
}

func short(hash string) string { return hash[:min(len(hash), 12)] }
