package economy

import (
	"tenfold/sim/market"
)

// tickColumns describes the table "series": one description and one assignment a column.
func tickColumns() []tickColumn {
	var all []tickColumn
	for _, group := range [][]tickColumn{outputColumns(), accountColumns(), peopleColumns(), distributionColumns(), technologyColumns(), providerColumns(), fleetColumns(), firmColumns(), shareColumns()} {
		all = append(all, group...)
	}
	return all
}

func outputColumns() []tickColumn {
	type W = World
	type S = snapshot
	return []tickColumn{
		calendar(num("year", "yr", "Middle of the tick.", func(w *W, _ *S) float64 { return 2025 + w.beginning + w.elapsed() })),
		good("real_output", "index", "Output in prices of final goods and luxury, base year 1, detrended: 1 is the trend without coworkers.",
			func(w *W, _ *S) float64 { return w.flows.output / w.index.baseOutput / w.index.output.level() }),
		good("real_output_with_new_uses", "index", "The same with new uses of coworkers in the price index; largely assumed by new_uses.elasticity.",
			func(w *W, _ *S) float64 { return w.flows.output / w.index.baseOutput / w.index.withNewUses.level() }),
		num("detrended_output", "usd/yr", "Nominal output in detrended dollars.", func(w *W, _ *S) float64 { return w.flows.output }),
		calendar(num("nominal_output", "usd/yr", "Nominal output in current dollars.", func(w *W, _ *S) float64 { return w.flows.output * w.trend() })),
		num("price_level", "index", "Prices of final goods and luxury (chained Törnqvist), base year 1, detrended.", func(w *W, _ *S) float64 { return w.index.output.level() }),
		bad("consumer_prices", "index", "Prices of what people buy, base year 1, detrended.", func(w *W, _ *S) float64 { return w.pricesPaid() }),
		good("real_consumption", "index", "Goods and luxury consumed, base year 1, detrended.", func(w *W, _ *S) float64 {
			return (w.now.goods + w.now.luxury) / (market.Sum(w.acc.Consumption) + w.acc.Luxury) / w.index.consumer.level()
		}),
		num("land_price", "index", "Price of land relative to the price level, base year 1.", func(w *W, _ *S) float64 { return w.landRent / w.index.output.level() }),
		num("luxury_price", "index", "Price of positional luxury relative to the price level, base year 1.", func(w *W, _ *S) float64 { return w.luxuryPrice() / w.index.output.level() }),
		num("capital_return", "index", "Posted return on capital relative to the price level, base year 1.", func(w *W, _ *S) float64 { return w.capitalReturn / w.index.output.level() }),
		num("capital", "index", "Capital stock, base year 1, detrended.", func(w *W, _ *S) float64 { return w.flows.capitalUsed / w.capital0 }),
		num("investment_share", "share", "Investment over output.", func(w *W, _ *S) float64 { return w.now.investmentTotal / w.flows.output }),
		num("productivity", "index", "Total factor productivity from research feedback, base year 1.", func(w *W, _ *S) float64 { return w.productivity }),
		calendar(num("accounts_error", "share", "Largest relative error of the accounts so far.", func(w *W, _ *S) float64 { return w.worstBook })),
	}
}

func peopleColumns() []tickColumn {
	type W = World
	type S = snapshot
	return []tickColumn{
		bad("unemployment_rate", "share", "Unemployed of the labour force, expected.", func(_ *W, s *S) float64 { return s.unemployed / (s.unemployed + s.employed) }),
		good("participation_rate", "share", "Labour force of adults, expected.", func(w *W, s *S) float64 { return (s.unemployed + s.employed) / w.labour.adults }),
		good("employment", "people", "Employed, expected.", func(_ *W, s *S) float64 { return s.employed }),
		bad("separation_rate", "1/month", "Employed who become unemployed in a month, expected; published for the base year.", func(w *W, _ *S) float64 { return w.labour.monthly.lost }),
		good("finding_rate", "1/month", "Unemployed who find a job in a month, expected; published for the base year.", func(w *W, _ *S) float64 { return w.labour.monthly.found }),
		num("moves_rate", "1/month", "Employed who change their group of occupations in a month, expected; matched survey months show 5.06 % in the United States of 2023-2025, most of it coding noise.",
			func(w *W, _ *S) float64 { return w.labour.monthly.moved }),
		bad("sample_unemployment_rate", "share", "Unemployed of the labour force among the simulated persons.", func(_ *W, s *S) float64 {
			return ratio(float64(s.sampleJobless), float64(s.sampleJobless+s.sampleEmployed))
		}),
		bad("sample_long_term_share", "share", "Simulated unemployed for 27 weeks or more, of all simulated unemployed.", func(_ *W, s *S) float64 {
			return ratio(float64(s.sampleLong), float64(s.sampleJobless))
		}),
		good("wage_real_mean", "index", "Wage in consumer prices, mean over occupations at base-year employment, detrended: 1 is the trend without coworkers.", func(_ *W, s *S) float64 { return s.wageMean }),
		good("wage_real_min", "index", "Lowest occupation's wage in consumer prices, base year 1 for each.", func(_ *W, s *S) float64 { return s.wageLow }),
		num("wage_real_max", "index", "Highest occupation's wage in consumer prices, base year 1 for each.", func(_ *W, s *S) float64 { return s.wageHigh }),
		num("hours_per_worker", "index", "Hours of an employed person, base year 1.", func(w *W, _ *S) float64 { return w.hoursWorked() }),
		num("own_adopters", "share", "Adults with coworkers of their own.", func(w *W, _ *S) float64 { return w.own.adopters }),
		good("own_income_share", "share", "What people's own work with coworkers leaves them, over output.", func(w *W, _ *S) float64 { return w.flows.own / w.flows.output }),
		good("pay_per_worker", "index", "Wages over employment in consumer prices, base year 1: differs from the mean wage as people change occupations.", func(w *W, s *S) float64 {
			return w.flows.wages / s.employed / (market.Dot(w.jobPay, w.labour.start) / market.Sum(w.labour.start)) / w.pricesPaid()
		}),
		good("compensation_share", "share", "Wages paid over output.", func(w *W, _ *S) float64 { return w.flows.wages / w.flows.output }),
		good("labour_share", "share", "The same with the labour income of the self-employed, taken to move with compensation.", func(w *W, _ *S) float64 {
			return w.flows.wages / w.flows.output * w.selfEmployed()
		}),
		num("labour_share_by_rent", "share", "Change of the compensation share since the base year that is providers' rent.", func(_ *W, s *S) float64 { return s.share.rent }),
		num("labour_share_by_substitution", "share", "Part that is substitution between work and capital within industries.", func(_ *W, s *S) float64 { return s.share.substitution }),
		num("labour_share_by_composition", "share", "Part that is a shift between industries.", func(_ *W, s *S) float64 { return s.share.composition }),
		num("labour_share_by_new_tasks", "share", "Part that is new tasks done by people.", func(_ *W, s *S) float64 { return s.share.newTasks }),
		num("labour_share_by_other", "share", "Rest: wages paid differ from the work demanded.", func(_ *W, s *S) float64 { return s.share.other }),
	}
}

func technologyColumns() []tickColumn {
	type W = World
	type S = snapshot
	return []tickColumn{
		num("effective_resources", "orders", "Effective resources above 2025-01, orders of magnitude: \"intelligence\".", func(w *W, _ *S) float64 {
			return w.tech.intelligence(w.techDate())
		}),
		num("newest_generation", "orders", "The same of the newest generation on the market.", func(w *W, _ *S) float64 { return w.tech.newest() }),
		good("horizon_hours", "h", "Length of software tasks that the newest generation finishes half of the time.", func(w *W, _ *S) float64 { return w.cfg.Tech.Horizon.Hours(w.tech.newest()) }),
		bad("task_price", "usd/h", "Price of a human-equivalent hour at the capability of the base year, without scarcity rent, current dollars.", func(w *W, _ *S) float64 {
			return w.baseOffer().USD * w.deflator()
		}),
		bad("frontier_price", "usd/h", "Price of an hour of the newest generation, without scarcity rent, current dollars.", func(w *W, _ *S) float64 {
			return w.tech.offer[len(w.tech.offer)-1].USD * w.deflator()
		}),
		bad("coworker_hour_price", "usd/h", "Price of a coworker hour as firms use it, scarcity rent included, current dollars.", func(w *W, _ *S) float64 {
			return ratio(w.now.rentFirms, w.now.hoursFirms) * w.deflator()
		}),
		num("scarcity_rent", "usd/h", "Rent of scarce compute or of a fixed fleet, part of that price, current dollars.", func(w *W, _ *S) float64 {
			return ratio(w.now.scarcity, w.now.hours()) * w.deflator()
		}),
		num("rent_multiplier", "index", "AI spending with scarcity rent over the same without.", func(w *W, _ *S) float64 { return w.multiplier }),
	}
}

func fleetColumns() []tickColumn {
	type W = World
	type S = snapshot
	return []tickColumn{
		num("coworkers", "coworkers", "Coworkers in use by firms, by people and for new uses, in full-time equivalents.", func(w *W, _ *S) float64 { return w.now.hours() / w.cfg.Coworkers.yearly() }),
		num("full_time_equivalents", "", "Human full-time equivalents of one coworker, of 2,080 hours a year.", func(w *W, _ *S) float64 { return w.cfg.Coworkers.yearly() / workingYear }),
		num("hours_worked", "h/yr", "Human-equivalent hours that firms' coworkers spend on attempts.", func(_ *W, s *S) float64 { return s.hours }),
		num("hours_own", "h/yr", "Human-equivalent hours of people's own coworkers.", func(w *W, _ *S) float64 { return w.now.own.hours }),
		num("hours_new_uses", "h/yr", "Human-equivalent hours for new uses.", func(w *W, _ *S) float64 { return w.now.hoursNew }),
		bad("hours_waiting", "h/yr", "Hours that coworkers wait for a reviewer.", func(_ *W, s *S) float64 { return s.waiting }),
		num("hours_unassigned", "h/yr", "Hours of coworkers that nobody asks for (fixed fleets).", func(_ *W, s *S) float64 { return s.unassigned }),
		num("tasks_done", "tasks/yr", "Tasks that coworkers finish with success.", func(_ *W, s *S) float64 { return s.done }),
		num("tasks_failed", "tasks/yr", "Attempts that fail.", func(_ *W, s *S) float64 { return s.failed }),
		good("success", "share", "Share of attempted hours that succeed.", func(_ *W, s *S) float64 { return ratio(s.successful, s.hours) }),
		num("review_hours", "h/yr", "Hours of people who direct and review coworkers.", func(_ *W, s *S) float64 { return s.review }),
		num("review_per_hour", "h/h", "Hours of people per hour of successful coworkers' work.", func(_ *W, s *S) float64 { return ratio(s.review, s.successful) }),
	}
}

func shareColumns() []tickColumn {
	type W = World
	type S = snapshot
	share := func(name, doc string, read func(*barriers) float64) tickColumn {
		return num(name, "share", doc, func(_ *W, s *S) float64 { return read(&s.barriers) })
	}
	return []tickColumn{
		share("done", "Share of the base-year wage bill's tasks that coworkers do; sums to one with the columns blocked_by_*.", func(b *barriers) float64 { return b.done }),
		share("blocked_by_ceiling", "Cannot be done digitally.", func(b *barriers) float64 { return b.ceiling }),
		share("blocked_by_capability", "Kept from coworkers by failure.", func(b *barriers) float64 { return b.capability }),
		share("blocked_by_review", "Kept by the cost of direction and review.", func(b *barriers) float64 { return b.review }),
		share("blocked_by_price", "Kept by the price of coworkers' hours.", func(b *barriers) float64 { return b.price }),
		share("blocked_by_compute", "Kept by scarce compute.", func(b *barriers) float64 { return b.compute }),
		share("blocked_by_new_tasks", "Returned to people as new tasks.", func(b *barriers) float64 { return b.newTasks }),
		share("blocked_by_adoption", "Not taken up by firms yet.", func(b *barriers) float64 { return b.adoption }),
	}
}

// selfEmployed is labour's share with the self-employed over the share without, in the base year.
func (w *World) selfEmployed() float64 {
	with, ok := w.data.Anchors["labour_share_with_self_employed"]
	without := w.data.Anchors["compensation_share"]
	if !ok || without.Value <= 0 {
		return 1
	}
	return with.Value / without.Value
}
