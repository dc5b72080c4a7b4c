package tech

import (
	"tenfold/sim/exact"
	"tenfold/sim/param"
)

// Config holds what is assumed about technology. Growth factors are per year.
type Config struct {
	Frozen    bool
	Resources Resources
	Horizon   Horizon
	Price     Price
	Energy    Energy
	Compute   Compute
	Sellers   Sellers
	Release   float64 // months between releases
	Tasks     Tasks
	Review    Review
}

// Resources are the factors of effective resources.
type Resources struct {
	Training, Data, Inference, Algorithms Factor
}

// Factor is one resource: its growth a year, its exponent and the orders of magnitude at which it stops growing.
type Factor struct {
	Growth, Exponent, Ceiling float64
}

// Horizon turns intelligence into the length of tasks that succeed.
type Horizon struct {
	Start            float64 // hours at 2025.0
	Doubling         float64 // months, at the default growth of effective resources
	Slope            float64
	OutsideComputing float64
	FieldSpread      float64 // log s.d. over fields and generations
	OccupationSpread float64 // log s.d. over fields, the same for all generations
	Draw             int64   // which draw of the uneven skills
}

// Price is the path of the price of a given capability.
type Price struct {
	Curve    string
	Fall     float64 // factor a year
	Launch   float64 // usd per human-equivalent hour
	Exponent float64 // kc, per order of effective resources
	Covers   bool    // no price below the cost of electricity and hardware
	File     string
	Record   []Point // price index by date, for the curves `observed` and `file`
}

// Point is a price index at a date, in years since 2025.0.
type Point struct{ Year, Index float64 }

// Energy is what an hour of work takes.
type Energy struct {
	Use, Gain, Minimum, Electricity float64
}

// Compute is the capacity that inference can use, and the hardware it runs on.
type Compute struct {
	Capacity, Growth, RentResponse float64
	Power, PowerGrowth             float64 // MW; a year
	Depreciation, Return, Delivery float64
	PricePerformance, Tokens       float64
}

// NoPowerLimit is the power, in MW, that stands for as much as anybody wants.
const NoPowerLimit = 1e9

// Sellers is what the price of an hour holds beyond energy, and what it becomes when models are open.
type Sellers struct {
	Hardware           float64 // share of the price beyond energy at the base year's mark-up
	Markup, OpenMarkup float64 // relative to the base year's
	OpenLag            float64 // months from a release until the capability is open
}

// NeverOpen is the lag, in months, that stands for models that never become open.
const NeverOpen = 1200

// Tasks is the distribution of task lengths and the share of tasks that can be done digitally.
type Tasks struct {
	Median, LogSD float64
	Ceiling       string
	Quantile      float64
	File          string
	Crosswalk     string
	Shares        []float64 // by occupation, for the ceiling `file`
	Ramp          float64
}

// Review is the supervision an attempt takes from people and what failure costs.
type Review struct {
	Minimum, Slope, Decline, Persistence, Overhead float64
	Floor                                          float64 // least hours that policy asks; no setting
}

// Parameters declares every setting.
func (c *Config) Parameters(s *param.Set) {
	s.Group("technology", func(s *param.Set) {
		s.Bool("frozen", &c.Frozen, false).
			Says("Holds technology, adoption and the detrended price of coworkers at the base year, so that everything stands still.").
			From("definition of the scenario no-ai")
	})
	c.Resources.parameters(s)
	c.Horizon.parameters(s)
	c.Price.parameters(s)
	c.Energy.parameters(s)
	s.Group("compute", func(s *param.Set) {
		s.Float("capacity", &c.Compute.Capacity, 1.4e10, "H100e-h/yr").Range(1, 1e30).Prior(5e9, 5e10).
			Says("Inference capacity at 2025-01.").From("4 million H100 equivalents, 40 % on inference: assumption")
		s.Float("growth", &c.Compute.Growth, 3.3, "x/yr").Range(.01, 1e4).Prior(2.7, 4.1).
			Says("Growth of inference capacity when nothing is scarce.").From("Epoch AI, stock of accelerators: assumption")
		s.Float("rent_response", &c.Compute.RentResponse, .5, "").Range(0, 5).Prior(0, 1).
			Says("Extra growth of capacity per log point of the rent multiplier, per year.").From("assumption")
		s.Float("depreciation", &c.Compute.Depreciation, .25, "1/yr").Range(0, 2).Prior(.15, .4).
			Says("Rate at which accelerators wear out.").From("service lives of four to six years in accounts of data centres: assumption")
		s.Float("return", &c.Compute.Return, .08, "1/yr").Range(.001, 1).Prior(.05, .15).
			Says("Return at which what hardware earns beyond wear is worth its price.").From("assumption")
		s.Float("delivery", &c.Compute.Delivery, 6, "months").Range(.1, 120).
			Says("Time in which providers buy hardware that they need and do not have.").From("assumption")
		s.Float("price_performance", &c.Compute.PricePerformance, 1.32, "x/yr").Range(1, 100).Prior(1.2, 1.5).
			Says("Growth of computation per dollar of accelerators on record, which owners of hardware expect to go on; also compared with what prices imply.").From("Epoch AI, fp16 per dollar at release, OLS over P100, V100, A100, H100 and B100")
		s.Float("tokens", &c.Compute.Tokens, .67e6, "tokens/h").Range(1, 1e12).
			Says("Tokens of a human-equivalent hour; counts tokens, changes nothing else.").From("price.launch over the list price of 2025-01 (Claude 3.5 Sonnet, 6 usd per million blended 3:1)")
	})
	c.Sellers.parameters(s)
	s.Group("releases", func(s *param.Set) {
		s.Float("interval", &c.Release, 6, "months").Range(1, 120).Prior(1, 12).
			Says("Time between two generations of models.").From("assumption")
	})
	c.Tasks.parameters(s)
	c.Review.parameters(s)
}

// Options declares settings that stand after all others: draws from priors go by a setting's place.
func (c *Config) Options(s *param.Set) {
	s.Group("horizon", func(s *param.Set) {
		s.Float("occupation_spread", &c.Horizon.OccupationSpread, 0, "log").Range(0, 5).
			Says("Spread over occupations other than computing of what all generations have in common: some work stays hard.").From("convention: one factor for all, horizon.outside_computing")
	})
	s.Group("price", func(s *param.Set) {
		s.Bool("covers_hardware", &c.Price.Covers, false).
			Says("Keeps prices from falling below the cost of electricity and of hardware that gets cheaper only by compute.price_performance.").From("convention: the price path is given, whatever it asks of hardware")
	})
	s.Group("compute", func(s *param.Set) {
		s.Float("power", &c.Compute.Power, NoPowerLimit, "MW").Range(1, NoPowerLimit).
			Says("Electric power there is for coworkers' hours at 2025-01; 1e9 is no limit.").From("convention: electricity at its price, without limit; data centres of the United States used 21 GW on average in 2024 (IEA 2025, 183 TWh)")
		s.Float("power_growth", &c.Compute.PowerGrowth, 1.15, "x/yr").Range(.5, 100).
			Says("Growth of that power.").From("IEA 2025: data centres of the United States from 183 TWh in 2024 to 426 TWh in 2030")
	})
}

func (r *Resources) parameters(s *param.Set) {
	declare := func(name, title, source string, f *Factor, growth, exponent, low, high float64) {
		s.Group(name, func(s *param.Set) {
			g := s.Float("growth", &f.Growth, growth, "x/yr").Range(.01, 1e6).
				Says("Growth of " + title + ".").From(source)
			if low < high {
				g.Prior(low, high)
			}
			s.Float("exponent", &f.Exponent, exponent, "").Range(0, 10).
				Says("Exponent of " + title + " in effective resources.").From("definition of effective compute: training compute times algorithmic efficiency")
			s.Float("ceiling", &f.Ceiling, 100, "orders").Range(0, 100).
				Says("Orders of magnitude above 2025-01 at which " + title + " stops growing.").From("assumption: no ceiling")
		})
	}
	s.Group("resources", func(s *param.Set) {
		declare("training_compute", "training compute", "Epoch AI", &r.Training, 4.7, 1, 4.3, 5.2)
		declare("data", "training data", "assumption", &r.Data, 3, 0, 0, 0)
		declare("inference_compute", "compute spent on one answer", "assumption", &r.Inference, 3, 0, 0, 0)
		declare("algorithms", "algorithmic efficiency", "Epoch AI", &r.Algorithms, 3, 1, 2, 10)
	})
}

func (h *Horizon) parameters(s *param.Set) {
	s.Group("horizon", func(s *param.Set) {
		s.Float("start", &h.Start, .86, "h").Range(1e-6, 1e6).Prior(.4, 1.3).
			Says("Length of the software tasks that the generation of 2025-01 finishes half of the time, in hours a person needs.").From("METR time horizons v1.1, OLS of the state of the art")
		s.Float("doubling", &h.Doubling, 6.07, "months").Range(.1, 1e4).Prior(3.5, 9.5).
			Says("Time in which the horizon doubles while effective resources grow as by default (14.1x a year).").From("METR time horizons v1.1, state of the art, all dates; 4.23 from 2023 on")
		s.Float("slope", &h.Slope, .83, "").Range(.05, 10).Prior(.23, 1.1).
			Says("Slope b of success on log task length.").From("METR 80 % against 50 % horizon, ratio .188; .23 in API use")
		s.Float("outside_computing", &h.OutsideComputing, .16, "").Range(1e-4, 10).Prior(.025, 1).
			Says("Horizon of occupations other than computing, relative to software tasks.").From("Remote Labor Index 1/37, GDPval 1")
		s.Float("field_spread", &h.FieldSpread, .5, "log").Range(0, 5).Prior(0, 1).
			Says("Spread of the horizon over fields within a generation: great at some things and surprisingly bad at others.").From("assumption")
		s.Int("draw", &h.Draw, 1, "").Range(0, 1e6).
			Says("Which draw of the uneven skills over fields; not part of the simulation noise.").From("convention")
	})
}

func (p *Price) parameters(s *param.Set) {
	s.Group("price", func(s *param.Set) {
		s.Choice("curve", &p.Curve, "tenfold", "moore", "claimed-150x", "observed", "staircase", "file").
			Says("Path of the price of a given capability: `tenfold` falls smoothly by price.fall a year, `moore` by 2 in 18 months, `claimed-150x` by 150 in 16.5 months, `observed` follows the record of the cheapest list price, `staircase` falls by price.fall once a year, `file` follows price.file.").From("essay of February 2025")
		s.Float("fall", &p.Fall, 10, "x/yr").Range(1, 1e6).Prior(3, 38).
			Says("Factor by which the price of a given capability falls in a year (curves tenfold and staircase).").From("essay; LLMflation 2024: 10; list prices of 2023-03 to 2026-03: 11.7 end to end, 18 by OLS")
		s.Float("launch", &p.Launch, 4, "usd/h").Range(1e-9, 1e6).Prior(1, 40).
			Says("Price of a human-equivalent hour of work of the generation of 2025-01 at its launch.").From("about 3 % of human cost in METR's runs")
		s.Float("exponent", &p.Exponent, .87, "").Range(0, 5).Prior(.6, 1.2).
			Says("Orders of magnitude of launch price per order of effective resources.").From("log10(10)/1.15, hedonic fit of list prices")
		s.Text("file", &p.File, "").
			Says("CSV file with the columns date (2025-01 or a decimal year) and price, for price.curve: file.").From("user")
	})
}

func (e *Energy) parameters(s *param.Set) {
	s.Group("energy", func(s *param.Set) {
		s.Float("use", &e.Use, .35, "kWh/h").Range(1e-9, 1e6).Prior(.05, 3).
			Says("Electricity per human-equivalent hour of the generation of 2025-01 at launch.").From("half an H100-hour")
		s.Float("efficiency_gain", &e.Gain, 4.6, "x/yr").Range(1, 1e6).Prior(2, 10).
			Says("Factor by which the electricity for a given capability falls in a year.").From("hardware 1.5 times algorithms 3, Epoch AI")
		s.Float("minimum", &e.Minimum, .02, "kWh/h").Range(1e-12, 1e6).Prior(.002, .1).
			Says("Electricity per hour below which nothing falls.").From("the 20 W of a human brain, drawn as a line: assumption")
		s.Float("electricity", &e.Electricity, .13, "usd/kWh").Range(1e-6, 1e3).Prior(.08, .2).
			Says("Price of electricity in the base year.").From("assumption")
	})
}

func (p *Sellers) parameters(s *param.Set) {
	s.Group("providers", func(s *param.Set) {
		s.Float("hardware_share", &p.Hardware, .3, "share").Range(0, 1).Prior(.1, .6).
			Says("Share of providers' price beyond energy that pays for hardware; the rest is mark-up.").From("assumption")
		s.Float("markup", &p.Markup, 1, "").Range(0, 100).
			Says("Mark-up of models that are not open, over that of price.launch; of the whole run, the base year included.").From("convention")
		s.Float("open_markup", &p.OpenMarkup, 0, "").Range(0, 100).
			Says("Mark-up once a capability is open, relative to the base year's; providers.markup where that is smaller.").From("convention: anybody may run it")
		s.Float("open_lag", &p.OpenLag, NeverOpen, "months").Range(0, NeverOpen).
			Says("Time from a release until an open model of its capability is on the market; 1200 stands for never.").From("convention")
	})
}

func (t *Tasks) parameters(s *param.Set) {
	s.Group("tasks", func(s *param.Set) {
		s.Float("median", &t.Median, 4, "h").Range(.01, 100).Prior(1.5, 11.5).
			Says("Median length of tasks.").From("API use 1.7, GDPval mean 6.7, Remote Labor Index median 11.5 hours")
		s.Float("log_sd", &t.LogSD, 1.6, "log").Range(0, 3).Prior(1.2, 2).
			Says("Log standard deviation of task lengths.").From("API, freelance and GDPval studies")
		s.Choice("ceiling", &t.Ceiling, "beta", "alpha", "gamma", "human", "all", "quantile", "file").
			Says("Share of an occupation's tasks that can be done digitally at all: an exposure measure, the tasks.quantile of triangular(alpha, beta, gamma), `all` of them, or tasks.file.").From("Eloundou et al. 2023")
		s.Float("quantile", &t.Quantile, .5, "share").Range(0, 1).
			Says("Common quantile of triangular(alpha, beta, gamma), for tasks.ceiling: quantile.").From("prior of tasks.ceiling")
		s.Text("file", &t.File, "").
			Says("CSV file with the columns code and share, for tasks.ceiling: file. Codes are of the economy's occupations or groups, of SOC 2018 or of O*NET-SOC, or what tasks.crosswalk translates.").From("user")
		s.Text("crosswalk", &t.Crosswalk, "").
			Says("CSV file with the columns from, to and weight: the share of a code that stands in to is the weighted mean over the codes of tasks.file in from.").From("user")
		s.Float("ramp", &t.Ramp, .15, "share").Range(1e-6, 1).
			Says("Range of cost below the wage over which use goes from none to all.").From("mixing of tasks: assumption")
	})
}

func (r *Review) parameters(s *param.Set) {
	s.Group("review", func(s *param.Set) {
		s.Float("minimum", &r.Minimum, .10, "h/h").Range(0, 10).Prior(0, .3).
			Says("Hours of a person's direction and review per hour of an attempt that always succeeds.").From("GDPval: 109 of 404 minutes at success .388")
		s.Float("slope", &r.Slope, .28, "h/h").Range(0, 10).Prior(.1, .5).
			Says("Further review hours per unit of failure.").From("GDPval: 109 of 404 minutes at success .388")
		s.Float("decline", &r.Decline, 0, "1/yr").Range(0, 5).Prior(0, .3).
			Says("Rate at which review hours decline.").From("assumption")
		s.Float("persistence", &r.Persistence, .5, "share").Range(0, 1).Prior(0, 1).
			Says("Share rho of failures that belong to the task: a retry does not cure them and a person does the task.").From("assumption")
		s.Float("overhead", &r.Overhead, 0, "share").Range(0, 10).Prior(0, .2).
			Says("Further cost of organising coworkers' work, in wages, paid to people.").From("assumption")
	})
}

// referenceGrowth is the default growth of effective resources in orders of magnitude a year, log10(4.7 * 3): the
// growth at which horizon.doubling is stated, so that slower growth of resources means a slower horizon.
func referenceGrowth() float64 { return exact.Log10(4.7 * 3) }
