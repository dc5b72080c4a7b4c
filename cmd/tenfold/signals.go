package main

import (
	"context"
	"os"
	"syscall"
)

// stopped is why a context ended: a signal asked for it.
type stopped struct{ signal os.Signal }

// Error names the signal's effect.
func (s stopped) Error() string {
	if s.signal == syscall.SIGTERM {
		return "terminated"
	}
	return "interrupted"
}

func (s stopped) code() int {
	if s.signal == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

// watch ends the context at the first signal, so that a run can end its tick, and the process at the second.
func watch(ctx context.Context, signals <-chan os.Signal, exit func(int)) (watched context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		for first := true; ; first = false {
			select {
			case s := <-signals:
				if !first {
					exit(stopped{s}.code())
					return
				}
				cancel(stopped{s})
			case <-done:
				return
			}
		}
	}()
	return ctx, func() { close(done); cancel(nil) }
}

// stop is the failure of a run that a signal ended, or nil.
func stop(ctx context.Context) *failure {
	switch cause := context.Cause(ctx).(type) {
	case nil:
		return nil
	case stopped:
		return &failure{error: cause, code: cause.code()}
	default:
		return &failure{error: cause, code: exitInterrupted}
	}
}
