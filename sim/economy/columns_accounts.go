package economy

// accountColumns describes government, capital, the rest of the world and the central bank.
func accountColumns() []tickColumn {
	type W = World
	type S = snapshot
	share := func(name, doc string, read func(w *W) float64) tickColumn {
		return num(name, "share", doc, func(w *W, _ *S) float64 { return read(w) / w.flows.output })
	}
	return []tickColumn{
		share("tax_labour", "Tax on labour income over output.", func(w *W) float64 { return w.flows.taxLabour }),
		share("tax_property", "Tax on property income over output.", func(w *W) float64 { return w.flows.taxProperty }),
		share("tax_production", "Taxes on production over output.", func(w *W) float64 { return w.flows.production }),
		share("tax_consumption", "Tax on consumption over output, which is before this tax.", func(w *W) float64 { return w.flows.taxConsumed }),
		share("government_purchases", "Purchases of the government over output.", func(w *W) float64 { return w.flows.purchases }),
		share("transfers", "Transfers to people, benefits of the unemployed apart, over output.", func(w *W) float64 { return w.flows.transfers }),
		share("benefits", "Benefits of the unemployed over output.", func(w *W) float64 { return w.flows.benefits }),
		share("basic_income", "Basic income over output.", func(w *W) float64 { return w.flows.basic }),
		num("policy_cost", "usd", "Present value of what policies have cost since the start, in dollars of the base year.", func(w *W, _ *S) float64 { return w.policyCost }),
		share("compute_budgets", "Compute budgets that people use, or are paid where they can sell them, over output.", func(w *W) float64 { return w.flows.vouchers + w.flows.budgets }),
		share("compute_rebates", "What providers forgo on compute budgets procured at cost, over output.", func(w *W) float64 { return w.flows.rebate }),
		share("wage_insurance", "Lost pay that the government replaces, over output.", func(w *W) float64 { return w.flows.insured }),
		share("tax_compute", "Tax on coworker hours, less subsidy, over output.", func(w *W) float64 { return w.flows.computeTax }),
		share("public_dividend", "Providers' profit paid to all alike, over output.", func(w *W) float64 { return w.flows.public }),
		num("labour_tax_rate", "share", "Rate of the tax on labour income.", func(w *W, _ *S) float64 { return w.flows.labourRate }),
		num("capital_tax_rate", "share", "Rate of the tax on property income.", func(w *W, _ *S) float64 { return w.flows.capitalRate }),
		num("consumption_tax_rate", "share", "Rate of the tax on consumption.", func(w *W, _ *S) float64 { return w.flows.consumptionRate }),
		share("government_interest", "Interest on government debt over output.", func(w *W) float64 { return w.flows.interest }),
		num("government_debt", "yr", "Government debt over yearly output.", func(w *W, _ *S) float64 { return w.debt / w.flows.output }),
		num("government_balance", "share", "Government balance over output.", func(w *W, _ *S) float64 { return w.flows.balance / w.flows.output }),
		num("foreign_claims", "yr", "Claims on the rest of the world over yearly output.", func(w *W, _ *S) float64 { return w.foreign / w.flows.output }),
		share("current_account", "Net exports with what foreign claims earn, over output.", func(w *W) float64 { return w.flows.current }),
		num("capital_price", "index", "Price of new capital relative to the price level, base year 1.", func(w *W, _ *S) float64 { return w.now.investmentPrice / w.index.output.level() }),
		num("net_worth", "yr", "Net worth of people over yearly output at the last tick's prices.", func(w *W, _ *S) float64 { return w.peoplesWorth / w.flows.output }),
		num("nominal_income", "index", "Nominal income relative to its path: 1 unless the central bank lets it go.", func(w *W, _ *S) float64 { return w.money.scale }),
		num("inflation", "1/yr", "Inflation of final goods above trend as the central bank sees it; 0 when it keeps nominal income on its path.", func(w *W, _ *S) float64 { return w.money.inflation }),
		num("interest_rate", "1/yr", "Interest on government debt.", func(w *W, _ *S) float64 { return w.bondRate() }),
	}
}

// providerColumns describes what is paid for coworkers' hours and who receives it.
func providerColumns() []tickColumn {
	type W = World
	type S = snapshot
	usd := func(name, doc string, read func(w *W) float64) tickColumn {
		return num(name, "usd/yr", doc+", current dollars.", func(w *W, _ *S) float64 { return read(w) * w.deflator() })
	}
	return []tickColumn{
		usd("ai_spending", "Spending on coworkers' hours", func(w *W) float64 { return w.now.rent() }),
		usd("ai_spending_firms", "Of it by firms", func(w *W) float64 { return w.now.rentFirms }),
		usd("ai_spending_own", "Of it by people with coworkers of their own", func(w *W) float64 { return w.now.own.rent }),
		usd("ai_spending_new_uses", "Of it for uses nobody had before; largely assumed by new_uses.elasticity", func(w *W) float64 { return w.now.newUses }),
		num("ai_spending_share", "share", "Spending on coworkers' hours over output.", func(w *W, _ *S) float64 { return w.now.rent() / w.flows.output }),
		usd("ai_energy", "Part of the spending that pays for electricity", func(w *W) float64 { return w.providers.revenue.energy }),
		usd("ai_hardware", "Part that pays for hardware: none where the price has come down to the cost of electricity", func(w *W) float64 { return w.providers.revenue.hardware }),
		usd("ai_markup", "Part that is mark-up", func(w *W) float64 { return w.providers.revenue.markup }),
		usd("ai_scarcity", "Part that is rent of scarce compute or of a given fleet", func(w *W) float64 { return w.providers.revenue.scarcity }),
		usd("ai_tax", "Part that is tax on coworker hours, less subsidy", func(w *W) float64 { return w.flows.computeTax }),
		usd("ai_profit", "Providers' revenue less electricity, wear of hardware and rent for that of others", func(w *W) float64 { return w.flows.providers }),
		num("ai_profit_share", "share", "Providers' profit over output.", func(w *W, _ *S) float64 { return w.flows.providers / w.flows.output }),
		num("ai_margin", "share", "Mark-up and scarcity rent over what providers receive: spending less taxes and with subsidies.", func(w *W, _ *S) float64 {
			return ratio(w.providers.revenue.markup+w.providers.revenue.scarcity, w.netOfSubsidy(w.now.rent()))
		}),
		num("ai_margin_at_recorded_hardware", "share", "The margin if an H100-equivalent hour got cheaper only as fast as accelerators did on record: below zero, the price path needs faster progress of hardware or algorithms.",
			func(w *W, _ *S) float64 { return w.recordedMargin() }),
		num("ai_surplus_share", "share", "Providers' profit beyond the base year's over what output gains beyond the trend, 0 below a thousandth of output; 2.2 % is what innovators kept in the United States (Nordhaus 2004).", func(w *W, _ *S) float64 {
			gain := w.flows.output/w.index.baseOutput/w.index.output.level() - 1
			if gain < 1e-3 {
				return 0
			}
			return (w.flows.providers - w.profit0) * (1 + gain) / (gain * w.flows.output)
		}),
		usd("ai_capex", "Hardware that providers buy for coworkers' hours", func(w *W) float64 { return w.flows.equipped }),
		usd("ai_training", "What providers pay to train models, 0 unless training.financed", func(w *W) float64 { return w.flows.trained }),
		usd("ai_hardware_value", "Value of that hardware", func(w *W) float64 { return w.providers.price * w.providers.hardware }),
		num("h100_equivalents", "H100e", "Accelerators that coworkers' hours keep busy.", func(w *W, _ *S) float64 { return w.now.compute / hoursPerYear }),
		num("tokens", "tokens/yr", "Tokens of all coworker hours, at compute.tokens an hour.", func(w *W, _ *S) float64 { return w.now.hours() * w.cfg.Tech.Compute.Tokens }),
		num("compute_used", "H100e-h/yr", "Compute of all coworker hours.", func(w *W, _ *S) float64 { return w.now.compute }),
		num("compute_capacity", "H100e-h/yr", "Compute there is for coworkers.", func(w *W, _ *S) float64 { return w.computeThereIs() }),
		num("electricity", "MW", "Mean electric power of all coworker hours.", func(w *W, _ *S) float64 { return w.now.kwh / hoursPerYear / 1000 }),
	}
}

// hoursPerYear is the length of a year in hours.
const hoursPerYear = 8766

// firmColumns describes adoption and concentration.
func firmColumns() []tickColumn {
	type W = World
	type S = snapshot
	return []tickColumn{
		num("adopted", "share", "Share of the base year's work in firms that use coworkers, by compensation.", func(w *W, _ *S) float64 { return w.weighted(w.adopted) }),
		num("firms_using", "share", "Share of firms that use coworkers, as a survey counts them.", func(w *W, _ *S) float64 { return w.surveyed() }),
		num("integrated", "share", "Work organised for coworkers, weighted by compensation.", func(w *W, _ *S) float64 { return w.meanIntegrated() }),
		num("integrated_by_selection", "share", "Part of it that is due to sales won by firms whose costs fell.", func(w *W, _ *S) float64 {
			return w.meanIntegrated() - w.weighted(w.ofFirms(func(i int) float64 { return w.firms.tally[i].Unmoved }))
		}),
		num("concentration", "share", "Sum of squared market shares of firms in their industry, mean over industries by compensation; 0 without simulated firms.", func(w *W, _ *S) float64 {
			return w.weighted(w.ofFirms(func(i int) float64 { return w.firms.tally[i].Herfindahl }))
		}),
		num("unevenness", "index", "Mean unit cost of firms over that of one with the mean share integrated, by compensation, base year 1.", func(w *W, _ *S) float64 {
			return 1 / w.weighted(w.ofFirms(w.evenness))
		}),
		num("reallocation", "index", "Productivity that follows from where in its industry work is done, mean by compensation, base year 1.", func(w *W, _ *S) float64 {
			return w.weighted(w.ofFirms(w.reallocation))
		}),
	}
}

// ofFirms reads something of every industry's firms.
func (w *World) ofFirms(read func(industry int) float64) []float64 {
	out := make([]float64, w.industries)
	for i := range out {
		out[i] = read(i)
	}
	return out
}
