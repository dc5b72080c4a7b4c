// Package sim is the map of the simulator; it holds no code.
//
// The way of the data is one way:
//
//	YAML -> scenario -> economy.World -> ticks -> series -> run folder -> summary
//
// From the bottom:
//
//	exact       exp, log, pow with the same bits on every architecture
//	rng         random draws named by (seed, stream, agent, tick)
//	unit        quantities with units, read and printed
//	stats       inequality: Gini, shares, quantiles, of all values or of a histogram
//	sensitivity which factors of an experiment decide an outcome
//	design      points of experiments in the unit cube
//	chart       figures in one style, as SVG
//	param       described parameters
//	series      described result columns, row by row
//	ledger      double-entry flows, stocks and what must balance
//	market      mechanisms on plain slices: CES, input-output, adoption, matching, wages, roots
//	engine      the clock, shards of agents and the workers that step them, agents with a goroutine each, checkpoints
//	policy      what governments can set: levers, each at a level from one date to another
//	tech        what coworkers can do and what an hour costs, as functions of the date
//	dataset     an economy's tables, checked
//	fit         speeds of change from records: least squares of logarithms on dates
//	economy     the world: accounts.go is the base year, step.go the list of phases, one file a block
//	output      run folders, written and read
//	report      pages for readers from folders of results
//	browsertest pages in a real browser, for tests
//	scenario    YAML of scenarios and policies to a validated, canonical, hashed configuration
//	replicate   published results made anew by the code that the simulator uses, and by the simulator in limit cases
//	experiment  many runs: draws from priors, policies against a baseline, policies of equal cost
//	forecast    bands over draws, locked in files with a hash and scored later
//	history     the years 1987 to 2019 with the price of computing as the only technology
//	nowcast     the years since 2023 against what happened
//	playground  a page on which a reader changes a scenario and sees at once what comes of it
//	calibrate   parameters by simulated moments, and what the moments do not tell
//	claim       claims of the essay: cases, measures, rules, and the verdicts that follow
//	sweep       many runs by the points of a design, in a folder that survives whatever stops it
//	cluster     chunks of a sweep on Slurm and Kubernetes
//
// Agents live beside sim: agents/coworker, agents/person and agents/firm hold columns and decision rules of one kind of
// agent.
// The table in layers_test.go says who may import whom.
//
// To add a parameter: one declaration in the Config of the package that uses it. A column: one description with its
// reading in economy/columns.go or record.go. A phase: one line in economy/step.go and one function. A mechanism: one
// function in market and its naive twin in the test. An economy: a folder with the files of configs/economies/us-2024. A policy: a file in
// configs/policies. A replication: a file in configs/replications.
package sim
