package scenario

import (
	"regexp"

	"tenfold/sim/param"
)

// datedForm is a reference to a policy with months of its own: NAME@2028-01, NAME@2028-01:2030-12 or NAME@:2030-12.
var datedForm = regexp.MustCompile(`^(.+)@([0-9]{4}-[0-9]{2})?(?::([0-9]{4}-[0-9]{2}))?$`)

// Dated is the reference to a policy that is in force from and until other months than its file says; empty months are the
// file's.
func Dated(policy, from, until string) string {
	if from != "" || until != "" {
		policy += "@" + from
	}
	if until != "" {
		policy += ":" + until
	}
	return policy
}

// undated splits a reference into that of the file and the months, empty where it has none.
func undated(ref string) (policy, from, until string) {
	if m := datedForm.FindStringSubmatch(ref); m != nil && m[2]+m[3] != "" {
		return m[1], m[2], m[3]
	}
	return ref, "", ""
}

// redate puts all levers of a policy in force from and until other months. Its name says so, so that a run can have it beside
// the policy as written.
func (p *Policy) redate(from, until string, asked reference) {
	for _, month := range []string{from, until} {
		if _, _, err := param.ParseMonth(month); month != "" && err != nil {
			p.faults = append(p.faults, asked.place.fault(asked.key, "%s", err))
			return
		}
	}
	for i := range p.provisions {
		one := &p.provisions[i]
		if from != "" {
			one.from, one.fromAt = from, asked.place
		}
		if until != "" {
			one.until, one.untilAt = until, asked.place
		}
	}
	for _, word := range [][2]string{{"from", from}, {"until", until}} {
		if word[1] != "" {
			p.Name += "-" + word[0] + "-" + word[1]
			p.Description += " Here " + word[0] + " " + word[1] + "."
		}
	}
	p.Name, p.nameAt = folderName(p.Name), asked.place
}

// Months are the first and the last month of the policy's levers, as its file says; "" where that is the run's.
func (p *Policy) Months() (from, until string) {
	first := &p.provisions[0]
	for i := range p.provisions {
		if one := &p.provisions[i]; monthNumber(one.from, 0) < monthNumber(first.from, 0) {
			first = one
		}
	}
	return first.from, first.until
}

// Sought reports whether the policy is of a size that many runs have to find, so that it costs as much as another.
func (p *Policy) Sought() bool { return p.scaled != nil }
