package output

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// A digest passes on what is written and adds it up.
type digest struct {
	to    io.Writer
	sum   hash.Hash
	bytes int64
}

func newDigest(to io.Writer) *digest { return &digest{to: to, sum: sha256.New()} }

// Write passes on p.
func (d *digest) Write(p []byte) (int, error) {
	n, err := d.to.Write(p)
	d.sum.Write(p[:n])
	d.bytes += int64(n)
	return n, err
}

func (d *digest) text() string { return hex.EncodeToString(d.sum.Sum(nil)) }
