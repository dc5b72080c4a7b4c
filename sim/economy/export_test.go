package economy

// Phases are the names of a tick's phases, in order, and what each does.
func Phases() (names, says []string) {
	for _, p := range phases() {
		names, says = append(names, p.name), append(says, p.says)
	}
	return names, says
}
