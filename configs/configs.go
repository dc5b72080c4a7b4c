// Package configs is what ships with the program, as one embedded filesystem: economies, scenarios, policies, experiments and
// technology records. It holds no code.
package configs

import "embed"

// FS holds economies/NAME/, scenarios/NAME.yaml, policies/NAME.yaml, experiments/NAME.yaml and technology/.
//
//go:embed economies experiments policies scenarios technology
var FS embed.FS
