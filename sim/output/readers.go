package output

import _ "embed" // the readers are files of their own, so that they can be run as they stand

//go:embed readers/read.py
var readPython []byte

//go:embed readers/read.R
var readR []byte

// readers are the scripts that every run folder brings for its tables.
func readers() map[string][]byte {
	return map[string][]byte{"read.py": readPython, "read.R": readR}
}
