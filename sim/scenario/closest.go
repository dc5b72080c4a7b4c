package scenario

import "strings"

// longestGuess is the length of a word above which no near miss is looked for: the comparison is quadratic.
const longestGuess = 64

// suggest is ", did you mean X?" for the closest of the known words, or nothing when none is close.
func suggest(word string, known []string) string {
	if best := closest(word, known); best != "" {
		return ", did you mean " + best + "?"
	}
	return ""
}

// closest is the known word with the fewest edits from word, or "" when all differ too much to be meant. Dotted keys
// also match by their last part at the price of one edit, so that a setting in the wrong group is found.
func closest(word string, known []string) string {
	if len(word) > longestGuess {
		return ""
	}
	best, fewest := "", len([]rune(lastPart(word)))/3+2
	for _, k := range known {
		d := min(distance(strings.ToLower(word), k), distance(strings.ToLower(lastPart(word)), lastPart(k))+1)
		if d < fewest {
			best, fewest = k, d
		}
	}
	return best
}

func lastPart(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// distance is the number of insertions, deletions and substitutions from a to b (Levenshtein 1966), a row at a time.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		diagonal := row[0]
		row[0] = i + 1
		for j := range t {
			change := diagonal
			if s[i] != t[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(t)]
}
