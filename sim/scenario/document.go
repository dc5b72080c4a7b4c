package scenario

import "go.yaml.in/yaml/v3"

// Document is the mapping at the root of a YAML file, for readers of other kinds of files with the same strictness. The example
// shows in a message what the root looks like. The error is Faults.
func Document(file string, data []byte, example string) (*yaml.Node, error) {
	return parse(file, data, example)
}

// Describe says in a message what a node holds.
func Describe(n *yaml.Node) string { return describe(n) }

// Suggest is ", did you mean X?" for the closest of the known words, or nothing when none is close.
func Suggest(word string, known []string) string { return suggest(word, known) }
