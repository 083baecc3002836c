package tiles_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"umland/internal/geo"
	"umland/internal/tiles"
)

// The goals for a town of 60,000 nodes.
const (
	townTime   = 30 * time.Second
	townMemory = 500 // MB
)

// BenchmarkTown builds the map of a town of 58,631 nodes from packed XML, zooms
// 6 to 14. MB-peak is the most memory that the process ever had.
func BenchmarkTown(b *testing.B) {
	source := bayreuth(b)
	for b.Loop() {
		start := time.Now()
		made, err := tiles.Make(b.Context(), filepath.Join(b.TempDir(), "town.pmtiles"), []tiles.Source{source}, tiles.Options{MinZoom: 6, MaxZoom: 14})
		if err != nil {
			b.Fatal(err)
		}
		if took := time.Since(start); took > townTime {
			b.Fatalf("took %v", took)
		}
		b.ReportMetric(float64(made.Tiles), "tiles")
		b.ReportMetric(float64(made.Bytes)/1024, "KB")
	}
	peak := peakMemory(b)
	b.ReportMetric(peak, "MB-peak")
	if peak > townMemory {
		b.Fatalf("%.0f MB of memory", peak)
	}
}

// peakMemory is the high water mark of the process in MB.
func peakMemory(b *testing.B) float64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	b.Fatal("the system does not tell the memory")
	return 0
}

// BenchmarkPicture draws a still picture of 640 by 420 pixels.
func BenchmarkPicture(b *testing.B) {
	a := town(b)
	for _, zoom := range []float64{11, 13, 15} {
		b.Run(fmt.Sprintf("zoom=%g", zoom), func(b *testing.B) {
			v := tiles.View{Centre: geo.Point{Lat: 50, Lon: 11.57}, Zoom: zoom, Width: 640, Height: 420, Lang: "de"}
			size := 0
			for b.Loop() {
				svg, err := tiles.Picture(a, v, []tiles.Pin{{At: v.Centre, Number: 1}}, tiles.StandardColours())
				if err != nil {
					b.Fatal(err)
				}
				size = len(svg)
			}
			b.ReportMetric(float64(size)/1024, "KB")
		})
	}
}
