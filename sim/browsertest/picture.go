package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
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
	one, err := decoded(a)
	if err != nil {
		return err
	}
	two, err := decoded(b)
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
func mean(of *image.RGBA, at image.Rectangle) (out [3]float64) {
	var sum [3]int
	for y := at.Min.Y; y < at.Max.Y; y++ {
		row := of.Pix[of.PixOffset(at.Min.X, y):of.PixOffset(at.Max.X, y)]
		for i := 0; i < len(row); i += 4 {
			sum[0], sum[1], sum[2] = sum[0]+int(row[i]), sum[1]+int(row[i+1]), sum[2]+int(row[i+2])
		}
	}
	n := float64(at.Dx() * at.Dy())
	return [3]float64{float64(sum[0]) / n, float64(sum[1]) / n, float64(sum[2]) / n}
}

func decoded(data []byte) (*image.RGBA, error) {
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(image.Rectangle{Max: m.Bounds().Size()})
	draw.Draw(out, out.Bounds(), m, m.Bounds().Min, draw.Src)
	return out, nil
}

func number(v float64) string  { return strconv.FormatFloat(v, 'g', -1, 64) }
func quote(text string) string { return strconv.Quote(text) }
