// Package unit reads and prints quantities with units: "2.5k usd", "10x/yr", "1M", "6 months", "0.35 kWh/h". A value
// inside the program is a plain float64 in the unit that its declaration names. Safe for concurrent use.
package unit

import (
	"fmt"
	"strings"
)

// Unit is the canonical name of a unit, a token or a ratio of tokens such as "usd/h"; "" is a pure number.
type Unit string

// FactorPerYear is the unit of growth factors: 10x/yr is tenfold in a year.
const FactorPerYear Unit = "x/yr"

// token is a unit without a slash: how many of its dimension's base it is.
type token struct {
	dimension string
	size      float64
}

var tokens = map[string]token{
	"": {"", 1}, "1": {"", 1}, "share": {"", 1}, "index": {"", 1}, "log": {"", 1}, "%": {"", .01},
	"min": {"time", 1. / 60}, "h": {"time", 1}, "hour": {"time", 1}, "hours": {"time", 1}, "day": {"time", 24}, "days": {"time", 24},
	"week": {"time", 168}, "weeks": {"time", 168}, "month": {"time", 8766. / 12}, "months": {"time", 8766. / 12},
	"yr": {"time", 8766}, "year": {"time", 8766}, "years": {"time", 8766},
	"usd": {"money", 1}, "Wh": {"energy", .001}, "kWh": {"energy", 1}, "MWh": {"energy", 1000},
	"kW": {"power", .001}, "MW": {"power", 1}, "GW": {"power", 1000},
	"tokens": {"tokens", 1},
	"H100e":  {"accelerators", 1}, "H100e-h": {"compute", 1}, "orders": {"orders of magnitude", 1},
	"coworkers": {"coworkers", 1}, "people": {"people", 1}, "jobs": {"jobs", 1}, "firms": {"firms", 1},
	"agents": {"agents", 1}, "shards": {"shards", 1}, "ticks": {"ticks", 1}, "tasks": {"tasks", 1},
}

// measure is the dimension and size of a unit, which may be a ratio.
func (u Unit) measure() (dimension string, size float64, err error) {
	over, under, ratio := strings.Cut(string(u), "/")
	top, ok := tokens[over]
	if !ok {
		return "", 0, fmt.Errorf("unknown unit %q", string(u))
	}
	if !ratio {
		return top.dimension, top.size, nil
	}
	bottom, ok := tokens[under]
	if !ok || under == "" {
		return "", 0, fmt.Errorf("unknown unit %q", string(u))
	}
	return top.dimension + "/" + bottom.dimension, top.size / bottom.size, nil
}

// Valid reports whether the unit is known.
func (u Unit) Valid() bool {
	_, _, err := u.measure()
	return err == nil || u == FactorPerYear
}
