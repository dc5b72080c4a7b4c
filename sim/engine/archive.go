package engine

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
)

// A checkpoint is a file of blocks between a header and a digest, all little-endian:
//
//	magic, format            8 bytes, uint32
//	header                   a block of JSON
//	blocks                   name length uint16, name, element size uint8, count uint64, elements, CRC32C of all these
//	end                      a block without name
//	digest                   SHA-256 of everything before
const (
	archiveMagic  = "tenfold\x00"
	archiveFormat = 1
	longestName   = 1 << 10
	longestHeader = 1 << 24
)

// Header says what a checkpoint is of.
type Header struct {
	Model string `json:"model_version"`
	Hash  string `json:"hash"` // of the configuration and its tables
	Tick  int    `json:"tick"` // ticks done
	Marks []Mark `json:"tables"`
}

// Mark is how far a table had been written.
type Mark struct {
	Name  string `json:"name"`
	Rows  int    `json:"rows"`
	Bytes int64  `json:"bytes"`
}

// Archive saves or loads the state of a model: the same calls in the same order do both, so that what is saved and what
// is loaded cannot differ. The first error ends all that follows; Close returns it. An Archive belongs to one goroutine.
type Archive struct {
	w       *bufio.Writer
	r       *bufio.Reader
	digest  hash.Hash
	crc     hash.Hash32
	block   io.Writer // what a block's bytes go through beside the file
	scratch []byte
	closing func() error
	err     error
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func newArchive() *Archive {
	a := &Archive{digest: sha256.New(), crc: crc32.New(castagnoli)}
	a.block = io.MultiWriter(a.digest, a.crc)
	return a
}

// Save begins a checkpoint.
func Save(w io.Writer, h Header) *Archive {
	a := newArchive()
	a.w = bufio.NewWriterSize(w, 1<<18)
	a.bytes([]byte(archiveMagic))
	a.bytes(binary.LittleEndian.AppendUint32(nil, archiveFormat))
	text, err := json.Marshal(h)
	if err != nil {
		a.err = err
	}
	Slice(a, "header", &text)
	return a
}

// Load begins to read a checkpoint after Verify has found it whole. It returns an error when it is of another format.
func Load(r io.Reader) (*Archive, Header, error) {
	a := newArchive()
	a.r = bufio.NewReaderSize(r, 1<<18)
	magic, format := make([]byte, len(archiveMagic)), make([]byte, 4)
	a.bytes(magic)
	a.bytes(format)
	var h Header
	switch {
	case a.err != nil:
	case string(magic) != archiveMagic:
		a.err = errors.New("no checkpoint: it does not begin as one")
	case binary.LittleEndian.Uint32(format) != archiveFormat:
		a.err = fmt.Errorf("checkpoint of format %d, expected %d", binary.LittleEndian.Uint32(format), archiveFormat)
	}
	var text []byte
	Slice(a, "header", &text)
	if a.err == nil {
		if err := json.Unmarshal(text, &h); err != nil {
			a.err = fmt.Errorf("header: %w", err)
		}
	}
	return a, h, a.err
}

// Verify reads a whole checkpoint and compares its digest. It returns an error when the file is cut short or changed.
func Verify(r io.Reader) error {
	const size = sha256.Size
	digest := sha256.New()
	held, chunk := []byte{}, make([]byte, 1<<18)
	for {
		n, err := r.Read(chunk)
		held = append(held, chunk[:n]...)
		if len(held) > size {
			digest.Write(held[:len(held)-size])
			held = append(held[:0], held[len(held)-size:]...)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if len(held) < size || !bytes.Equal(held, digest.Sum(nil)) {
		return errors.New("the checkpoint is cut short or changed: its digest does not fit")
	}
	return nil
}

// Loading reports whether values are read rather than written.
func (a *Archive) Loading() bool { return a.r != nil }

// Good reports whether there has been no error.
func (a *Archive) Good() bool { return a.err == nil }

// Fail ends the archive with an error, unless it has ended before.
func (a *Archive) Fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

// OnClose lets Close also close what the archive reads from.
func (a *Archive) OnClose(f func() error) { a.closing = f }

// Abandon lets go of what a loading archive reads from, whatever of it is left.
func (a *Archive) Abandon() {
	if a.closing != nil {
		_ = a.closing() // only read
		a.closing = nil
	}
}

// Close ends the archive and returns its first error.
func (a *Archive) Close() error {
	defer a.Abandon()
	a.crc.Reset()
	a.bytes([]byte{0, 0})
	if a.err != nil || a.Loading() {
		return a.err
	}
	if _, a.err = a.w.Write(a.digest.Sum(nil)); a.err == nil {
		a.err = a.w.Flush()
	}
	return a.err
}

// bytes writes b, or fills it.
func (a *Archive) bytes(b []byte) {
	if a.err != nil {
		return
	}
	if a.Loading() {
		if _, err := io.ReadFull(a.r, b); err != nil {
			a.err = fmt.Errorf("checkpoint ends early: %w", err)
			return
		}
	} else if _, a.err = a.w.Write(b); a.err != nil {
		return
	}
	_, _ = a.block.Write(b) // hashes do not fail
}

// Number is what columns consist of.
type Number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int32 | ~int64 | ~float32 | ~float64
}

// Value saves or loads one number.
func Value[T Number](a *Archive, name string, v *T) {
	one := []T{*v}
	Column(a, name, one)
	if a.err == nil {
		*v = one[0]
	}
}

// Flag saves or loads a truth.
func Flag(a *Archive, name string, v *bool) {
	var n uint8
	if *v {
		n = 1
	}
	Value(a, name, &n)
	*v = n == 1
}

// Count saves or loads an int.
func Count(a *Archive, name string, v *int) {
	n := int64(*v)
	Value(a, name, &n)
	*v = int(n)
}

// Column saves or loads a slice whose length is known.
func Column[T Number](a *Archive, name string, v []T) {
	n := a.open(name, binary.Size(*new(T)), len(v))
	if a.err == nil && n != len(v) {
		a.err = fmt.Errorf("block %q has %d elements, expected %d", name, n, len(v))
	}
	elements(a, v)
	a.seal(name)
}

// Slice saves or loads a slice of any length.
func Slice[T Number](a *Archive, name string, v *[]T) {
	size := binary.Size(*new(T))
	n := a.open(name, size, len(*v))
	if !a.Loading() {
		elements(a, *v)
		a.seal(name)
		return
	}
	if a.err == nil && n > longestHeader {
		a.err = fmt.Errorf("block %q claims %d elements", name, n)
	}
	if a.err == nil {
		*v = make([]T, n)
		elements(a, *v)
	}
	a.seal(name)
}

// open begins a block and returns its number of elements.
func (a *Archive) open(name string, size, n int) int {
	a.crc.Reset()
	head := binary.LittleEndian.AppendUint16(nil, uint16(len(name)))
	head = append(append(head, name...), byte(size))
	want := append([]byte(nil), head...)
	a.bytes(head)
	if a.err == nil && !bytes.Equal(head, want) {
		a.err = fmt.Errorf("expected block %q of %d-byte elements", name, size)
	}
	count := binary.LittleEndian.AppendUint64(nil, uint64(n))
	a.bytes(count)
	return int(min(binary.LittleEndian.Uint64(count), 1<<62))
}

// seal ends a block with its checksum.
func (a *Archive) seal(name string) {
	sum := a.crc.Sum32()
	stored := binary.LittleEndian.AppendUint32(nil, sum)
	a.bytes(stored)
	if a.err == nil && binary.LittleEndian.Uint32(stored) != sum {
		a.err = fmt.Errorf("block %q is damaged: its checksum does not fit", name)
	}
}

// elements moves numbers through a buffer.
func elements[T Number](a *Archive, v []T) {
	const chunk = 1 << 12
	for len(v) > 0 && a.err == nil {
		part := v[:min(chunk, len(v))]
		v = v[len(part):]
		if !a.Loading() {
			a.scratch, a.err = binary.Append(a.scratch[:0], binary.LittleEndian, part)
			if a.err == nil {
				a.bytes(a.scratch)
			}
			continue
		}
		size := binary.Size(part)
		if cap(a.scratch) < size {
			a.scratch = make([]byte, size)
		}
		a.bytes(a.scratch[:size])
		if a.err == nil {
			_, a.err = binary.Decode(a.scratch[:size], binary.LittleEndian, part)
		}
	}
}
