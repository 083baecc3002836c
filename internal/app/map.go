package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	"umland/internal/geo"
	"umland/internal/place"
	"umland/internal/tiles"
)

type mapCommand struct {
	Build   mapBuild   `cmd:"" help:"Make a map of a region from open data. Example: umland map build --out region.pmtiles --name Angeln angeln.osm.pbf gemeinden.geojson=boundaries:municipality"`
	Install mapInstall `cmd:"" help:"Take over a ready archive (PMTiles version 3, vector tiles) as the map. Example: umland map install region.pmtiles --data /srv/umland"`
	Show    mapShow    `cmd:"" help:"Tell of the map of the data folder, or of an archive. Example: umland map show region.pmtiles --json"`
}

type mapBuild struct {
	Input       []string `arg:"" help:"GeoJSON, OSM XML, OSM PBF or our own PMTiles files. FILE=layer:kind says what a GeoJSON file shows, such as areas.geojson=boundaries:municipality."`
	Out         string   `help:"Archive to write." required:"" placeholder:"FILE.pmtiles"`
	Name        string   `help:"Name of the map."`
	Attribution string   `help:"What the licences of the sources ask to say. That of OpenStreetMap is added by itself."`
	Min         int      `help:"Coarsest zoom." default:"6"`
	Max         int      `help:"Finest zoom." default:"14"`
	BBox        string   `help:"Only this section: west,south,east,north in degrees." name:"bbox" placeholder:"W,S,E,N"`
	JSON        bool     `help:"Only JSON on standard output." name:"json"`
}

// Run builds the archive; it needs no database and no data folder.
func (k *mapBuild) Run(s streams, ctx *runContext) error {
	o := tiles.Options{Name: k.Name, Attribution: k.Attribution, MinZoom: k.Min, MaxZoom: k.Max}
	if k.BBox != "" {
		b, err := geo.ParseBBox(k.BBox)
		if err != nil {
			return err
		}
		o.Bounds = &b
	}
	var sources []tiles.Source
	for _, input := range k.Input {
		source, err := tiles.ParseSource(input)
		if err != nil {
			return err
		}
		sources = append(sources, source)
	}
	made, err := tiles.Make(ctx, k.Out, sources, o)
	if err != nil {
		return err
	}
	if k.JSON {
		return writeJSON(s.out, made)
	}
	printf(s.out, "%s: %d tiles, zooms %d to %d, %d KB, section %s\n", made.File, made.Tiles, made.MinZoom, made.MaxZoom, made.Bytes/1024, made.Bounds)
	layers := []string{}
	for name := range made.Features {
		layers = append(layers, name)
	}
	sort.Strings(layers)
	for _, name := range layers {
		printf(s.out, "  %-12s %d\n", name, made.Features[name])
	}
	if made.Broken > 0 {
		printf(s.out, "left out, because their geometry is missing or broken: %d\n", made.Broken)
	}
	if made.Attribution == "" {
		printf(s.out, "no attribution: add --attribution where the licences ask for one\n")
	}
	return nil
}

type mapInstall struct {
	File string `arg:"" help:"The archive." type:"existingfile"`
}

// Run checks the archive and puts it into the data folder. A running server
// shows it at once.
func (k *mapInstall) Run(c *command, s streams, ctx *runContext) error {
	cfg, err := c.settings()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(cfg.Data, 0o750); err != nil {
		return err
	}
	a, err := tiles.Install(ctx, k.File, cfg.Data)
	if err != nil {
		return err
	}
	printf(s.out, "the map is installed in %s\n", cfg.Data)
	return describe(s, a)
}

type mapShow struct {
	File string `arg:"" optional:"" help:"An archive. Default: the map of the data folder." type:"existingfile"`
	JSON bool   `help:"Only JSON on standard output." name:"json"`
}

// Run tells of the map, after checking it.
func (k *mapShow) Run(c *command, s streams, ctx *runContext) (err error) {
	cfg, err := c.settings()
	if err != nil {
		return err
	}
	file := k.File
	if file == "" {
		file = filepath.Join(cfg.Data, tiles.FileName)
	}
	f, err := os.Open(filepath.Clean(file))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no map in %s; umland map install FILE brings one", cfg.Data)
	}
	if err != nil {
		return err
	}
	a, err := tiles.Inspect(ctx, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if k.JSON {
		return writeJSON(s.out, a)
	}
	return describe(s, a)
}

// describe tells of an archive to a person.
func describe(s streams, a tiles.Summary) error {
	printf(s.out, "name         %s\nzooms        %d to %d\nsection      %s\ntiles        %d, %d KB\nattribution  %s\nlayers      ",
		a.Meta.Name, a.Header.MinZoom, a.Header.MaxZoom, a.Header.Bounds, a.Header.Addressed, a.Size/1024, tiles.PlainText(a.Meta.Attribution))
	for _, l := range a.Meta.Layers {
		printf(s.out, " %s", l.ID)
	}
	printf(s.out, "\n")
	return nil
}

// regionMap makes the demo's map from a folder of open data, unless a map is
// installed already.
func (a *App) regionMap(ctx context.Context, with string) error {
	_, err := os.Stat(filepath.Join(a.cfg.Data, tiles.FileName))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_, err = tiles.InstallRegion(ctx, with, a.cfg.Data)
	return err
}

// ownMap is the map for an installation that has none: the demo's own, and
// nothing elsewhere, because it shows one region only.
func ownMap(cfg Config) []byte {
	if cfg.demo {
		return tiles.Demo()
	}
	return nil
}

// mapPath is the address of the map on every host. It stands among the assets,
// which nothing packs on the way: a browser reads the archive in ranges. With
// ?v= and its version a browser may keep what it has read.
const mapPath = place.ArchivePath
