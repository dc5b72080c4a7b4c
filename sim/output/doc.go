// Package output writes and reads run folders: the contract between what simulates and what shows.
//
// A run folder is PARENT/NAME-HASH8-sSEED. It holds manifest.json, scenario.yaml, one CSV file a table, columns.json with
// a description of every column, and short readers for pandas and R; with a table "panel" of persons also scripts in
// Python and R that evaluate it. While a run goes on its tables end in .part and the manifest says running; a run that was
// killed leaves it so. The manifest is written last, and a folder whose manifest says complete is never seen half
// replaced. The same content gives the same bytes in every file but the manifest, where all that depends on the machine's
// clock stands under "execution".
//
// It runs no model and knows no economics. A Run belongs to one goroutine; a lock keeps other processes out of its
// folder. A Folder may be read by many.
package output
