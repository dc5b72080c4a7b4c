// Package configs is what ships with the program, as one embedded filesystem: economies, scenarios, policies, experiments and
// records of technology and of the past. It holds no code.
package configs

import "embed"

// FS holds economies/NAME/, scenarios/NAME.yaml, policies/NAME.yaml, experiments/NAME.yaml, technology/ and history/.
//
//go:embed economies experiments history policies scenarios technology
var FS embed.FS
