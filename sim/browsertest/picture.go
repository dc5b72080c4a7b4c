package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"github.com/chromedp/chromedp"
)

// Picture is what the window shows, as PNG.
func (p *Page) Picture() []byte {
	p.T.Helper()
	return do(p, chromedp.CaptureScreenshot())
}

// Golden compares what the window shows with a picture of before, and keeps it as such where update says so. A picture of
// before that does not hold any more is written beside the test's other output, to be looked at.
func (p *Page) Golden(path string, update bool) {
	p.T.Helper()
	got := p.Picture()
	if update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			p.T.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			p.T.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		p.T.Fatal(err)
	}
	if err := Alike(got, want); err != nil {
		seen := filepath.Join(os.TempDir(), "seen-"+filepath.Base(path))
		_ = os.WriteFile(seen, got, 0o644) // to look at
		p.T.Errorf("%s: %v; what is shown now is in %s", path, err, seen)
	}
}

// Pictures are compared by blocks of so many pixels, whose mean colours may differ by so much of 255 in so many of them:
// fonts and their smoothing differ from machine to machine, what is where does not.
const (
	block     = 16
	most      = 24.
	different = .06
)

// Alike says how two pictures differ, if they do by more than other fonts could explain.
func Alike(a, b []byte) error {
	one, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		return err
	}
	two, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return err
	}
	if one.Bounds() != two.Bounds() {
		return fmt.Errorf("%v of pixels instead of %v", one.Bounds().Size(), two.Bounds().Size())
	}
	size := one.Bounds().Size()
	blocks, wrong := 0, 0
	for y := 0; y < size.Y; y += block {
		for x := 0; x < size.X; x += block {
			blocks++
			at := image.Rect(x, y, min(x+block, size.X), min(y+block, size.Y))
			c, d := mean(one, at), mean(two, at)
			if math.Abs(c[0]-d[0]) > most || math.Abs(c[1]-d[1]) > most || math.Abs(c[2]-d[2]) > most {
				wrong++
			}
		}
	}
	if share := float64(wrong) / float64(blocks); share > different {
		return fmt.Errorf("%.1f %% of the picture differ, at most %.1f %% may", 100*share, 100*different)
	}
	return nil
}

// mean is the mean colour of a part of a picture.
func mean(of image.Image, at image.Rectangle) (out [3]float64) {
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			r, g, b, _ := of.At(x, y).RGBA()
			out[0], out[1], out[2] = out[0]+float64(r>>8), out[1]+float64(g>>8), out[2]+float64(b>>8)
		}
	}
	n := float64(at.Dx() * at.Dy())
	return [3]float64{out[0] / n, out[1] / n, out[2] / n}
}

func number(v float64) string  { return strconv.FormatFloat(v, 'g', -1, 64) }
func quote(text string) string { return strconv.Quote(text) }
