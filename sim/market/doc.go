// Package market holds the mechanisms by which the economy allocates: constant-elasticity aggregation, input-output
// prices and quantities, adoption, matching of people and jobs, wages, and the root of a falling function. They are
// pure functions on plain slices, without agents, clock or state: values in, values out. Safe for concurrent use.
//
// Every product that feeds a sum is written float64(x*y), so that no compiler fuses it and every architecture
// computes the same bits.
package market
