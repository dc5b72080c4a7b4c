// Package replicate reads replications, published results as data files, and makes them anew with this project's own code: the
// bundles of sim/market, the labour market with vacancies, the cost of coworkers' tasks, the trends of sim/fit, and the whole
// simulator in limit cases. It judges by the file's tolerance and by nothing else.
//
// To add a replication: a file in configs/replications. To add a model: an entry in the list of models and a function that
// reads its inputs and returns what makes its outputs. A replication is read once and may then run in any number of goroutines.
package replicate
