package ui

import (
	"io/fs"
	"strings"
)

// Pictures lists the names of the drawings that come with the program, in
// order, for the desk to choose from.
func Pictures() []string {
	files, err := fs.Glob(assets, "assets/bild-*.svg")
	if err != nil { // only a bad pattern fails
		return []string{}
	}
	var names []string
	for _, f := range files {
		name, _, _ := strings.Cut(strings.TrimPrefix(f, "assets/bild-"), ".")
		names = append(names, name)
	}
	return names
}
