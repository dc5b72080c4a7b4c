// Package calibrate chooses parameters by the method of simulated moments: so that what the model does in a setting comes as
// near as it can, in standard errors, to what was measured there. It says what the moments do not tell, and estimates the
// slope of wages on unemployment from the record.
//
//	minimise  sum_i [(m_i(x) - d_i)/e_i]^2 + sum_j z_j^2
//
// by Gauss-Newton steps. z_j is a parameter's distance from its start in quarters of its prior's range: a prior counts as one
// further observation, so that what the moments do not tell stays where it was, with the prior's uncertainty. A singular value
// of the Jacobian below one means that in this direction the moments tell less than the priors do.
package calibrate

import (
	"context"
	"fmt"
	"math"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"tenfold/sim/exact"
)

// Parameter is what is chosen.
type Parameter struct {
	Key       string
	Start     float64
	Low, High float64 // of the prior
	Logs      bool    // steps are of its logarithm
}

// Moment is what is measured.
type Moment struct {
	Name   string  `json:"name"`
	Words  string  `json:"words"`
	Value  float64 `json:"data"`
	Error  float64 `json:"standard_error"` // of the logarithm where Logs
	Logs   bool    `json:"in_logs"`
	Source string  `json:"source"`
}

// Problem is what is to be estimated.
type Problem struct {
	Parameters []Parameter
	Moments    []Moment
	Model      func(ctx context.Context, values []float64) ([]float64, error) // the moments at parameter values
	Workers    int
	Steps      int // at most
	Progress   func(evaluations int)
}

// Estimate is one parameter's.
type Estimate struct {
	Key        string  `json:"parameter"`
	Start      float64 `json:"start"`
	Low        float64 `json:"prior_low"`
	High       float64 `json:"prior_high"`
	Value      float64 `json:"value"`
	Error      float64 `json:"standard_error"` // of moments and prior together
	Identified float64 `json:"identified"`     // by which share the moments shrink the prior's variance, 0 to 1
	AtBound    bool    `json:"at_bound"`
}

// Told reports whether the moments tell the parameter.
func (e *Estimate) Told() bool { return e.Identified >= .5 && !e.AtBound }

// Fitted is a moment beside the model's.
type Fitted struct {
	Moment
	Before float64 `json:"model_at_start"`
	Model  float64 `json:"model"`
	Off    float64 `json:"off"` // in standard errors
}

// Direction is a singular vector of the Jacobian.
type Direction struct {
	Singular float64   `json:"singular_value"`
	Weights  []float64 `json:"weights"` // by parameter
}

// Told reports whether the moments say more than the prior in this direction.
func (d *Direction) Told() bool { return d.Singular >= leastSingular }

const leastSingular = 1

// Fit is what came out.
type Fit struct {
	Estimates  []Estimate  `json:"estimates"`
	Moments    []Fitted    `json:"moments"`
	Jacobian   [][]float64 `json:"jacobian"` // standard errors of moments a quarter of a prior's range: [moment][parameter]
	Directions []Direction `json:"directions"`
	Before     float64     `json:"distance_at_start"`
	J          float64     `json:"j_statistic"`
	Free       float64     `json:"degrees_of_freedom"` // moments less what they tell, in parameters
	P          float64     `json:"p_value"`
	Runs       int         `json:"evaluations"`
}

// search is a problem at work.
type search struct {
	*Problem
	runs int
}

const (
	stepSize   = .2 // of differences, in units
	longest    = 2. // step of a parameter, in units
	halvings   = 5
	goodEnough = 1e-4 // relative gain at which the search ends
)

// Fit searches the parameters.
func (p *Problem) Fit(ctx context.Context) (*Fit, error) {
	s := &search{Problem: p}
	z := make([]float64, len(p.Parameters))
	r, model, err := s.residuals(ctx, z)
	if err != nil {
		return nil, err
	}
	before, first := square(r), model
	cost := before
	for range p.Steps {
		jacobian, err := s.jacobian(ctx, z)
		if err != nil {
			return nil, err
		}
		next, nr, nm, err := s.step(ctx, z, r, jacobian)
		if err != nil {
			return nil, err
		}
		if next == nil {
			break
		}
		gain := 1 - (square(nr)+square(next))/cost
		z, r, model, cost = next, nr, nm, square(nr)+square(next)
		if gain < goodEnough {
			break
		}
	}
	jacobian, err := s.jacobian(ctx, z)
	if err != nil {
		return nil, err
	}
	out := s.report(z, r, model, first, jacobian)
	out.Before = before
	return out, nil
}

// step is the Gauss-Newton step, shortened until it helps; nil where none does.
func (s *search) step(ctx context.Context, z, r []float64, jacobian *mat.Dense) (next, nr, nm []float64, err error) {
	n := len(z)
	var slope, move mat.VecDense
	slope.MulVec(jacobian.T(), mat.NewVecDense(len(r), r))
	slope.AddVec(&slope, mat.NewVecDense(n, append([]float64(nil), z...)))
	move.MulVec(precision(jacobian), &slope)
	move.ScaleVec(-1, &move)
	for range halvings {
		next = make([]float64, len(z))
		for j := range z {
			low, high := s.Parameters[j].ends()
			next[j] = min(max(z[j]+min(max(move.AtVec(j), -longest), longest), low), high)
		}
		if nr, nm, err = s.residuals(ctx, next); err != nil {
			return nil, nil, nil, err
		}
		if square(nr)+square(next) < square(r)+square(z) {
			return next, nr, nm, nil
		}
		move.ScaleVec(.5, &move)
	}
	return nil, nil, nil, nil
}

// unit is a quarter of the prior's range, in logs where the parameter is.
func (p *Parameter) unit() float64 {
	if p.Logs {
		return exact.Log(p.High/p.Low) / 4
	}
	return (p.High - p.Low) / 4
}

// value is the parameter that many units from its start.
func (p *Parameter) value(z float64) float64 {
	if p.Logs {
		return p.Start * exact.Exp(z*p.unit())
	}
	return p.Start + float64(z*p.unit())
}

// ends are the prior's, in units from the start.
func (p *Parameter) ends() (low, high float64) {
	if p.Logs {
		return exact.Log(p.Low/p.Start) / p.unit(), exact.Log(p.High/p.Start) / p.unit()
	}
	return (p.Low - p.Start) / p.unit(), (p.High - p.Start) / p.unit()
}

func (p *Problem) values(z []float64) []float64 {
	out := make([]float64, len(z))
	for j := range z {
		out[j] = p.Parameters[j].value(z[j])
	}
	return out
}

// tinyMoment keeps logarithms finite.
const tinyMoment = 1e-12

// off is by how many standard errors the model is off.
func (m *Moment) off(model float64) float64 {
	if m.Logs {
		return exact.Log(math.Max(model, tinyMoment)/m.Value) / m.Error
	}
	return (model - m.Value) / m.Error
}

func (s *search) residuals(ctx context.Context, z []float64) (r, model []float64, err error) {
	if model, err = s.Model(ctx, s.values(z)); err != nil {
		return nil, nil, err
	}
	s.count(1)
	for i := range s.Moments {
		r = append(r, s.Moments[i].off(model[i]))
	}
	return r, model, nil
}

func (s *search) count(n int) {
	if s.runs += n; s.Progress != nil {
		s.Progress(s.runs)
	}
}

// jacobian is taken by central differences, one-sided at the ends of a prior.
func (s *search) jacobian(ctx context.Context, z []float64) (*mat.Dense, error) {
	n := len(z)
	out := mat.NewDense(len(s.Moments), n, nil)
	models, widths := make([][]float64, 2*n), make([]float64, n)
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(max(s.Workers, 1))
	for j := range n {
		low, high := s.Parameters[j].ends()
		ends := [2]float64{max(z[j]-stepSize, low), min(z[j]+stepSize, high)}
		widths[j] = ends[1] - ends[0]
		for side, at := range ends {
			point := append([]float64(nil), z...)
			point[j] = at
			group.Go(func() (err error) {
				models[2*j+side], err = s.Model(inner, s.values(point))
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	s.count(2 * n)
	for j := range n {
		for i := range s.Moments {
			m := &s.Moments[i]
			out.Set(i, j, (m.off(models[2*j+1][i])-m.off(models[2*j][i]))/widths[j])
		}
	}
	return out, nil
}

// precision is the inverse of J'J + 1: the variance of parameters in units, by moments and priors together.
func precision(jacobian *mat.Dense) *mat.SymDense {
	_, n := jacobian.Dims()
	var inner mat.Dense
	inner.Mul(jacobian.T(), jacobian)
	normal := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			normal.SetSym(i, j, inner.At(i, j))
		}
		normal.SetSym(i, i, inner.At(i, i)+1)
	}
	var factors mat.Cholesky
	out := mat.NewSymDense(n, nil)
	if factors.Factorize(normal) {
		_ = factors.InverseTo(out) // a warning of bad condition, which the priors keep away
	}
	return out
}

// directions are the singular vectors of the Jacobian.
func directions(jacobian *mat.Dense) []Direction {
	var svd mat.SVD
	if !svd.Factorize(jacobian, mat.SVDThin) {
		return nil // of figures that are none
	}
	var v mat.Dense
	svd.VTo(&v)
	var out []Direction
	for k, singular := range svd.Values(nil) {
		d := Direction{Singular: singular}
		for j := range v.RawMatrix().Rows {
			d.Weights = append(d.Weights, v.At(j, k))
		}
		out = append(out, d)
	}
	return out
}

func square(r []float64) float64 {
	sum := 0.
	for _, x := range r {
		sum += float64(x * x)
	}
	return sum
}

// report reads estimates, their errors and what is not identified off the Jacobian.
func (s *search) report(z, r, model, first []float64, jacobian *mat.Dense) *Fit {
	out := &Fit{J: square(r), Free: float64(len(r)), Runs: s.runs, Directions: directions(jacobian)}
	variance := precision(jacobian)
	for j := range z {
		p := &s.Parameters[j]
		low, high := p.ends()
		told := 1 - variance.At(j, j)
		out.Free -= told
		e := Estimate{Key: p.Key, Start: p.Start, Low: p.Low, High: p.High, Value: p.value(z[j]), Error: math.Sqrt(variance.At(j, j)) * p.unit(),
			Identified: told, AtBound: z[j] <= low+1e-9 || z[j] >= high-1e-9}
		if p.Logs {
			e.Error *= e.Value
		}
		out.Estimates = append(out.Estimates, e)
	}
	for i, m := range s.Moments {
		out.Moments = append(out.Moments, Fitted{m, first[i], model[i], r[i]})
		var row []float64
		for j := range z {
			row = append(row, jacobian.At(i, j))
		}
		out.Jacobian = append(out.Jacobian, row)
	}
	if out.Free > 0 {
		out.P = distuv.ChiSquared{K: out.Free}.Survival(out.J)
	}
	return out
}

// Alike names the pairs of parameters that move the moments in nearly the same proportions, so that one can stand in for the
// other.
func (f *Fit) Alike() []string {
	var out []string
	column := func(j int) []float64 {
		var c []float64
		for _, row := range f.Jacobian {
			c = append(c, row[j])
		}
		return c
	}
	for j := range f.Estimates {
		for k := range j {
			a, b := column(j), column(k)
			dot := 0.
			for i := range a {
				dot += float64(a[i] * b[i])
			}
			size := math.Sqrt(square(a) * square(b))
			if cosine := dot / size; size > leastMoved*leastMoved && math.Abs(cosine) > nearlyOne {
				out = append(out, fmt.Sprintf("%s and %s move the moments alike (cosine %.3f)", f.Estimates[k].Key, f.Estimates[j].Key, cosine))
			}
		}
	}
	return out
}

const (
	nearlyOne  = .9
	leastMoved = .05 // standard errors a unit: less is nothing
)
