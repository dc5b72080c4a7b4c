//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// usageRSS asks the system, which counts in kilobytes but for macOS.
func usageRSS() int64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
