// Package scenario turns YAML into a checked, canonical and hashed configuration.
//
// A value passes through one pipeline: bytes are checked, the text becomes a tree of nodes with lines and columns,
// the tree is walked against the declared parameters, and each layer's typed values go into viper, from which the
// configuration is filled once. Flags win over the environment, the environment over the file, a file over what it
// extends, and that over the defaults. Nothing is guessed, rounded or ignored, and all faults are reported at once.
//
// Policies are files of another kind that pass through the same pipeline up to the walk: policy.go reads one, levels.go
// its paths of levels, policytext.go writes it, enact.go puts those in force that a scenario or a flag names.
//
// It is not where parameters are declared (sim/economy is) and it runs nothing. Its functions share no state and may
// be called concurrently; a Scenario is read-only once loaded.
package scenario
