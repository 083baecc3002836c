package tiles

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"umland/internal/geo"
)

// demoRegion is made by scripts/demo-map.sh.
//
//go:embed demo/region.pmtiles
var demoRegion []byte

// Demo is the map that comes with the program: coast, border, towns and German
// municipalities around the Flensburg fjord, zooms 5 to 10.
func Demo() []byte { return bytes.Clone(demoRegion) }

// regionBounds is the section that the demo shows.
var regionBounds = geo.BBox{West: 7.9, South: 53.9, East: 11.1, North: 55.9}

// openSet is a file of the region's open data that the demo's map shows, with
// what its licence asks the map to say.
type openSet struct {
	file, class, credit string
}

var openSets = []openSet{
	{"areas/municipalities_de_flensburg_slfl_nf.geojson", "land", ""},
	{"areas/kommuner_dk_sonderjylland.geojson", "land", ""},
	{"areas/municipalities_de_flensburg_slfl_nf.geojson", "boundaries:municipality", "© GeoBasis-DE / BKG 2021 (Daten verändert), dl-de/by-2-0"},
	{"areas/kommuner_dk_sonderjylland.geojson", "boundaries:municipality", "Indeholder data fra Geodatastyrelsen, DAGI 1:500.000, 2014"},
	{"oklab-transport/flensburg_public_transport_route.geojson", "", osmCredit},
	{"oklab-transport/flensburg_public_transport_platform.geojson", "", osmCredit},
}

// InstallRegion makes the demo's map from what a folder of open data has and
// puts it into the data folder: our own land, and on it the municipalities,
// bus lines and stops. Without any of them the ready archive of the folder is
// installed. It is false where the folder has none of all that.
func InstallRegion(ctx context.Context, with, dir string) (bool, error) {
	own, err := ownLand(known)
	if err != nil {
		return false, err
	}
	all, credits, found := own, "Natural Earth", false
	for _, set := range openSets {
		class, _ := ParseClass(set.class)
		in, err := ReadInput(ctx, filepath.Join(with, filepath.FromSlash(set.file)), class)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, err
		}
		all, credits, found = append(all, in.Features...), withCredit(credits, set.credit), true
	}
	if !found {
		_, err := Install(ctx, filepath.Join(with, "map", "flensburg-region.pmtiles"), dir)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return err == nil, err
	}
	o := Options{Name: "Region Flensburg", Attribution: credits, MinZoom: 5, MaxZoom: 13, Bounds: &regionBounds}
	_, err = write(ctx, filepath.Join(dir, FileName), all, o)
	return err == nil, err
}

// known is where the municipalities of the folder leave no gap, so that their
// coast, which is finer than our own, can stand alone: the fjords in the east
// and the islands in the west. Between them, along the border, the lines of the
// two countries do not meet exactly.
var known = []geo.BBox{
	{West: 9.41, South: 54.68, East: 10.05, North: 55.1},
	{West: 8.0, South: 54.68, East: 8.6, North: 55.1},
}

// ownLand is what the demo's own map draws, but for the municipalities and the
// land inside of some sections.
func ownLand(without []geo.BBox) ([]Feature, error) {
	a, err := Open(bytes.NewReader(demoRegion), int64(len(demoRegion)))
	if err != nil {
		return nil, err
	}
	all, err := a.Features()
	var out []Feature
	for _, f := range all {
		if f.Layer == layerLand {
			for _, b := range without {
				f.Geometry = f.Geometry.outside(worldBox(b))
			}
		}
		if f.Kind != "municipality" && len(f.Geometry) > 0 {
			out = append(out, f)
		}
	}
	return out, err
}

// outside cuts a rectangle out of areas: what lies west, east, north and south
// of it stays.
func (g Geometry) outside(b box) Geometry {
	middle := clip(g, Areas, alongX, b.minX, b.maxX)
	return slices.Concat(
		clip(g, Areas, alongX, 0, b.minX), clip(g, Areas, alongX, b.maxX, 1),
		clip(middle, Areas, alongY, 0, b.minY), clip(middle, Areas, alongY, b.maxY, 1),
	)
}

// write builds an archive in the place of a file.
func write(ctx context.Context, file string, features []Feature, o Options) (m Made, err error) {
	m.File, m.Attribution = file, o.Attribution
	spool, err := os.CreateTemp(filepath.Dir(file), ".map-spool-*")
	if err != nil {
		return m, err
	}
	defer func() { _ = errors.Join(spool.Close(), os.Remove(spool.Name())) }() // nothing of it is needed any more
	err = Replace(file, func(out *os.File) error {
		if m.Report, err = Build(ctx, withoutDoubles(features), o, spool, out); err != nil {
			return err
		}
		info, err := out.Stat()
		if err == nil {
			m.Bytes = info.Size()
		}
		return err
	})
	return m, err
}
