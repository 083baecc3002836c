package event

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// read draws the path of a code and gives it to a reader that knows nothing of
// how it was made.
func readCode(t *testing.T, svg []byte) string {
	t.Helper()
	var size int
	head := svg[bytes.Index(svg, []byte("viewBox=")):]
	if _, err := fmt.Sscanf(string(head), `viewBox="0 0 %d`, &size); err != nil {
		t.Fatal(err)
	}
	const scale = 4
	img := image.NewGray(image.Rect(0, 0, size*scale, size*scale))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	path := string(svg[bytes.LastIndex(svg, []byte(`d="`))+3:])
	for _, part := range strings.Split(strings.Split(path, `"`)[0], "z") {
		var x, y, w int
		if _, err := fmt.Sscanf(part, "M%d %dh%dv1h-", &x, &y, &w); err != nil {
			continue
		}
		for dy := range scale {
			for dx := range w * scale {
				img.SetGray(x*scale+dx, y*scale+dy, color.Gray{})
			}
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatal(err)
	}
	return got.GetText()
}

func TestCodesAreRead(t *testing.T) {
	for _, address := range []string{
		"https://handewitt.example/veranstaltungen/daenisch-fuer-den-alltag",
		"https://handewitt.example/da/arrangementer?kategorie=kinder-und-familie&von=2026-11-24&bis=2026-11-30&gemeinde=Gl%C3%BCcksburg",
		"https://x.example/" + strings.Repeat("a", 500),
	} {
		w := httptest.NewRecorder()
		if err := sendCode(w, address); err != nil {
			t.Fatal(err)
		}
		if got := readCode(t, w.Body.Bytes()); got != address {
			t.Errorf("%s is read as %s", address, got)
		}
	}
	if err := sendCode(httptest.NewRecorder(), strings.Repeat("a", 601)); err == nil {
		t.Error("an address without end is drawn")
	}
}
