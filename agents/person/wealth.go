package person

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
)

// Group is a group of households by net worth: its share of households, and of all net worth, equity and real estate.
type Group struct{ Population, NetWorth, Equity, RealEstate float64 }

// Holdings are what a household has, in multiples of mean net worth. Other is the rest of net worth, debts taken off:
// negative where debts are more than what is neither equity nor real estate.
type Holdings struct{ NetWorth, Equity, RealEstate, Other float64 }

// Wealth is the net worth of households by rank, from the poorest at 0 to the richest at 1, and what it consists of.
// Shares of groups are met exactly, and so is a Gini coefficient within the bounds the groups allow.
//
// Shape. Thresholds between groups lie at a fraction theta of the way between the logs of neighbouring group means.
// Within a group net worth is lo + (hi - lo) t^p, t the rank within the group and p what meets the group's mean; the
// richest group is a Pareto tail from its threshold with its mean. In the poorest group a share of .18 (9 % of
// households where it is half of all; surveys of the US count 7 to 10 %) has debts -d (1-t)^2, and the others t^q up
// to the threshold. Debts and q together meet the group's mean.
//
// At theta = 1/2 and with debtors who owe a fifth of the threshold on average (assumptions), this is close to the Survey
// of Consumer Finances of 2022: in multiples of the mean, the median is .19 (.18 there), the upper decile 1.74 (1.8), the
// upper hundredth 8.7 (12.9). Debtors owe .35 % of all net worth, and the groups of the US imply a Gini of .802.
//
// Other Ginis are reached along one line of shapes, by a stretch that is 0 there: theta = 1/2 + stretch/5 and q divided
// by 4^stretch, so that thresholds rise and the better-off of the poorest group gain what its debtors owe; with negative
// stretches net worth draws together until nobody has debts. The Gini of a source with other concepts than the groups'
// may be far from what the groups imply, and then only an odd shape meets both. The .834 of the SCF+, which counts
// no pension claims on employers, with the groups of the Distributional Financial Accounts, which do, takes a stretch
// of .805: 9 % of households owe 5.2 % of all net worth, the lowest of them 1.7 times the mean, the median is .30 and the
// upper decile 2.3 times the mean. No mild shape reaches it: with a mean and the ends of its range given no group is more
// unequal than one of two points, and even two points in every group between the usual thresholds, the lower of the
// poorest group at endless debt, give no more than .847. Where the Gini need not be met, 0 is the plausible choice.
//
// Equity and real estate have the same kind of shape, each by itself, from nothing at the poorest household and with
// thresholds between its own group means: never negative, and rising with rank where group means rise.
//
// A Wealth is only read: safe for concurrent use.
type Wealth struct {
	netWorth, equity, realEstate curve
	stretch                      float64
}

const (
	debtors      = .18 // share of the poorest group with less than nothing
	debtShape    = 2.
	usualDebt    = .2 // mean debt of debtors over the threshold above the poorest group, at no stretch
	usualTheta   = .5
	thetaSlope   = .2 // of theta in the stretch
	leastStretch = -1.
	mostStretch  = 1.75
	leastStep    = 2. // mean net worth of the second-poorest group over that of the poorest
)

// NewWealth fits groups given from the richest to the poorest; equity and realEstate are those of all households over
// all net worth. gini is the Gini coefficient of net worth; 0 stands for the one at no stretch.
func NewWealth(groups []Group, equity, realEstate, gini float64) (Wealth, error) {
	population := shares(groups, func(g Group) float64 { return g.Population })
	average := func(total float64, of func(Group) float64) []float64 {
		mean := shares(groups, of)
		for i := range mean {
			mean[i] *= total / population[i]
		}
		return mean
	}
	mean := average(1, func(g Group) float64 { return g.NetWorth })
	if err := fit(mean); err != nil {
		return Wealth{}, err
	}
	w := Wealth{}
	if gini != 0 {
		stretch, err := reach(gini, func(x float64) float64 { return netWorth(population, mean, x).gini() })
		if err != nil {
			return Wealth{}, err
		}
		w.stretch = stretch
	}
	w.netWorth = netWorth(population, mean, w.stretch)
	w.equity = spread(population, average(equity, func(g Group) float64 { return g.Equity }), theta(w.stretch))
	w.realEstate = spread(population, average(realEstate, func(g Group) float64 { return g.RealEstate }), theta(w.stretch))
	return w, nil
}

// shares are parts of a sum of one.
func shares(groups []Group, of func(Group) float64) []float64 {
	x, sum := make([]float64, len(groups)), 0.
	for i, g := range groups {
		x[i] = of(g)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
	return x
}

// fit says whether the shape can meet the groups' mean net worth.
func fit(mean []float64) error {
	last := len(mean) - 1
	if last < 1 {
		return fmt.Errorf("%d groups of households by net worth, expected two or more", len(mean))
	}
	for i, m := range mean {
		if !(m > 0) || math.IsInf(m, 1) || i > 0 && !(m < mean[i-1]) {
			return fmt.Errorf("mean net worth of groups of households does not fall from the richest to the poorest, or not above zero: %.4g", mean)
		}
	}
	if !(mean[last-1] >= leastStep*mean[last]) {
		return fmt.Errorf("the two poorest groups of households are too alike: mean net worth %.4g and %.4g", mean[last-1], mean[last])
	}
	return nil
}

// reach finds the stretch with a Gini coefficient, by bisection.
func reach(gini float64, at func(stretch float64) float64) (float64, error) {
	low, high := leastStretch, mostStretch
	if least, most := at(low), at(high); !(gini >= least && gini <= most) {
		return 0, fmt.Errorf("the Gini coefficient of net worth %.4g cannot be met: groups of households allow %.4g to %.4g", gini, least, most)
	}
	for range 60 {
		if middle := (low + high) / 2; at(middle) < gini {
			low = middle
		} else {
			high = middle
		}
	}
	return high, nil
}

func theta(stretch float64) float64 { return usualTheta + float64(thetaSlope*stretch) }

// netWorth is the curve of net worth: that of spread with the poorest group replaced by debtors and the others, whose
// power q follows from the stretch, and the debts from q and the mean: threshold (1 - debtors) / (q+1) - debt = mean,
// all per household of the group. Where no debts are left q follows from the mean.
func netWorth(population, mean []float64, stretch float64) curve {
	last := len(mean) - 1
	usual := threshold(mean[last], mean[last-1], usualTheta)
	here := threshold(mean[last], mean[last-1], theta(stretch))
	q := usual*(1-debtors)/(mean[last]+float64(debtors*usualDebt*usual)) - 1
	q = float64(q * exact.Exp2(-2*stretch))
	debt := here*(1-debtors)/(q+1) - mean[last]
	if debt < 0 {
		debt, q = 0, here*(1-debtors)/mean[last]-1
	}
	to := population[last]
	zero := debtors * to
	c := curve{
		{from: 0, to: zero, rise: -debt * (debtShape + 1) / debtors, power: debtShape, falling: true},
		{from: zero, to: to, rise: here, power: q},
	}
	return append(c, spread(population, mean, theta(stretch))[1:]...)
}

// spread is the curve of one kind of wealth that starts from nothing at the poorest household.
func spread(population, mean []float64, theta float64) curve {
	c := curve{}
	from, low := 0., 0.
	for i := len(mean) - 1; i > 0; i-- {
		to, high := from+population[i], threshold(mean[i], mean[i-1], theta)
		p := piece{from: from, to: to, base: mean[i]}
		if low < mean[i] && mean[i] < high { // otherwise the group is flat
			p.base, p.rise, p.power = low, high-low, (high-mean[i])/(mean[i]-low)
		}
		c = append(c, p)
		from, low = to, high
	}
	top := piece{from: from, to: 1, base: mean[0]}
	if 0 < low && low < mean[0] {
		top = piece{from: from, to: 1, rise: low, power: low/mean[0] - 1, falling: true}
	}
	return append(c, top)
}

// threshold lies between the means of two groups, at a fraction theta of the way between their logs.
func threshold(poorer, richer, theta float64) float64 {
	if !(poorer > 0 && richer > 0) {
		return 0
	}
	return poorer * exact.Pow(richer/poorer, theta)
}

// curve is a function of rank in pieces that follow each other from 0 to 1.
type curve []piece

// piece is base + rise s^power between two ranks, where s is the part of the piece below a rank or, when falling, above.
type piece struct {
	from, to, base, rise, power float64
	falling                     bool
}

// integral is that over ranks u0 to u1 of the piece.
func (p *piece) integral(u0, u1 float64) float64 {
	width := p.to - p.from
	s0, s1 := (u0-p.from)/width, (u1-p.from)/width
	if p.falling {
		s0, s1 = (p.to-u1)/width, (p.to-u0)/width
	}
	n := p.power + 1
	return float64(p.base*(u1-u0)) + float64(p.rise*width*(exact.Pow(s1, n)-exact.Pow(s0, n))/n)
}

// mean is that over ranks u0 to u1.
func (c curve) mean(u0, u1 float64) float64 {
	sum := 0.
	for i := range c {
		p := &c[i]
		if low, high := max(u0, p.from), min(u1, p.to); low < high {
			sum += p.integral(low, high)
		}
	}
	return sum / (u1 - u0)
}

// gini is the integral of (2u - 1) times the curve over the integral of the curve (Sen 1973): a piece of width w has
// u = from + w s or to - w s, and s^power has the integral 1/(power+1), s^(power+1) that of 1/(power+2).
func (c curve) gini() float64 {
	weighted, total := 0., 0.
	for _, p := range c {
		w := p.to - p.from
		whole := float64(w * (p.base + float64(p.rise/(p.power+1))))
		slope := float64(w * w * (float64(p.base/2) + p.rise/(p.power+2)))
		if p.falling {
			weighted += float64((float64(2*p.to)-1)*whole) - float64(2*slope)
		} else {
			weighted += float64((float64(2*p.from)-1)*whole) + float64(2*slope)
		}
		total += whole
	}
	return weighted / total
}

// Mean is what households of ranks u0 to u1 have on average, 0 <= u0 < u1 <= 1, in closed form: the n slices of n
// households reproduce the shares of groups. The last slice must end at 1 to the bit: the tail is endlessly steep there.
func (w *Wealth) Mean(u0, u1 float64) Holdings {
	h := Holdings{NetWorth: w.netWorth.mean(u0, u1), Equity: w.equity.mean(u0, u1), RealEstate: w.realEstate.mean(u0, u1)}
	h.Other = h.NetWorth - h.Equity - h.RealEstate
	return h
}
