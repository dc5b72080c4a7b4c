package economy

import "tenfold/sim/param"

func (f *Fleet) parameters(s *param.Set) {
	s.Group("fleet", func(s *param.Set) {
		s.Int("agents", &f.Agents, 100_000, "coworkers").Range(0, 1<<30).
			Says("Simulated coworkers; each stands for as many real ones as its field's demand says. At least 30 a field when there are enough.").From("convention")
		s.Choice("mode", &f.Mode, "demand", "fixed", "path").
			Says("`demand`: as many coworkers as pay, up to the compute there is; `fixed`: fleet.size beyond the base year's; `path`: a path of sizes from fleet.file. Where fewer are there than pay, they earn a scarcity rent.").From("convention")
		s.Float("size", &f.Size, 1e6, "coworkers").Range(0, 1e15).
			Says("Real coworkers beyond those of the base year, for fleet.mode: fixed.").From("convention")
		s.Choice("per", &f.Per, "total", "field").
			Says("Whether the given size is of all coworkers together or of each field's.").From("convention")
		s.Text("file", &f.File, "").
			Says("CSV file with the columns date (2025-01 or a decimal year) and size (coworkers), for fleet.mode: path.").From("convention")
	})
}

func (c *Coworkers) parameters(s *param.Set) {
	s.Group("coworkers", func(s *param.Set) {
		s.Float("hours", &c.Hours, 2080, "h/yr").Range(1, 8784).
			Says("Hours a coworker is at work.").From("convention: one working year, so that coworkers count full-time equivalents")
		s.Float("speed", &c.Speed, 1, "h/h").Range(1e-3, 1e4).
			Says("Human-equivalent hours of work per hour.").From("convention")
		s.Float("skill_spread", &c.Spread, .3, "log").Range(0, 5).Prior(0, .6).
			Says("Log standard deviation of the horizon over coworkers of a field.").From("assumption")
		s.Float("upgrade_lag", &c.UpgradeLag, 1, "months").Range(0, 120).
			Says("Mean time until a coworker takes up a newly released generation.").From("assumption")
		s.Float("prior_hours", &c.PriorHours, 2000, "h").Range(0, 1e12).
			Says("Hours of expected work with which a field's observed success is averaged.").From("assumption")
		s.Float("half_life", &c.HalfLife, 6, "months").Range(.01, 1200).
			Says("Half-life of the average of a field's observed success.").From("assumption")
	})
}

func (a *Adoption) parameters(s *param.Set) {
	s.Group("adoption", func(s *param.Set) {
		s.Float("adopted", &a.Adopted, .07, "share").Range(0, 1).Prior(.05, .09).
			Says("Firms that use coworkers in the base year.").From("Census BTOS 2023-09 to 2025-06, least squares: .0702 (s.e. .0010) at 2025.0; question about producing goods and services")
		s.Float("integrated", &a.Integrated, .03, "share").Range(0, 1).Prior(.01, .05).
			Says("Share of the work of the base year that is organised for them.").From("assumption")
		s.Float("innovation", &a.Innovation, .006, "1/yr").Range(0, 100).Prior(.002, .02).
			Says("Bass coefficient p: adoption without example.").From("assumption: Census BTOS 2023-09 to 2025-06 does not tell it from imitation")
		s.Float("imitation", &a.Imitation, .42, "1/yr").Range(0, 1000).Prior(.25, 1.5).
			Says("Bass coefficient q: adoption by example.").From("Census BTOS 2023-09 to 2025-06, least squares given innovation .006: .418 (s.e. .029)")
		s.Float("saving_elasticity", &a.SavingElasticity, .5, "").Range(0, 5).Prior(0, 1).
			Says("Elasticity of the hazard of adoption with respect to the saving.").From("assumption")
		s.Float("saving_reference", &a.SavingReference, .35, "share").Range(.001, 10).
			Says("Saving at which the Bass coefficients are stated.").From("assumption")
		s.Float("lag", &a.Lag, 2, "yr").Range(0, 100).Prior(.25, 5).
			Says("Mean lag from adoption to integration.").From("assumption")
	})
}

func (f *Firms) parameters(s *param.Set) {
	s.Group("firms", func(s *param.Set) {
		s.Int("agents", &f.Agents, 20_000, "firms").Range(0, 1<<24).
			Says("Simulated firms, drawn in proportion to size: each has the same share of its industry's work in the base year; 0 puts expectations in their place.").From("convention")
		s.Float("size_tail", &f.Tail, 1.059, "").Range(1.001, 5).
			Says("Pareto exponent of the number of firms by employees.").From("Axtell 2001, firms of the United States, 1997")
		s.Float("mean_size", &f.MeanSize, 21, "jobs").Range(1, 1e6).
			Says("Employees of the mean firm.").From("Census SUSB, employer firms of the United States (unverified)")
		s.Float("size_hazard", &f.SizeHazard, 0, "").Range(-1, 1).Prior(0, .15).
			Says("Elasticity of the hazard of adoption with respect to a firm's size.").From("convention; Census BTOS, December 2025 to May 2026: 37 % of firms with 250 and more employees, below 20 % of those with up to four")
		s.Float("size_productivity", &f.SizeProductivity, .05, "").Range(-1, 1).Prior(0, .1).
			Says("Elasticity of what a job makes with respect to a firm's size: work that moves to larger firms makes more.").From("assumption")
		s.Float("selection", &f.Selection, .25, "1/yr").Range(0, 20).Prior(0, 1).
			Says("Growth of a firm's market share per log point by which its cost has fallen more than its industry's.").From("assumption: order of the response of employment to productivity in Decker et al. 2020")
	})
}

func (m *Monetary) parameters(s *param.Set) {
	s.Group("monetary", func(s *param.Set) {
		s.Choice("regime", &m.Regime, "nominal-income", "taylor").
			Says("`nominal-income`: the central bank keeps nominal income on its path; `taylor`: it sets interest by inflation and slack, and nominal income follows.").From("convention")
		s.Float("inflation", &m.Inflation, .5, "").Range(0, 10).
			Says("Rise of the real rate per unit of inflation above trend.").From("Taylor 1993")
		s.Float("slack", &m.Slack, 1, "").Range(0, 10).
			Says("Fall of the real rate per unit of unemployment above that of the base year.").From("Taylor 1993: .5 per unit of the output gap; Okun: two units of output a unit of unemployment")
		s.Float("spending", &m.Spending, 1, "").Range(0, 10).
			Says("Growth of nominal income a year per unit by which the real rate is below its base-year level.").From("assumption")
		s.Float("lower_bound", &m.LowerBound, 0, "1/yr").Range(-1, .03).
			Says("Interest on government debt below which the central bank cannot go.").From("convention: cash pays none")
		s.Float("memory", &m.Memory, 6, "months").Range(.1, 60).
			Says("Mean age of the inflation that the central bank sees.").From("assumption")
	})
}

// options declares settings by which objections to the model can be tried. They stand after all others, since draws from
// priors go by a setting's place.
func (c *Config) options(s *param.Set) {
	c.Tech.Options(s)
	c.Training.parameters(s)
	s.Group("firms", func(s *param.Set) {
		s.Float("pass_through", &c.Firms.PassThrough, 1, "share").Range(0, 1).
			Says("Part of the log fall in an industry's unit cost through coworkers that prices follow; the rest is profit of firms.").From("convention: competition; about .7 of cost changes in United States manufacturing, Ganapati, Shapiro and Walker 2020 (unverified)")
	})
	s.Group("labour", func(s *param.Set) {
		s.Float("indexation", &c.Labour.Indexation, 0, "share").Range(0, 1).
			Says("Part of the change of consumer prices against their trend that wages follow beside unemployment.").From("convention: wages follow the trend of nominal income")
	})
	s.Group("macro", func(s *param.Set) {
		s.Float("saving_response", &c.Macro.SavingResponse, 0, "").Range(0, 20).
			Says("Elasticity of the saving rate out of financial income with respect to the return on capital over the price of capital.").From("convention: Kaldor's constant rate; estimates of the interest elasticity of saving lie around zero to two")
	})
	s.Group("labour", func(s *param.Set) {
		s.Choice("wages", &c.Labour.Wages, "curve", "flexible").
			Says("`curve`: wages move along the wage curve; `flexible`: each occupation's wage is what makes firms want exactly the people it has, a limit case without frictions or floors.").From("convention")
	})
}

func (p *Production) parameters(s *param.Set) {
	elasticity := func(s *param.Set, key string, target *float64, def, low, high float64, doc, source string) {
		s.Float(key, target, def, "").Range(.01, 20).Prior(low, high).Says(doc).From(source)
	}
	s.Group("substitution", func(s *param.Set) {
		elasticity(s, "tasks", &p.Tasks, .5, .3, .9, "Elasticity sigma between tasks of an occupation.", "Korinek and Suh 2024; Jones 2025")
		elasticity(s, "occupations", &p.Occupations, .5, .3, .9, "Elasticity eps between occupations of an industry.", "assumption")
		elasticity(s, "goods", &p.Goods, .8, .5, 1.2, "Elasticity eta between industries' goods in consumption.", "assumption")
		elasticity(s, "value_added", &p.ValueAdded, .6, .3, 1, "Elasticity between labour and capital in an industry.", "meta-analysis: mean .9, corrected for publication bias .3")
		elasticity(s, "investment", &p.Investment, .5, .3, .9, "Elasticity between goods in investment.", "assumption")
		elasticity(s, "land", &p.Land, .5, .2, 1, "Elasticity between structures and land.", "assumption")
	})
}

func (l *Labour) parameters(s *param.Set) {
	s.Group("labour", func(s *param.Set) {
		s.Float("wage_up", &l.WageUp, 1, "1/yr").Range(0, 100).Prior(.3, 5).
			Says("Wage growth per unit by which unemployment is below its base-year rate.").From("wage Phillips slopes")
		s.Float("wage_down", &l.WageDown, .35, "1/yr").Range(0, 100).Prior(.1, 1.75).
			Says("Wage fall per unit by which unemployment is above its base-year rate.").From("wage Phillips slopes; downward rigidity")
		s.Float("adjustment", &l.Adjustment, .3, "1/month").Range(0, 1).Prior(.1, .5).
			Says("Share of the gap between wanted and actual jobs that hiring or layoffs close in a month.").From("assumption")
		s.Float("hiring_boost", &l.Boost, 1.8, "").Range(1, 100).Prior(1.3, 3).
			Says("Largest multiple of base-year inflows into an occupation.").From("assumption")
		s.Float("moves", &l.Moves, .013, "1/month").Range(1e-6, .2).Prior(.01, .02).
			Says("Employed who change their major occupation group in a month.").From("true switching; the raw 5.06 % of the matched survey is coding noise")
		s.Float("own_occupation", &l.OwnOccupation, .9, "share").Range(0, 1).Prior(.6, 1).
			Says("Hires from unemployment and from outside the labour force into the last occupation.").From("assumption")
		s.Float("attached", &l.Attached, .2, "share").Range(.03, 1).Prior(.05, .3).
			Says("Share of those out of the labour force who may return.").From("assumption")
		s.Float("retraining", &l.Retraining, .05, "1/month").Range(0, 1).
			Says("Share of an occupation's unemployed beyond its base-year rate who take up another occupation in a month.").From("assumption")
		s.Float("displacement_loss", &l.Outside, .25, "share").Range(0, 1).Prior(.15, .3).
			Says("Loss of pay on moving to another occupation; bounds how far a wage can fall below those of others.").From("Jacobson, LaLonde and Sullivan 1993; Davis and von Wachter 2011")
		s.Float("wage_floor", &l.OverallFloor, .4, "share").Range(0, 1).
			Says("No wage index falls below this share of the mean.").From("unemployment benefit")
	})
}

func (b *Behaviour) parameters(s *param.Set) {
	s.Choice("behaviour", &b.Mode, "responsive", "static").
		Says("`responsive`: hours and participation follow what work pays; `static`: they do not.").From("convention")
	s.Group("labour", func(s *param.Set) {
		s.Float("hours_elasticity", &b.Hours, .25, "").Range(0, 2).Prior(0, .4).
			Says("Elasticity of hours with respect to real pay after tax.").From("Congressional Budget Office, range of labour supply elasticities")
		s.Float("hours_income_effect", &b.Income, -.05, "").Range(-1, 0).Prior(-.1, 0).
			Says("Elasticity of hours with respect to real income without work.").From("Congressional Budget Office, range of labour supply elasticities")
		s.Float("participation_elasticity", &b.Participation, .1, "").Range(0, 2).Prior(0, .2).
			Says("Elasticity of entry into the labour force with respect to real pay after tax.").From("assumption")
	})
}

func (o *OwnWork) parameters(s *param.Set) {
	s.Group("own_work", func(s *param.Set) {
		s.Float("adopters", &o.Adopters, .02, "share").Range(0, 1).Prior(.005, .1).
			Says("Adults with coworkers of their own in the base year.").From("assumption")
		s.Float("imitation", &o.Imitation, .45, "1/yr").Range(0, 100).
			Says("Rate at which their share grows by example.").From("assumption: as among firms, Census BTOS")
		s.Float("take_up", &o.TakeUp, .8, "share").Range(0, 1).
			Says("Share of adults that it approaches.").From("assumption")
		s.Float("directing", &o.Directing, 20, "h/month").Range(0, 744).Prior(5, 60).
			Says("Time in which one of them can direct and review coworkers.").From("assumption")
		s.Float("elasticity", &o.Elasticity, .5, "").Range(.01, .95).Prior(.3, .7).
			Says("Exponent nu of coworker hours in what own work makes.").From("assumption")
		s.Float("market_share", &o.MarketShare, .5, "share").Range(0, 1).
			Says("Largest share of firms' spending on coworkers and their review that people can win.").From("assumption")
		s.Choice("procurement", &o.Procurement, "market", "cost").
			Says("What dollars of a compute budget buy hours at: the `market` price, or the `cost` of electricity and hardware that a government pays.").From("convention")
		s.Float("rationing", &o.Rationing, 0, "share").Range(0, 1).
			Says("Share of the hours that people want to buy themselves which are not to be had; compute budgets come first.").From("convention")
		s.Float("borrowing_limit", &o.Limit, 1e9, "usd/month").Range(0, 1e12).
			Says("Most that people can pay for coworkers themselves; 1e9 and more is no limit.").From("convention")
		s.Float("agency", &o.Agency, .08, "log").Range(0, 1).Prior(.04, .12).
			Says("Log value of own work, and of base-year pay, that a standard deviation of agency adds.").From("returns to non-cognitive skill")
	})
}

func (p *People) parameters(s *param.Set) {
	s.Group("people", func(s *param.Set) {
		s.Int("agents", &p.Agents, 100_000, "people").Range(0, 1<<30).
			Says("Simulated adults, in households of two; each stands for the same number of real ones.").From("convention; 2.01 adults a household in the United States, from households (DFA) and adults (CPS)")
		s.Int("panel", &p.Panel, 0, "people").Range(0, 1<<20).
			Says("Persons whose months are written to the table panel, evenly spread over the sample.").From("convention")
		s.Float("adaptability", &p.Adaptability, .5, "log").Range(0, 2).
			Says("Log standard deviation of adaptability over people: the speed at which they find work and recover pay after displacement.").From("assumption")
		s.Float("pay_wealth_correlation", &p.PayWealth, .5, "").Range(-1, 1).
			Says("Correlation of households' normal scores in pay and in wealth.").From("assumption")
		s.Float("regained", &p.Regained, .5, "share").Range(0, 1).Prior(.3, .7).
			Says("Share of the displaced's loss of pay that is regained in ten years.").From("Jacobson, LaLonde and Sullivan 1993; Davis and von Wachter 2011")
		s.Float("outside_transfers", &p.OutsideTransfers, .7, "share").Range(0, 1).
			Says("Share of transfers that goes to people out of the labour force; the rest goes to all adults alike.").From("assumption: pensions and health care of the old")
		s.Float("poverty_line", &p.PovertyLine, .5, "share").Range(0, 2).
			Says("Poverty line as a share of the median income of the base year, in constant prices.").From("convention: OECD")
	})
}

func (m *Macro) parameters(s *param.Set) {
	s.Group("macro", func(s *param.Set) {
		s.Float("growth", &m.Growth, .04, "1/yr").Range(0, .2).Prior(.02, .05).
			Says("Nominal trend growth g: 1.7 % real and 2.3 % prices. The economy is solved in dollars divided by exp(g t).").From("BEA, 2000-2024")
		s.Float("price_trend", &m.PriceTrend, .023, "1/yr").Range(-.1, .2).
			Says("Part of the nominal trend that is prices; only discounts the cost of policies.").From("BEA, 2000-2024")
		s.Float("discount", &m.Discount, .03, "1/yr").Range(-.1, .5).
			Says("Real rate at which the cost of policies is discounted.").From("convention: 3 % real")
		s.Float("capital_output", &m.CapitalOutput, 2.4, "yr").Range(.1, 20).Prior(2.2, 3.1).
			Says("Capital stock over yearly output in the base year; depreciation follows from investment.").From("fixed assets, private: assumption")
		s.Float("debt_output", &m.DebtOutput, 1, "yr").Range(0, 10).Prior(.9, 1.2).
			Says("Government debt over yearly output in the base year.").From("assumption")
		s.Float("foreign_return", &m.ForeignReturn, 0, "1/yr").Range(-.1, .03).
			Says("Return on foreign claims.").From("assumption")
		s.Float("bond_rate", &m.BondRate, .03, "1/yr").Range(0, .2).Prior(.01, .05).
			Says("Interest on government debt.").From("assumption")
		s.Float("rent_adjustment", &m.RentAdjustment, .3, "1/month").Range(0, 1).
			Says("Share of the log gap between realised and posted returns that closes in a month.").From("assumption: tatonnement")
		s.Float("land_share", &m.LandShare, .25, "share").Range(0, .9).Prior(.15, .4).
			Says("Land's share of the surplus of real estate.").From("assumption")
		s.Float("land_yield", &m.LandYield, .05, "1/yr").Range(.001, 1).Prior(.03, .08).
			Says("Rent over price of land.").From("assumption")
		s.Float("providers_yield", &m.ProvidersYield, .08, "1/yr").Range(.005, 1).Prior(.05, .15).
			Says("Profit over price of the shares of AI providers.").From("assumption")
		s.Float("luxury_share", &m.LuxuryShare, .01, "share").Range(0, .2).Prior(.005, .03).
			Says("Share of consumption spent on positional luxury in fixed supply.").From("assumption")
		s.Float("luxury_elasticity", &m.LuxuryElasticity, 1.5, "").Range(0, 5).Prior(1.2, 2).
			Says("Elasticity of spending on luxury with respect to income: uneven incomes spend more on it.").From("assumption")
	})
	m.Monetary.parameters(s)
}
