package tiles

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"umland/internal/geo"
)

// Source is a file to build from; Class is what its features are, with no
// layer where they tell it themselves.
type Source struct {
	File  string
	Class Class
}

// ParseSource reads FILE or FILE=layer or FILE=layer:kind.
func ParseSource(s string) (Source, error) {
	file, class, given := strings.Cut(s, "=")
	if !given {
		return Source{File: s}, nil
	}
	c, ok := ParseClass(class)
	if !ok {
		return Source{}, fmt.Errorf("%q is no layer:kind of the map; layers are %s", class, strings.Join(layerOrder, ", "))
	}
	return Source{file, c}, nil
}

// Made tells what Make has built.
type Made struct {
	Report
	File        string `json:"file"`
	Bytes       int64  `json:"bytes"`
	Broken      int    `json:"broken"`
	Attribution string `json:"attribution"`
}

// Make builds an archive from files. If anything is wrong with one of them,
// nothing changes at the place of the archive. The credits that the sources'
// licences ask for are added to the attribution.
func Make(ctx context.Context, file string, sources []Source, o Options) (Made, error) {
	var features []Feature
	m := Made{File: file}
	for _, s := range sources {
		in, err := ReadInput(ctx, s.File, s.Class)
		if err != nil {
			return m, err
		}
		features = append(features, in.Features...)
		m.Broken += in.Broken
		o.Attribution = withCredit(o.Attribution, in.Credit)
	}
	broken := m.Broken
	m, err := write(ctx, file, features, o)
	m.Broken = broken
	return m, err
}

// withoutDoubles leaves out the name of a municipality where a town of the
// same name stands on the map already.
func withoutDoubles(features []Feature) []Feature {
	towns := map[string][]geo.Point{}
	for _, f := range features {
		if f.Layer == layerPlaces && f.Kind != "municipality" {
			towns[bareName(f.Names.Name)] = append(towns[bareName(f.Names.Name)], Position(f.Geometry[0][0][0]))
		}
	}
	return slices.DeleteFunc(slices.Clone(features), func(f Feature) bool {
		if f.Layer != layerPlaces || f.Kind != "municipality" {
			return false
		}
		at := Position(f.Geometry[0][0][0])
		return slices.ContainsFunc(towns[bareName(f.Names.Name)], func(p geo.Point) bool { return geo.Distance(p, at) < 20_000 })
	})
}

// bareName is a name without what tells it from others, as in "Glücksburg
// (Ostsee)" and "Glücksburg, Stadt".
func bareName(name string) string {
	name, _, _ = strings.Cut(name, " (")
	name, _, _ = strings.Cut(name, ",")
	return name
}

// withCredit adds a credit that is not there yet.
func withCredit(attribution, credit string) string {
	known := strings.Split(attribution, " · ")
	for _, c := range strings.Split(credit, " · ") {
		if c != "" && !slices.Contains(known, c) {
			known = append(known, c)
		}
	}
	return strings.TrimPrefix(strings.Join(known, " · "), " · ")
}
