package scenario

import "slices"

// A coded is the digital share of a code and where it stands.
type coded struct {
	code, file, column string
	line               int
	share              float64
}

func (c coded) fault(format string, args ...any) Fault {
	return place{file: c.file, line: c.line}.fault(c.column, format, args...)
}

// attachShares reads tasks.file, through tasks.crosswalk if there is one, into a share for each occupation. Wrong
// numbers do not keep it from looking for wrong codes.
func (s *Scenario) attachShares(from *Scenario) Faults {
	tasks := &s.Config.Tech.Tasks
	var given []coded
	in, err := s.input("tasks.file", tasks.File, from)
	faults := s.add(in, err, []string{"code", "share"}, func(r rows) (err error) { given, err = codedShares(r); return err })
	if tasks.Crosswalk != "" {
		table := given
		given = nil // as long as the crosswalk cannot be read
		walk, err := s.input("tasks.crosswalk", tasks.Crosswalk, from)
		faults = append(faults, s.add(walk, err, []string{"from", "to", "weight"}, func(r rows) (err error) {
			if len(table) > 0 { // or every row of the crosswalk would be at fault
				given, err = translated(table, r)
			}
			return err
		})...)
	}
	if len(given) == 0 {
		return faults
	}
	c := newClassification(s.Economy)
	if c.needsSOC(given) {
		soc, err := shippedInput("tasks.file.weights", detailedSOC)
		faults = append(faults, s.add(soc, err, detailedColumns, c.readSOC)...)
	}
	var wrong Faults
	tasks.Shares, wrong = c.shares(given, in.File)
	return append(faults, wrong...).first(in.File)
}

// codedShares reads the columns code and share.
func codedShares(r rows) ([]coded, error) {
	var out []coded
	var faults Faults
	first := map[string]int{}
	for i := range r.line {
		c := coded{code: r.cells[i]["code"], file: r.file, column: "code", line: r.line[i]}
		if line, twice := first[c.code]; twice {
			faults = append(faults, c.fault("expected each code once, got %s again after line %d", quote(c.code), line))
			continue
		}
		first[c.code] = c.line
		share, fault := r.number(i, "share", 0, 1)
		if fault != nil {
			faults = append(faults, *fault)
		}
		c.share = share
		out = append(out, c)
	}
	return out, faults.orNil()
}

// heaviest bounds the weights of a crosswalk, so that their sums are finite.
const heaviest = 1e30

// translated are the shares of the codes in the column to: means over those in from, by weight.
func translated(given []coded, r rows) ([]coded, error) {
	share, used := map[string]float64{}, map[string]bool{}
	var codes []string
	for _, c := range given {
		share[c.code], codes = c.share, append(codes, c.code)
	}
	var out []coded
	var weights []float64
	var faults Faults
	at, pair := map[string]int{}, map[[2]string]int{}
	for i := range r.line {
		from, to := r.cells[i]["from"], r.cells[i]["to"]
		if line, twice := pair[[2]string{from, to}]; twice {
			faults = append(faults, r.fault(i, "from", "expected %s to %s once, got it again after line %d", quote(from), quote(to), line))
			continue
		}
		pair[[2]string{from, to}] = r.line[i]
		if _, known := share[from]; !known {
			faults = append(faults, r.fault(i, "from", "expected a code of tasks.file, got %s%s", quote(from), suggest(from, codes)))
		}
		weight, fault := r.number(i, "weight", 0, heaviest)
		if fault != nil {
			faults, weight = append(faults, *fault), 1 // nobody asks for a sum then
		}
		used[from] = true
		j, known := at[to]
		if !known {
			j, at[to] = len(out), len(out)
			out, weights = append(out, coded{code: to, file: r.file, column: "to", line: r.line[i]}), append(weights, 0)
		}
		out[j].share += float64(weight * share[from])
		weights[j] += weight
	}
	for _, c := range given {
		if !used[c.code] {
			faults = append(faults, c.fault("expected a code in the column from of %s, got %s%s", r.file, quote(c.code), suggest(c.code, codesOf(r, "from"))))
		}
	}
	for j, weight := range weights {
		if out[j].share /= weight; weight == 0 {
			faults = append(faults, out[j].fault("expected weights of %s that sum to more than zero", quote(out[j].code)))
		}
	}
	return out, faults.orNil()
}

func codesOf(r rows, column string) []string {
	var out []string
	for i := range r.cells {
		out = append(out, r.cells[i][column])
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}
