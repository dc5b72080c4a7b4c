// Package configs is what ships with the program, as one embedded filesystem: economies, scenarios, policies, experiments,
// technology records, and the files that a project begins with. It holds no code.
package configs

import "embed"

// FS holds economies/NAME/, scenarios/NAME.yaml, policies/NAME.yaml and so on, a folder a kind.
//
//go:embed claims
//go:embed economies
//go:embed experiments
//go:embed history
//go:embed policies
//go:embed published
//go:embed replications
//go:embed scenarios
//go:embed start
//go:embed technology
//go:embed validation
var FS embed.FS
