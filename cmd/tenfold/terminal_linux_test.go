package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// terminal opens a terminal of that many columns: what is written to the one end is read from the other.
func terminal(t *testing.T, columns uint16) (screen, line *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("this system makes no terminals: %v", err)
	}
	fd := int(screen.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		line, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	}
	if err != nil {
		t.Fatal(err)
	}
	return screen, line
}

// shown is all that the program writes to a terminal of that width.
func shown(t *testing.T, columns uint16, environ string, args ...string) string {
	t.Helper()
	screen, line := terminal(t, columns)
	defer screen.Close()
	c := exec.Command("tenfold", args...)
	c.Env = append(os.Environ(), "TERM=xterm", "CI=", "NO_COLOR=", environ)
	c.Stdin, c.Stdout, c.Stderr = line, line, line
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = line.Close() // the program has it
	var all bytes.Buffer
	_, _ = io.Copy(&all, screen) // ends with an error when the last writer is gone
	if err := c.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, &all)
	}
	return all.String()
}

// Movements of the cursor mean a bar, which is repainted; colours alone do not.
var movement = regexp.MustCompile(`\x1b\[[0-9]*[A-HJK]`)

func TestTerminal(t *testing.T) {
	args := append([]string{"run", "--out", t.TempDir()}, agents...)
	got := shown(t, 40, "NONE=", args...)
	if !movement.MatchString(got) || !strings.Contains(got, "\x1b[3") {
		t.Errorf("expected a bar and colours:\n%q", got)
	}
	summary := got[strings.LastIndex(got, "central: "):]
	for row := range strings.SplitSeq(summary, "\r\n") {
		if utf8.RuneCountInString(row) > 40 && strings.Contains(row, " ") && !strings.HasPrefix(row, "Files:") {
			t.Errorf("more than 40 columns: %q", row)
		}
	}
	for _, frame := range movement.Split(got[:len(got)-len(summary)], -1) {
		for row := range strings.SplitSeq(frame, "\n") {
			if strings.Contains(row, " %") && utf8.RuneCountInString(row) > 41 {
				t.Errorf("a bar of more than 40 columns: %q", row)
			}
		}
	}
	fast := []string{"run", "--mean-field", "--out", t.TempDir(), "--set", "economy=teaching-3x3"}
	if got := shown(t, 80, "NO_COLOR=1", fast...); strings.Contains(got, "\x1b[3") || strings.Contains(got, "\x1b[0m") {
		t.Errorf("colours under NO_COLOR:\n%q", got)
	}
	if got := shown(t, 80, "CI=true", args...); movement.MatchString(got) {
		t.Errorf("a bar under CI:\n%q", got)
	}
}
