package experiment

import (
	"math"
	"strconv"
	"sync"

	"tenfold/sim/economy"
)

// The measures of what a policy does to a group of people, as shares.
const (
	gain = iota // of the group's real income, over that in the baseline
	better1
	better5
	worse1
	worse5
	measures
)

// Kinds of groups, all of the base year, which no policy has reached.
const (
	ByAll        = "everybody"
	ByTenth      = "tenth of income"
	ByFifth      = "fifth of agency"
	ByOccupation = "occupation"
)

// block is the runs of one draw and seed. The policies' runs leave what they held in store for people; the baseline's comes
// last and reads from it what each of its persons could have expected.
type block struct {
	lock        sync.Mutex
	left        int // policies still to end
	failed      bool
	occupations int
	prospects   [][]economy.Prospects // by case, in the ticks of the last year
	groups      [][]groupMeasures     // by policy and group
}

func (b *block) open(cases, occupations int) {
	b.left, b.occupations, b.prospects = cases-1, occupations, make([][]economy.Prospects, cases)
}

// close ends a policy's run and reports whether it was the last.
func (b *block) close(ok bool) (last bool) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.left--
	b.failed = b.failed || !ok
	return b.left <= 0
}

// watch returns what looks at a case's people after each tick, and what ends it.
func (b *block) watch(k int, w *economy.World, year int) (after, end func()) {
	if w.People() == 0 {
		return func() {}, func() {}
	}
	in := func() bool { return int(w.Value("year")) == year }
	if k > 0 {
		return func() {
			if in() {
				b.prospects[k] = append(b.prospects[k], w.Prospects())
			}
		}, func() {}
	}
	origins, expected := w.Origins(), make([][]float64, len(b.prospects))
	for c := range expected {
		expected[c] = make([]float64, len(origins))
	}
	tick := 0
	after = func() {
		if !in() || b.failed {
			return
		}
		w.AddExpectedIncomes(w.Prospects(), expected[0])
		for c := 1; c < len(expected); c++ {
			w.AddExpectedIncomes(b.prospects[c][tick], expected[c])
		}
		tick++
	}
	return after, func() {
		if b.failed {
			return
		}
		for c := 1; c < len(expected); c++ {
			b.groups = append(b.groups, compareIncomes(origins, b.occupations, expected[0], expected[c]))
		}
		b.prospects = nil
	}
}

type groupMeasures struct {
	people float64 // of the sample
	value  [measures]float64
}

// group is a set of people by what they were in the base year.
type group struct{ By, Name string }

// groupList lists the groups of an economy with that many occupations: everybody, tenths, fifths, occupations and, last,
// those without one.
func groupList(occupations []string) []group {
	out := []group{{ByAll, ""}}
	for k := range 10 {
		out = append(out, group{ByTenth, strconv.Itoa(k + 1)})
	}
	for k := range 5 {
		out = append(out, group{ByFifth, strconv.Itoa(k + 1)})
	}
	for _, o := range occupations {
		out = append(out, group{ByOccupation, o})
	}
	return append(out, group{ByOccupation, "none"})
}

// groupsOf are the places in groupList of a person's groups.
func groupsOf(o economy.Origin) [4]int {
	return [4]int{0, 1 + o.Tenth, 11 + o.Fifth, 16 + o.Occupation}
}

// least is the least income of the baseline, over the mean, that a change is measured by.
const least = .01

// compareIncomes compares a case with the baseline, person by person.
func compareIncomes(origins []economy.Origin, occupations int, base, with []float64) []groupMeasures {
	mean := 0.
	for i := range origins {
		mean += base[i] / float64(len(origins))
	}
	out := make([]groupMeasures, 17+occupations)
	before := make([]float64, len(out))
	for i, o := range origins {
		if o.Occupation < 0 {
			o.Occupation = occupations
		}
		m := changeOf(base[i], with[i], least*mean)
		for _, g := range groupsOf(o) {
			out[g].people++
			before[g] += base[i]
			for k := range m {
				out[g].value[k] += m[k]
			}
		}
	}
	for g := range out {
		for k := range out[g].value {
			total := out[g].people
			if k == gain {
				total = before[g]
			}
			if total > 0 {
				out[g].value[k] /= total
			}
		}
	}
	return out
}

// changeOf is what a change of income counts in each measure.
func changeOf(base, with, floor float64) (m [measures]float64) {
	m[gain] = with - base
	switch relative := m[gain] / math.Max(base, floor); {
	case relative > .05:
		m[better5], m[better1] = 1, 1
	case relative > .01:
		m[better1] = 1
	case relative < -.05:
		m[worse5], m[worse1] = 1, 1
	case relative < -.01:
		m[worse1] = 1
	}
	return m
}
