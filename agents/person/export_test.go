package person

// What tests look at in a distribution of wealth.

// Gini is the Gini coefficient of net worth.
func (w *Wealth) Gini() float64 { return w.netWorth.gini() }

// Debtors are the share of households with negative net worth and what they owe together, over all net worth.
func (w *Wealth) Debtors() (households, debt float64) {
	p := &w.netWorth[0]
	if p.rise == 0 {
		return 0, 0
	}
	return p.to, -p.integral(p.from, p.to)
}

// Stretch says how far the shape is from the usual one, at 0.
func (w *Wealth) Stretch() float64 { return w.stretch }
