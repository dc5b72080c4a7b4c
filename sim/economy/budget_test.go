package economy

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Where people get all the hours that they want and can pay for them, hours that they cannot sell are worth at most what
// they would cost, to everybody.
func TestUntradableBudgetIsWorthAtMostCash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		positive := rapid.Float64Range(1e-3, 1e3)
		o := OwnWork{Directing: positive.Draw(t, "directing"), Elasticity: rapid.Float64Range(.05, .95).Draw(t, "elasticity")}
		m := ownMarket{limit: math.MaxFloat64, value: positive.Draw(t, "value"), price: positive.Draw(t, "price"), most: positive.Draw(t, "most")}
		agency := rapid.Float64Range(.2, 5).Draw(t, "agency")
		net := func(budget float64) float64 {
			with := m
			with.budget = budget
			hours, value := o.choose(&with, agency)
			return value - with.price*(hours-with.voucher(hours))
		}
		budget := positive.Draw(t, "budget")
		gain, cash := net(budget)-net(0), budget*m.price
		if !(gain <= cash*(1+1e-9)+1e-9) {
			t.Fatalf("%g hours are worth %g and cost %g", budget, gain, cash)
		}
	})
}
