package output

import (
	"os/signal"
	"syscall"
	"testing"
)

// limited runs what writes while no file may grow beyond so many bytes: a write that does stops in the middle.
func limited(t *testing.T, bytes int64, run func()) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(bytes), Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Fatal(err)
		}
	}()
	run()
}

// A row that was written in part leaves nothing: rows that can be written later follow whole ones.
func TestTornRowLeavesNothing(t *testing.T) {
	write := func(torn bool) string {
		tables := fakeTables()
		tick(tables, 0)
		file, err := newTableFile(t.TempDir(), tables[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := file.append(); err != nil {
			t.Fatal(err)
		}
		whole := file.size
		tick(tables, 1)
		if torn {
			limited(t, whole+3, func() { err = file.append() })
			if err == nil || file.size != whole {
				t.Fatalf("%v, %d bytes of %d", err, file.size, whole)
			}
			if got := read(t, file.path+partEnding); int64(len(got)) != whole {
				t.Errorf("torn: %q", got)
			}
		}
		tick(tables, 2)
		if _, err := file.close(true); err != nil {
			t.Fatal(err)
		}
		return read(t, file.path)
	}
	if got, want := write(true), write(false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
