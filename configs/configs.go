// Package configs is what ships with the program, as one embedded filesystem: economies, scenarios and technology
// records. It holds no code.
package configs

import "embed"

// FS holds economies/NAME/, scenarios/NAME.yaml and technology/.
//
//go:embed economies scenarios technology
var FS embed.FS
