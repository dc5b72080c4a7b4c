package market

// InputOutput solves Leontief's price and quantity systems of one table of input coefficients: Inputs[r][s] is what
// industry s buys from r per unit of its output.
//
//	(1 - t_s) p_s = sum_r A_rs p_r + m_s p_M + v_s u_s      prices
//	Q = (I - A)^-1 demand                                   quantities
type InputOutput struct {
	prices     Matrix // (diag(1-t) - A')^-1
	quantities Matrix // (I - A)^-1
}

// NewInputOutput prepares both inverses. inputs is [supplying][using]; taxes are ad valorem rates on output.
func NewInputOutput(inputs [][]float64, taxes []float64) (*InputOutput, error) {
	n := len(inputs)
	p, q := NewMatrix(n), NewMatrix(n)
	for r := 0; r < n; r++ {
		for s := 0; s < n; s++ {
			q.A[r*n+s] -= inputs[r][s]
			p.A[s*n+r] -= inputs[r][s]
		}
		q.A[r*n+r]++
		p.A[r*n+r] += 1 - taxes[r]
	}
	var io InputOutput
	var err error
	if io.prices, err = p.Inverse(); err != nil {
		return nil, err
	}
	io.quantities, err = q.Inverse()
	return &io, err
}

// Prices stores the price of each industry's output, given its cost per unit beyond domestic inputs (value added and
// imports), in out.
func (io *InputOutput) Prices(primary, out []float64) []float64 { return io.prices.Times(primary, out) }

// Outputs stores the output of each industry that meets the final demand (quantities) in out.
func (io *InputOutput) Outputs(demand, out []float64) []float64 {
	return io.quantities.Times(demand, out)
}
