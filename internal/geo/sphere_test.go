package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The straight line orders positions as the distance does.
func TestChordsAreDistances(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	at := func() Point { return Point{Lat: random.Float64()*180 - 90, Lon: random.Float64()*360 - 180} }
	chord := func(a, b Point) float64 {
		ax, ay, az := a.OnSphere()
		bx, by, bz := b.OnSphere()
		return (ax-bx)*(ax-bx) + (ay-by)*(ay-by) + (az-bz)*(az-bz)
	}
	for range 2000 {
		here, there := at(), at()
		near := Point{Lat: here.Lat, Lon: here.Lon + random.Float64()*0.01}
		for _, p := range []Point{there, near} {
			metres := Distance(here, p)
			if got := chord(here, p); math.Abs(got-Chord(metres)) > 1e-7*math.Max(got, 1e-6) {
				t.Fatalf("%v to %v: %g, want %g", here, p, got, Chord(metres))
			}
		}
	}
	if Chord(0) != 0 || Chord(math.Pi*earth) != 4 || Chord(1e9) != 4 {
		t.Errorf("ends: %g %g %g", Chord(0), Chord(math.Pi*earth), Chord(1e9))
	}
}
