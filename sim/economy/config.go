package economy

import (
	"fmt"

	"tenfold/sim/engine"
	"tenfold/sim/exact"
	"tenfold/sim/param"
	"tenfold/sim/policy"
	"tenfold/sim/tech"
)

// ModelVersion changes whenever the same configuration would give other results.
const ModelVersion = "5"

// Config is everything that decides a run's results, apart from the tables of the economy.
type Config struct {
	Name      string
	Seed      int64
	Economy   string
	Policies  []policy.Policy
	MeanField bool
	Ledger    bool
	Clock     engine.Clock
	Shards    int64 // blocks of people
	Executor  string

	Tech       tech.Config
	Training   Training
	Fleet      Fleet
	Coworkers  Coworkers
	People     People
	Adoption   Adoption
	Production Production
	NewUses    NewUses
	NewTasks   NewTasks
	Firms      Firms
	Labour     Labour
	Behaviour  Behaviour
	OwnWork    OwnWork
	Macro      Macro
	Government Government
	Feedback   Feedback
}

// Fleet is how many coworkers there are, simulated and real.
type Fleet struct {
	Agents          int64
	Mode, Per, File string
	Size            float64
	Path            []tech.Point // of sizes, read from File
}

// Training is what training models takes and who pays for it.
type Training struct {
	Financed                                 bool
	Spending, RevenueShare, OutsideFinancing float64
}

// Coworkers is how they work.
type Coworkers struct {
	Hours, Speed, Spread, UpgradeLag, PriorHours, HalfLife float64
}

// Adoption is the take-up of coworkers by firms.
type Adoption struct {
	Adopted, Integrated, Innovation, Imitation, SavingElasticity, SavingReference, Lag float64
}

// Firms is the sample of firms and how they differ.
type Firms struct {
	Agents                                                  int64
	Tail, MeanSize, SizeHazard, SizeProductivity, Selection float64
	PassThrough                                             float64
}

// Production holds the elasticities of substitution.
type Production struct {
	Tasks, Occupations, Goods, ValueAdded, Investment, Land float64
}

// NewUses are uses of coworkers that nobody had before.
type NewUses struct{ Share, Elasticity float64 }

// NewTasks return to people some years after others were taken over.
type NewTasks struct{ Strength, Lag float64 }

// People is the sample of adults and how they differ.
type People struct {
	Agents, Panel                                   int64
	AgencyReturn, Adaptability, PayWealth, Regained float64
	OutsideTransfers, PovertyLine                   float64
}

// Labour is the labour market.
type Labour struct {
	Wages                                                                                                  string
	WageUp, WageDown, Adjustment, Boost, Moves, OwnOccupation, Attached, Outside, OverallFloor, Retraining float64
	Indexation                                                                                             float64
}

// Behaviour is how hours and participation respond to what work pays.
type Behaviour struct {
	Mode                         string
	Hours, Income, Participation float64
}

// OwnWork is people's work with coworkers of their own.
type OwnWork struct {
	Adopters, Imitation, TakeUp, Directing, Elasticity, MarketShare, Agency float64
	Rationing, Limit                                                        float64
	Procurement                                                             string
}

// Macro is the trend and the stocks of the base year.
type Macro struct {
	Growth, CapitalOutput, DebtOutput, ForeignReturn, BondRate, RentAdjustment float64
	LandShare, LandYield, LuxuryShare, LuxuryElasticity                        float64
	ProvidersYield, PriceTrend, Discount, SavingResponse                       float64
	Monetary                                                                   Monetary
}

// Monetary is what the central bank does.
type Monetary struct {
	Regime                             string
	Inflation, Slack, Spending, Memory float64
	LowerBound                         float64
}

// Government is taxes and benefits.
type Government struct{ LabourTax, CapitalTax, ConsumptionTax, Benefit float64 }

// Feedback is research done by coworkers.
type Feedback struct{ Strength, IdeaShare, BaseGrowth float64 }

// Parameters declares every key of a configuration, in the order in which documents list them, bound to c.
func Parameters(c *Config) *param.Set {
	s := &param.Set{}
	s.Text("name", &c.Name, "central").
		Says("Name of the scenario; the run folder begins with it.").From("convention")
	s.Int("seed", &c.Seed, 1, "").Range(0, 1<<53).
		Says("Names the random draws: the same seed gives the same bits.").From("convention")
	s.Text("economy", &c.Economy, "us-2024").
		Says("Shipped economy or folder with an economy's tables.").From("convention")
	s.Bool("mean_field", &c.MeanField, false).
		Says("Puts expectations in the place of coworkers and people: no agents, no sampling noise.").From("convention")
	s.Bool("ledger", &c.Ledger, false).
		Says("Writes the transaction-flow matrix and balance sheets of each year to the table ledger.").From("convention")
	c.Clock.Parameters(s)
	s.Group("engine", func(s *param.Set) {
		s.Choice("executor", &c.Executor, "shards", "goroutines").
			Says("`shards`: a goroutine steps the coworkers of a block; `goroutines`: each coworker has a goroutine of its own, at about 3 kB. Changes no result.").From("convention")
		s.Int("shards", &c.Shards, 16, "shards").Range(1, 1<<16).
			Says("Blocks of people that workers share out; part of the scenario, so that results do not depend on the machine.").From("convention")
	})
	c.Fleet.parameters(s)
	c.Coworkers.parameters(s)
	c.People.parameters(s)
	c.Tech.Parameters(s)
	c.Adoption.parameters(s)
	c.Production.parameters(s)
	s.Group("new_uses", func(s *param.Set) {
		s.Float("share", &c.NewUses.Share, .0005, "share").Range(0, .5).
			Says("Share of consumption spent in the base year on coworker hours for uses nobody had before.").From("assumption: revenue of AI labs in 2024")
		s.Float("elasticity", &c.NewUses.Elasticity, 1.5, "").Range(0, 3).Prior(1, 1.75).
			Says("Price elasticity of those hours; largely assumes how AI spending grows.").From("assumption: revenue of AI labs in 2024 and 2025 if all due to price")
	})
	s.Group("new_tasks", func(s *param.Set) {
		s.Float("strength", &c.NewTasks.Strength, .5, "share").Range(0, 1).Prior(0, 1).
			Says("Share of displaced tasks that return to people as new ones.").From("Acemoglu and Restrepo 2019: displacement and reinstatement .47/.48, then .70/.35 % a year")
		s.Float("lag", &c.NewTasks.Lag, 5, "yr").Range(0, 50).
			Says("Years until they do.").From("assumption")
	})
	c.Firms.parameters(s)
	c.Labour.parameters(s)
	c.Behaviour.parameters(s)
	c.OwnWork.parameters(s)
	c.Macro.parameters(s)
	s.Group("government", func(s *param.Set) {
		s.Float("labour_tax", &c.Government.LabourTax, .28, "share").Range(0, .99).Prior(.22, .32).
			Says("Tax on labour income.").From("assumption")
		s.Float("capital_tax", &c.Government.CapitalTax, .18, "share").Range(0, .99).Prior(.12, .25).
			Says("Tax on property income.").From("assumption")
		s.Float("consumption_tax", &c.Government.ConsumptionTax, 0, "share").Range(0, 2).
			Says("Tax on consumption beyond the taxes on production, which hold today's sales taxes.").From("convention")
		s.Float("unemployment_benefit", &c.Government.Benefit, .4, "share").Range(0, 1).Prior(.25, .5).
			Says("Benefit of the unemployed as a share of their occupation's wage. Every unemployed person is paid it; in fact a part of them is.").From("assumption")
	})
	s.Group("feedback", func(s *param.Set) {
		s.Float("strength", &c.Feedback.Strength, 0, "").Range(0, 5).Prior(0, 1).
			Says("Elasticity of the growth of algorithms and productivity with respect to research input.").From("assumption")
		s.Float("idea_share", &c.Feedback.IdeaShare, .3, "share").Range(0, 1).Prior(0, .8).
			Says("Share of research that people do alone.").From("assumption: the essay expects no major new ideas")
		s.Float("base_growth", &c.Feedback.BaseGrowth, .01, "1/yr").Range(0, .2).
			Says("Growth of productivity that research input multiplies.").From("total factor productivity, United States, about 1 % a year: assumption")
	})
	c.options(s)
	return s
}

// A Contradiction is a setting that conflicts with others; Path is its key.
type Contradiction struct{ Path, Message string }

// Validate reports contradictions between settings that are each within bounds.
func (c *Config) Validate() []Contradiction {
	var out []Contradiction
	add := func(path, format string, args ...any) {
		out = append(out, Contradiction{path, fmt.Sprintf(format, args...)})
	}
	if c.Clock.Ticks() == 0 {
		add("clock.end", "expected a month from clock.start (%s) on, got %s", c.Clock.Start, c.Clock.End)
	}
	if c.Clock.Ticks() > mostTicks {
		add("clock.end", "expected at most %d ticks, got %d", mostTicks, c.Clock.Ticks())
	}
	if b, i := c.Adoption.Adopted, c.Adoption.Integrated; i > b {
		add("adoption.integrated", "expected at most adoption.adopted (%g), got %g", b, i)
	}
	if c.Macro.ForeignReturn >= c.Macro.Growth {
		add("macro.foreign_return", "expected less than macro.growth (%g), got %g: foreign claims would have no steady state", c.Macro.Growth, c.Macro.ForeignReturn)
	}
	releases := c.Tech.Releases(c.horizonYears())
	if n := len(releases); n > mostGenerations {
		add("releases.interval", "expected an interval with at most %d generations until clock.end, got %d", mostGenerations, n)
	}
	if begin := c.Clock.Begin() - 2025; len(releases) == 0 || releases[0] > begin {
		add("clock.start", "expected a month from the release of the oldest generation (2021) on, got %s", c.Clock.Start)
	}
	hours := c.Coworkers.yearly() * c.Clock.Years()
	if shortest := c.Tech.Tasks.Lengths()[0]; hours/shortest > mostTasks {
		add("coworkers.speed", "expected at most %.3g tasks a tick of the shortest length (%.3g h), got %.3g", mostTasks, shortest, hours/shortest)
	}
	if all := hours * float64(c.Fleet.Agents); all > mostHours {
		add("fleet.agents", "expected at most %.3g hours of all simulated coworkers in a tick, got %.3g", mostHours, all)
	}
	for _, r := range []struct {
		path string
		f    tech.Factor
	}{{"training_compute", c.Tech.Resources.Training}, {"algorithms", c.Tech.Resources.Algorithms}} {
		if orders := exact.Log10(r.f.Growth) * c.horizonYears(); r.f.Exponent*orders > mostOrders {
			add("resources."+r.path+".growth", "expected growth of at most %d orders of magnitude until clock.end, got %.3g", mostOrders, r.f.Exponent*orders)
		}
	}
	return out
}

// Limits of what can be represented.
const (
	mostTicks       = 1 << 20
	mostGenerations = 250
	mostOrders      = 60
	mostTasks       = 0x1p30 // of a coworker in a tick: counted in 32 bits
	mostHours       = 0x1p42 // of all coworkers in a tick: counted in 64 bits, in units of 2^-20 h
)

// horizonYears is the date of the run's end in years since 2025.0.
func (c *Config) horizonYears() float64 {
	return c.Clock.Begin() - 2025 + float64(float64(c.Clock.Ticks())*c.Clock.Years())
}
