package geo

import (
	"math"
	"testing"

	"umland/internal/fault"
)

func TestDistance(t *testing.T) {
	flensburg, aabenraa := Point{54.7836, 9.4321}, Point{55.0443, 9.4182}
	if d := Distance(flensburg, aabenraa); math.Abs(d-29002) > 50 {
		t.Errorf("Flensburg to Aabenraa: %.0f m", d)
	}
	if d := Distance(flensburg, flensburg); d != 0 {
		t.Errorf("to itself: %v m", d)
	}
	if d := Distance(Point{0, -179.5}, Point{0, 179.5}); math.Abs(d-111195) > 10 {
		t.Errorf("over the date line: %.0f m", d)
	}
	if d := Distance(Point{90, 0}, Point{-90, 0}); math.Abs(d-math.Pi*earth) > 1 {
		t.Errorf("pole to pole: %.0f m", d)
	}
}

func TestValidPosition(t *testing.T) {
	for _, c := range []struct {
		lat, lon float64
		want     bool
	}{
		{54.78, 9.43, true},
		{0, 0, false},
		{0, 9, true},
		{-90, 180, true},
		{90.1, 0, false},
		{54, 180.5, false},
		{math.NaN(), 9, false},
		{54, math.Inf(1), false},
		{525495, 6071000, false},
	} {
		if got := ValidPosition(c.lat, c.lon); got != c.want {
			t.Errorf("ValidPosition(%v, %v) = %v", c.lat, c.lon, got)
		}
	}
}

func TestParseBBox(t *testing.T) {
	b, err := ParseBBox("9.1, 54.7,9.6,54.9")
	if err != nil || b != (BBox{9.1, 54.7, 9.6, 54.9}) {
		t.Fatalf("got %v, %v", b, err)
	}
	if b.String() != "9.1,54.7,9.6,54.9" {
		t.Errorf("String gives %q", b.String())
	}
	if !b.Contains(Point{54.8, 9.2}) || !b.Contains(Point{54.7, 9.1}) || b.Contains(Point{54.95, 9.2}) || b.Contains(Point{54.8, 9.7}) {
		t.Error("Contains is wrong")
	}
	if c := b.Centre(); math.Abs(c.Lat-54.8) > 1e-9 || math.Abs(c.Lon-9.35) > 1e-9 {
		t.Errorf("centre %v", c)
	}
	for _, s := range []string{
		"", "1,2,3", "1,2,3,4,5", "a,b,c,d", "9.6,54.7,9.1,54.9", "9.1,54.9,9.6,54.7", "9.1,54.7,9.1,54.9",
		"-181,0,1,1", "0,-91,1,1", "0,0,181,1", "0,0,1,91", "NaN,0,1,1", "0,0,Inf,1", "9;1;54;7",
	} {
		if _, err := ParseBBox(s); fault.KindOf(err) != fault.BadRequest {
			t.Errorf("ParseBBox(%q): %v", s, err)
		}
	}
}

func TestAround(t *testing.T) {
	p := Point{54.78, 9.43}
	for _, metres := range []float64{1, 500, 20000} {
		b := Around(p, metres)
		for angle := 0.0; angle < 2*math.Pi; angle += 0.1 {
			edge := Point{p.Lat + (b.North-b.South)/2*math.Sin(angle), p.Lon + (b.East-b.West)/2*math.Cos(angle)}
			if d := Distance(p, edge); d < metres*0.99 && !b.Contains(edge) {
				t.Fatalf("%v lies %v m away and outside of %v", edge, d, b)
			}
		}
		if d := Distance(p, Point{b.North, p.Lon}); math.Abs(d-metres) > metres*0.01 {
			t.Errorf("the northern edge is %v m away, want %v", d, metres)
		}
		if d := Distance(p, Point{p.Lat, b.East}); d < metres*0.99 {
			t.Errorf("the eastern edge is only %v m away, want %v", d, metres)
		}
	}
	if b := Around(Point{90, 0}, 1000); b.West != -180 || b.East != 180 || b.North != 90 {
		t.Errorf("around the pole: %v", b)
	}
}
