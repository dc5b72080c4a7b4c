package economy

import (
	"math"

	"tenfold/sim/exact"
)

// money is the nominal side: income and what follows it in proportion.
type money struct {
	income    float64 // nominal income of the tick, detrended usd a year
	scale     float64 // relative to the base year
	inflation float64 // of final goods above trend as the central bank sees it, a year
	level     float64 // of their prices at the last tick
	rate      float64 // real interest above the base year's, a year
}

// The central bank. Under `nominal-income` investment takes what income on its path leaves. Under `taylor` the bank
// sets the real rate by inflation and slack (Taylor 1993) and nominal spending grows as it falls,
//
//	rate = a inflation - b (unemployment - base year's),   d ln income = -c rate dt
//
// with inflation above trend an exponential mean over past ticks, and interest not below its bound. Interest on government
// debt follows inflation and the rate; purchases, net exports and transfers are shares of nominal income. Wages move by slack
// alone and prices follow costs, so that spending moves output first and prices only over decades.
func (w *World) setMoney() error {
	m, c := &w.money, &w.cfg.Macro.Monetary
	level := w.index.output.level()
	now := exact.Log(level/m.level) / w.dt
	m.level = level
	if c.Regime != "taylor" {
		return nil
	}
	m.inflation += float64((1 - exact.Exp(-w.dt/(c.Memory/12))) * (now - m.inflation))
	employed, unemployed := w.labour.totals()
	slack := unemployed/(unemployed+employed) - w.unemploymentBase
	m.rate = float64(c.Inflation*m.inflation) - float64(c.Slack*slack)
	m.rate = math.Max(m.rate, c.LowerBound-w.cfg.Macro.BondRate-m.inflation)
	m.income *= exact.Exp(-c.Spending * m.rate * w.dt)
	m.scale = m.income / w.incomeBase
	if !(m.scale > leastScale && m.scale < 1/leastScale) {
		return w.breakdown("money", "nominal income is %.3g times its path: the interest rule does not hold it", m.scale)
	}
	return nil
}

// leastScale is how far nominal income may leave its path before the regime counts as failed.
const leastScale = 1e-3

// bondRate is the interest on government debt.
func (w *World) bondRate() float64 {
	return w.cfg.Macro.BondRate + w.money.rate + w.money.inflation
}
