package tiles

// Feature is something to draw, on the map of the world.
type Feature struct {
	Class
	Shape    Shape
	Geometry Geometry
	Names    Names

	beyond bool    // it reaches beyond what the map is of
	ground float64 // the area that a name stands for; 0 where it is just a point
}

// Class says where a feature belongs. The layers and kinds are those of the
// table in layers.go; the style of the map knows no others.
type Class struct {
	Layer, Kind string
	MinZoom     int // the coarsest zoom that shows it
	Rank        int // order of names and ways: 1 comes first; 0 has none
}

// Names are what a feature is called. The names by language stand only where
// they differ from Name.
type Names struct {
	Name, De, Da, En, Ref string
}

// tags are the facts that go into the tile.
func (f *Feature) tags() []Tag {
	out := []Tag{{Key: "kind", Text: f.Kind}}
	for _, t := range []Tag{
		{Key: "name", Text: f.Names.Name},
		{Key: "name:de", Text: f.Names.De},
		{Key: "name:da", Text: f.Names.Da},
		{Key: "name:en", Text: f.Names.En},
		{Key: "ref", Text: f.Names.Ref},
	} {
		if t.Text != "" && (t.Key == "name" || t.Text != f.Names.Name) {
			out = append(out, t)
		}
	}
	if f.Rank > 0 {
		out = append(out, Tag{Key: "rank", Number: f.Rank})
	}
	return out
}

// fieldTypes are the facts of all layers, for the metadata.
func fieldTypes() map[string]string {
	return map[string]string{
		"kind": "String", "name": "String", "name:de": "String", "name:da": "String", "name:en": "String",
		"ref": "String", "rank": "Number",
	}
}
