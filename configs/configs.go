// Package configs is what ships with the program, as one embedded filesystem: economies, scenarios, policies and
// technology records. It holds no code.
package configs

import "embed"

// FS holds economies/NAME/, scenarios/NAME.yaml, policies/NAME.yaml and technology/.
//
//go:embed economies policies scenarios technology
var FS embed.FS
