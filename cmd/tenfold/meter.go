package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A meter samples how many goroutines there are.
type meter struct {
	done chan struct{}
	peak chan int
}

const sampleEvery = 5 * time.Millisecond

func startMeter() meter {
	m := meter{make(chan struct{}), make(chan int)}
	go func() {
		most := runtime.NumGoroutine()
		every := time.NewTicker(sampleEvery)
		defer every.Stop()
		for {
			select {
			case <-every.C:
				most = max(most, runtime.NumGoroutine())
			case <-m.done:
				m.peak <- most
				return
			}
		}
	}()
	return m
}

// stop returns the largest number seen.
func (m meter) stop() int {
	close(m.done)
	return <-m.peak
}

// peakRSS is the most memory that the process has held, in bytes; 0 where the system does not say. On Linux the
// status file comes first: getrusage counts what the parent held before it became this process.
func peakRSS() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return usageRSS()
	}
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "kB")), 10, 64)
			return kilobytes << 10
		}
	}
	return usageRSS()
}
