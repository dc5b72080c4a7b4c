package sweep

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/output"
	"tenfold/sim/series"
)

// Done is part-N.done.json: it says that part N is whole and safe on the disk.
type Done struct {
	Chunk  int               `json:"chunk"`
	Hash   string            `json:"hash"` // of the sweep
	Runs   [2]int            `json:"runs"` // first, and the one after the last
	SHA256 string            `json:"sha256"`
	Bytes  int64             `json:"bytes"`
	Failed map[string]string `json:"failed,omitempty"` // what went wrong, by run
}

func (f *Folder) part(chunk int) string {
	return filepath.Join(f.Dir, partFolder, fmt.Sprintf("part-%06d.csv", chunk))
}

func (f *Folder) doneFile(chunk int) string {
	return strings.TrimSuffix(f.part(chunk), ".csv") + ".done.json"
}

// Check reads a chunk's part against its digest. The error is fs.ErrNotExist where the chunk is still to be run; any other
// names what is damaged.
func (f *Folder) Check(chunk int) (*Done, error) {
	d, err := f.readDone(chunk)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(f.part(chunk))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is gone, though %s says that it was written", f.part(chunk), filepath.Base(f.doneFile(chunk)))
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	sum := sha256.New()
	n, err := io.Copy(sum, file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.part(chunk), err)
	}
	if n != d.Bytes || hex.EncodeToString(sum.Sum(nil)) != d.SHA256 {
		return nil, fmt.Errorf("%s is damaged: its bytes are not those that %s names", f.part(chunk), filepath.Base(f.doneFile(chunk)))
	}
	return d, nil
}

func (f *Folder) readDone(chunk int) (*Done, error) {
	data, err := os.ReadFile(f.doneFile(chunk))
	if err != nil {
		return nil, err
	}
	d := &Done{}
	if err := json.Unmarshal(data, d); err != nil {
		return nil, fmt.Errorf("%s: %w", f.doneFile(chunk), err)
	}
	from, until := f.Plan.runsOf(chunk)
	if d.Hash != f.Plan.Hash || d.Runs != [2]int{from, until} {
		return nil, fmt.Errorf("%s belongs to another sweep or chunk", f.doneFile(chunk))
	}
	return d, nil
}

// ErrRun says that runs failed. The runs that did not are not touched by that.
var ErrRun = errors.New("a run failed")

// Exec runs a chunk and writes its part, unless it is there and whole. Run twice, even at once, it leaves the same bytes. A
// run that fails ends the chunk with an ErrRun, or is kept as failed where keep is true. after is called after every run.
func (f *Folder) Exec(ctx context.Context, chunk int, keep bool, after func()) error {
	if _, err := f.Check(chunk); err == nil {
		return nil
	}
	from, until := f.Plan.runsOf(chunk)
	d := Done{Chunk: chunk, Hash: f.Plan.Hash, Runs: [2]int{from, until}, Failed: map[string]string{}}
	sum := sha256.New()
	err := output.WriteThrough(f.part(chunk), func(to io.Writer) error {
		w := bufio.NewWriter(io.MultiWriter(to, sum, &d))
		for i := from; i < until; i++ {
			err := f.run(ctx, i, w)
			switch {
			case ctx.Err() != nil:
				return context.Cause(ctx)
			case err != nil && keep:
				d.Failed[f.Name(i)] = err.Error()
			case err != nil:
				return fmt.Errorf("%w: %s: %w", ErrRun, f.Name(i), err)
			}
			after()
		}
		return w.Flush()
	})
	if err != nil {
		return err
	}
	d.SHA256 = hex.EncodeToString(sum.Sum(nil))
	data, err := json.MarshalIndent(&d, "", "  ")
	if err != nil {
		return err
	}
	return output.WriteFile(f.doneFile(chunk), append(data, '\n'))
}

// Write counts bytes.
func (d *Done) Write(p []byte) (int, error) {
	d.Bytes += int64(len(p))
	return len(p), nil
}

// run makes run i and writes its rows: the run's number, the tick's date, the columns. Rows of a run that fails are not written.
func (f *Folder) run(ctx context.Context, i int, to io.Writer) error {
	s, err := f.Scenario(i)
	if err != nil {
		return errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	config, _, err := experiment.EqualCost(s.Config, s.Economy, s.Targets)
	if err != nil {
		return err
	}
	w, err := economy.New(config, s.Economy, 1)
	if err != nil {
		return err
	}
	defer w.Close()
	for w.Tick() < w.Ticks() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.Step(); err != nil {
			return err
		}
	}
	return writeRows(to, i, w.Tables(), f.columns())
}

// writeRows writes a line a tick.
func writeRows(to io.Writer, run int, tables []*series.Table, columns []string) error {
	readers := make([]func(row int) float64, len(columns))
	for k, name := range columns {
		read, err := reader(tables, name)
		if err != nil {
			return err
		}
		readers[k] = read
	}
	var line []byte
	for row := range tables[0].Rows() {
		labels, _ := tables[0].Row(row)
		line = strconv.AppendInt(line[:0], int64(run), 10)
		line = append(append(line, ','), labels[0]...)
		for _, read := range readers {
			line = strconv.AppendFloat(append(line, ','), read(row), 'g', -1, 64)
		}
		if _, err := to.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// reader reads a column tick by tick: of the table "series", or of the rows of a group in another table.
func reader(tables []*series.Table, name string) (func(tick int) float64, error) {
	in, column, group := experiment.Parts(name)
	t := slices.IndexFunc(tables, func(t *series.Table) bool { return t.Name == in })
	if t < 0 || tables[t].Index(column) < 0 {
		return nil, fmt.Errorf("no column %s in the results of this run", name)
	}
	table, at := tables[t], tables[t].Index(column)
	var rows []int
	for i := range table.Rows() {
		if labels, _ := table.Row(i); group == "" || labels[len(labels)-1] == group {
			rows = append(rows, i)
		}
	}
	if len(rows) != tables[0].Rows() {
		return nil, fmt.Errorf("column %s has %d rows, expected one a tick", name, len(rows))
	}
	return func(tick int) float64 {
		_, values := table.Row(rows[tick])
		return values[at]
	}, nil
}
