// Package policy holds what governments, and others who rule over access, can set: levers, each a level from one date to
// another, never a multiplier that is applied in every tick. A lever at its neutral level changes nothing.
//
// It knows no file and no economy: sim/scenario reads policies, sim/economy asks what stands at a date. Values are
// immutable once made and safe for concurrent use.
//
// To add a lever: one constant and one row of the table here, and one reading where the economy acts on it.
package policy

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tenfold/sim/unit"
)

// Lever is something that can be set.
type Lever int

// The levers.
const (
	ComputeBudgetUSD Lever = iota
	ComputeBudgetHours
	ComputeBudgetTradable
	BasicIncome
	ComputeSubsidy
	ComputeTax
	PublicOwnership
	LabourTax
	CapitalTax
	ConsumptionTax
	UnemploymentBenefit
	WageInsurance
	Retraining
	WorkingHours
	SupervisionFloor
	FleetCap
	FleetGrowthCap
	CapabilityPause
	ReleaseInterval
	ProviderMarkup
	OpenModelsLag
	OpenModelsMarkup
	Access
	PriceShock
	levers
)

// Definition describes a lever.
type Definition struct {
	Name     string
	Unit     unit.Unit
	Min, Max float64 // inclusive
	Neutral  float64 // where it changes nothing, unless Setting names what does
	Setting  string  // key of the setting that the lever takes the place of; its value is neutral
	Doc      string
}

var table = [levers]Definition{
	ComputeBudgetUSD:      {Name: "universal_compute_budget", Unit: "usd/month", Max: 1e6, Doc: "Dollars of coworker hours that each adult is given in a month."},
	ComputeBudgetHours:    {Name: "universal_compute_budget_hours", Unit: "h/month", Max: 1e6, Doc: "Coworker hours that each adult is given in a month."},
	ComputeBudgetTradable: {Name: "compute_budget_tradable", Max: 1, Doc: "1 where people may sell their compute budget, 0 where they cannot."},
	BasicIncome:           {Name: "universal_basic_income", Unit: "usd/month", Max: 1e6, Doc: "Dollars that each adult is paid in a month, free of tax."},
	ComputeSubsidy:        {Name: "compute_subsidy", Unit: "share", Max: .99, Doc: "Share of the price of coworker hours that the government pays."},
	ComputeTax:            {Name: "compute_tax", Unit: "share", Max: 100, Doc: "Tax on coworker hours, over their price."},
	PublicOwnership:       {Name: "public_ai_ownership", Unit: "share", Max: 1, Doc: "Share of providers' profit that is paid to all adults alike."},
	LabourTax:             {Name: "labour_income_tax", Unit: "share", Max: .99, Setting: "government.labour_tax", Doc: "Tax on labour income."},
	CapitalTax:            {Name: "capital_income_tax", Unit: "share", Max: .99, Setting: "government.capital_tax", Doc: "Tax on property income."},
	ConsumptionTax:        {Name: "consumption_tax", Unit: "share", Max: 2, Setting: "government.consumption_tax", Doc: "Tax on consumption."},
	UnemploymentBenefit:   {Name: "unemployment_benefit", Unit: "share", Max: 1, Setting: "government.unemployment_benefit", Doc: "Benefit of the unemployed as a share of their occupation's wage."},
	WageInsurance:         {Name: "wage_insurance", Unit: "share", Max: 1, Doc: "Share of the pay lost to displacement that the government replaces."},
	Retraining:            {Name: "retraining", Unit: "1/month", Max: 1, Setting: "labour.retraining", Doc: "Share of an occupation's unemployed beyond its base-year rate who take up another occupation in a month."},
	WorkingHours:          {Name: "working_hours", Unit: "share", Min: .2, Max: 1.5, Neutral: 1, Doc: "Hours of a full-time job over those of the base year, at the same pay an hour."},
	SupervisionFloor:      {Name: "supervision_floor", Unit: "h/h", Max: 10, Doc: "Least hours of a person's direction and review per hour of a coworker's attempt."},
	FleetCap:              {Name: "fleet_cap", Unit: "coworkers", Max: math.MaxFloat64, Neutral: math.MaxFloat64, Doc: "Most coworkers that may work; where each field's fleet is given, most that may work for firms."},
	FleetGrowthCap:        {Name: "fleet_growth_cap", Unit: "x/yr", Min: 1, Max: math.MaxFloat64, Neutral: math.MaxFloat64, Doc: "Most by which the number of coworkers may grow in a year."},
	CapabilityPause:       {Name: "capability_pause", Max: 1, Doc: "1 where no new generation may be released, 0 where it may."},
	ReleaseInterval:       {Name: "release_interval", Unit: "months", Min: 1, Max: 120, Setting: "releases.interval", Doc: "Least time between two releases."},
	ProviderMarkup:        {Name: "provider_markup", Max: 100, Setting: "providers.markup", Doc: "Mark-up of providers, over that of price.launch."},
	OpenModelsLag:         {Name: "open_models", Unit: "months", Max: 1200, Setting: "providers.open_lag", Doc: "Time from a release until an open model of its capability is on the market."},
	OpenModelsMarkup:      {Name: "open_models_markup", Max: 100, Setting: "providers.open_markup", Doc: "Mark-up once a capability is open, over that of price.launch."},
	Access:                {Name: "access", Unit: "share", Max: 1, Neutral: 1, Doc: "Share of adults, the wealthiest first, who may have coworkers of their own."},
	PriceShock:            {Name: "price_shock", Min: 1, Max: 1e6, Neutral: 1, Doc: "Factor by which a rival's open model makes all coworker hours cheaper beyond the cost of electricity."},
}

// Definition describes the lever.
func (l Lever) Definition() *Definition { return &table[l] }

// Pays reports whether a higher level pays people or buyers more: what is scaled when a policy shall cost as much as another.
func (l Lever) Pays() bool {
	switch l {
	case BasicIncome, ComputeBudgetUSD, ComputeBudgetHours, ComputeSubsidy, WageInsurance:
		return true
	}
	return false
}

// String is the lever's name.
func (l Lever) String() string { return table[l].Name }

// Levers lists all levers in order.
func Levers() []Lever {
	out := make([]Lever, levers)
	for i := range out {
		out[i] = Lever(i)
	}
	return out
}

// Find is the lever of that name.
func Find(name string) (Lever, bool) {
	i := slices.IndexFunc(table[:], func(d Definition) bool { return d.Name == name })
	return Lever(max(i, 0)), i >= 0
}

// Names lists the names of all levers.
func Names() []string {
	var out []string
	for _, d := range table {
		out = append(out, d.Name)
	}
	return out
}

// Point is a level from the beginning of a year on.
type Point struct {
	Year  int
	Level float64
}

// Setting is a lever at a level, or at a path of yearly levels, from one date to another, in decimal years; the last date
// does not count.
type Setting struct {
	Lever       Lever
	From, Until float64
	Level       float64
	Path        []Point // by year; before its first the first level holds, after its last the last
}

// at is the level at a date between From and Until.
func (s *Setting) at(date float64) float64 {
	level := s.Level
	for i, p := range s.Path {
		if i == 0 || date >= float64(p.Year) {
			level = p.Level
		}
	}
	return level
}

// The taxes that can balance what a policy costs, and Debt.
const (
	ByDebt           = "debt"
	ByLabourTax      = "labour_income_tax"
	ByCapitalTax     = "capital_income_tax"
	ByConsumptionTax = "consumption_tax"
)

// Financings lists how a policy can be paid for.
func Financings() []string { return []string{ByDebt, ByLabourTax, ByCapitalTax, ByConsumptionTax} }

// Policy is a named list of settings, how it is paid for, and, where it says so, whose present cost its scale is solved
// to equal.
type Policy struct {
	Name, Title string
	Settings    []Setting
	Financing   string // one of Financings; debt where empty
	CostEqualTo string // name of another policy
}

// Conflict says that two policies set one lever at the same time, or are paid for by different taxes.
func Conflict(a, b *Policy) error {
	for _, s := range a.Settings {
		for _, t := range b.Settings {
			if s.Lever == t.Lever && s.From < t.Until && t.From < s.Until {
				return fmt.Errorf("policies %s and %s both set %s", a.Name, b.Name, s.Lever)
			}
		}
	}
	if f, g := a.Financing, b.Financing; f != "" && g != "" && f != g {
		return fmt.Errorf("policies %s and %s are paid for in different ways: %s and %s", a.Name, b.Name, f, g)
	}
	return nil
}

// Stack is policies that hold together, ready to be asked.
type Stack struct {
	settings  [levers][]Setting
	financing string
	names     []string
}

// NewStack joins policies. It returns the first conflict.
func NewStack(policies []Policy) (*Stack, error) {
	s := &Stack{financing: ByDebt}
	for i := range policies {
		p := &policies[i]
		for k := range i {
			if err := Conflict(&policies[k], p); err != nil {
				return nil, err
			}
		}
		for _, one := range p.Settings {
			s.settings[one.Lever] = append(s.settings[one.Lever], one)
		}
		if p.Financing != "" {
			s.financing = p.Financing
		}
		s.names = append(s.names, p.Name)
	}
	return s, nil
}

// Level is where the lever stands at a date; set is false where no policy says, which is its neutral level.
func (s *Stack) Level(l Lever, date float64) (level float64, set bool) {
	if s != nil {
		for i := range s.settings[l] {
			if one := &s.settings[l][i]; date >= one.From && date < one.Until {
				return one.at(date), true
			}
		}
	}
	return table[l].Neutral, false
}

// Uses reports whether any policy sets the lever at any time.
func (s *Stack) Uses(l Lever) bool { return s != nil && len(s.settings[l]) > 0 }

// Financing is the tax that balances the policies' cost, or debt.
func (s *Stack) Financing() string {
	if s == nil {
		return ByDebt
	}
	return s.financing
}

// String names the policies.
func (s *Stack) String() string {
	if s == nil {
		return ""
	}
	return strings.Join(s.names, " + ")
}
