package output

import (
	"errors"
	"fmt"
	"os"

	"github.com/gofrs/flock"
)

// errLocked says that another process holds the lock.
var errLocked = errors.New("locked")

// A lock keeps other processes out of a run folder. The system frees it when its process ends, however it ends, so a
// lock file that is left behind is no obstacle. It stands beside the folder, which a complete run replaces as a whole.
type lock struct {
	*flock.Flock
}

func acquire(path string) (*lock, error) {
	for {
		l := &lock{flock.New(path)}
		held, err := l.TryLock()
		switch {
		case err != nil:
			return nil, err
		case !held:
			return nil, errLocked
		case l.stands():
			return l, nil
		}
		_ = l.Unlock() // its file was removed between opening and locking: try the next one
	}
}

// stands reports whether the file that is locked is still the one of that name.
func (l *lock) stands() bool {
	held, err := l.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(l.Path())
	return err == nil && os.SameFile(held, named)
}

// release removes the file before it frees the lock, so that no other process gets a lock on a file about to go.
func (l *lock) release() {
	_ = os.Remove(l.Path()) // a system that refuses leaves a file that does no harm
	_ = l.Unlock()
}

// Lock keeps other processes from working in a folder until unlock is called or the process ends.
func Lock(dir string) (unlock func(), err error) {
	l, err := acquire(beside(dir, "lock"))
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("another process is writing %s: wait for it or choose another folder", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot lock %s: %w", dir, err)
	}
	return l.release, nil
}
