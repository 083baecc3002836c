package demo

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"umland/internal/geo"
)

// areaFiles hold the municipalities of both sides of the border with their
// official keys: ags in Germany, code in Denmark.
var areaFiles = []string{"areas/municipalities_de_flensburg_slfl_nf.geojson", "areas/kommuner_dk_sonderjylland.geojson"}

// Areas reads the areas of the demo's portals from a folder of open data, by
// portal. Without the files there are none.
func Areas(dir fs.FS) (map[string]*geo.Area, error) {
	region, err := Content()
	if err != nil {
		return nil, err
	}
	var features []geo.Feature
	for _, name := range areaFiles {
		raw, err := fs.ReadFile(dir, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		some, err := geo.ParseFeatures(raw)
		if err != nil {
			return nil, err
		}
		features = append(features, some...)
	}
	named := map[string]bool{}
	for _, p := range region.Portals {
		for _, ags := range p.Area.AGS {
			named[ags] = true
		}
	}
	areas := map[string]*geo.Area{}
	for _, p := range region.Portals {
		var parts []*geo.Area
		for _, f := range features {
			if p.Area.holds(f, named) {
				parts = append(parts, f.Area)
			}
		}
		if len(parts) > 0 {
			areas[p.Slug] = geo.Join(parts...)
		}
	}
	return areas, nil
}

// holds tells whether a municipality belongs to the area; named are those
// that have a portal of their own.
func (a Area) holds(f geo.Feature, named map[string]bool) bool {
	// The file has eight digits with a 000 at the end for a town without a
	// Kreis, and so do the portals.
	ags, code := f.Text("ags"), f.Text("code")
	switch {
	case code != "":
		return slices.Contains(a.Komkode, code)
	case slices.Contains(a.AGS, ags):
		return true
	}
	return a.AGSPrefix != "" && strings.HasPrefix(ags, a.AGSPrefix) && !named[ags]
}
