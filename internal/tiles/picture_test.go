package tiles_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/geo"
	"umland/internal/testkit"
	"umland/internal/tiles"
)

// wood lies in the test's town, near the village of Theta.
var wood = geo.Point{Lat: 50.0, Lon: 11.54}

func town(tb testing.TB) *tiles.Archive {
	tb.Helper()
	return open(tb, build(tb, tiles.Options{MinZoom: 6, MaxZoom: 14}, bayreuth(tb)))
}

func picture(t *testing.T, a *tiles.Archive, v tiles.View, pins []tiles.Pin, theme tiles.Colours) string {
	t.Helper()
	raw, err := tiles.Picture(a, v, pins, theme)
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
	return string(raw)
}

func TestPicture(t *testing.T) {
	a := town(t)
	v := tiles.View{Centre: wood, Zoom: 13, Width: 640, Height: 420, Title: `Karte von "A" <B>`, Lang: "de"}
	pins := []tiles.Pin{
		{At: wood, Number: 1, Chosen: true},
		{At: geo.Point{Lat: 50.005, Lon: 11.55}, Number: 2},
		{At: geo.Point{Lat: 50.005, Lon: 11.55}, Number: 3},
		{At: geo.Point{Lat: 49.99, Lon: 11.52}, Number: 7},
		{At: geo.Point{Lat: 49.99, Lon: 11.52}, Number: 4},
		{At: geo.Point{Lat: 10, Lon: 11}, Number: 99},
	}
	svg := picture(t, a, v, pins, tiles.StandardColours())
	for _, want := range []string{">1</text>", ">2–3</text>", ">4, 7</text>", "chosen", "OpenStreetMap", "prefers-color-scheme:dark", "<title>Karte von &#34;A&#34; &lt;B&gt;</title>", "Theta"} {
		if !strings.Contains(svg, want) {
			t.Errorf("%s is not in the picture", want)
		}
	}
	for _, bad := range []string{"<script", "style=", ">99<", "http://www.w3.org/1999", "href=\"http", "NaN", "Inf"} {
		if strings.Contains(svg, bad) {
			t.Errorf("%s is in the picture", bad)
		}
	}
	if again := picture(t, a, v, pins, tiles.StandardColours()); again != svg {
		t.Error("the same view gives another picture")
	}
}

// TestPictureFits: however much there is to draw, the picture stays small.
func TestPictureFits(t *testing.T) {
	a := town(t)
	dense := open(t, build(t, tiles.Options{MinZoom: 6, MaxZoom: 14}, tiles.Source{File: filepath.Join(testkit.SharedData(t), "osm-osr-samples/karlsruhe-kirchfeld.osm.pbf")}))
	for _, a := range []*tiles.Archive{a, dense} {
		b := a.Header.Bounds
		for zoom := 0.0; zoom <= 19; zoom += .5 {
			for _, size := range [][2]int{{64, 64}, {360, 240}, {640, 420}, {1280, 800}, {2000, 2000}} {
				v := tiles.View{Centre: geo.Point{Lat: (b.South + b.North) / 2, Lon: (b.West + b.East) / 2}, Zoom: zoom, Width: size[0], Height: size[1]}
				raw, err := tiles.Picture(a, v, nil, tiles.StandardColours())
				if err != nil || len(raw) > tiles.PictureLimit {
					t.Fatalf("zoom %g, %v: %d bytes, %v", zoom, size, len(raw), err)
				}
			}
		}
	}
}

func TestPictureRefuses(t *testing.T) {
	a := open(t, "demo/region.pmtiles")
	good := tiles.View{Centre: geo.Point{Lat: 54.78, Lon: 9.43}, Zoom: 9, Width: 300, Height: 200}
	for name, change := range map[string]func(*tiles.View){
		"no width": func(v *tiles.View) { v.Width = 0 }, "huge": func(v *tiles.View) { v.Height = 1 << 30 }, "zoom": func(v *tiles.View) { v.Zoom = 99 },
		"no centre": func(v *tiles.View) { v.Centre = geo.Point{} }, "pole": func(v *tiles.View) { v.Centre.Lat = 91 },
	} {
		v := good
		change(&v)
		if _, err := tiles.Picture(a, v, nil, tiles.StandardColours()); err == nil {
			t.Errorf("%s: drawn", name)
		}
	}
	if picture(t, a, good, nil, tiles.Colours{}) != picture(t, a, good, nil, tiles.StandardColours()) {
		t.Error("no colours are not the standard ones")
	}
	evil := tiles.StandardColours()
	evil.Light.Land = "red}</style><script>"
	if strings.Contains(picture(t, a, good, nil, evil), "script") {
		t.Error("a colour gets out of the style sheet")
	}
	own := tiles.StandardColours()
	own.Light.Pin = "#aa0000"
	if !strings.Contains(picture(t, a, good, nil, own), "#aa0000") || tiles.PictureCSP(own) == tiles.PictureCSP(tiles.StandardColours()) {
		t.Error("a portal's colour is not taken")
	}
}

// TestFit: all points lie inside, with room for their marks.
func TestFit(t *testing.T) {
	points := []geo.Point{{Lat: 54.7, Lon: 9.3}, {Lat: 54.83, Lon: 9.55}, {Lat: 54.75, Lon: 9.4}}
	v := tiles.Fit(points, 640, 420, 16)
	if v.Zoom < 9 || v.Zoom > 12 || v.Centre.Lat < 54.7 || v.Centre.Lat > 54.83 {
		t.Errorf("%+v", v)
	}
	if one := tiles.Fit(points[:1], 640, 420, 15); one.Zoom != 15 || geo.Distance(one.Centre, points[0]) > 1 {
		t.Errorf("%+v", one)
	}
	var pins []tiles.Pin
	for i, p := range points {
		pins = append(pins, tiles.Pin{At: p, Number: i + 1})
	}
	svg := picture(t, open(t, "demo/region.pmtiles"), v, pins, tiles.StandardColours())
	for _, n := range []string{">1</text>", ">2</text>", ">3</text>"} {
		if !strings.Contains(svg, n) {
			t.Errorf("pin %s is not in the picture", n)
		}
	}
	if box := tiles.FitBox(geo.BBox{West: 8.5, South: 54.2, East: 10.6, North: 55.4}, 640, 420); box.Zoom < 6.5 || box.Zoom > 8.5 {
		t.Errorf("%+v", box)
	}
}
