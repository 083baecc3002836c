package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"umland/internal/gazetteer"
	"umland/internal/hours"
	"umland/internal/importer"
)

// set is a file of open data that demo --with takes over.
type set struct{ kind, file, profile, portal string }

// sets are the files of the region's open data. Of two files about the same
// things only the fuller one is taken, so that nothing stands twice.
var sets = []set{
	{"places", "oklab-monuments/stadt-flensburg-denkmalschutz.json", "denkmale-flensburg", ""},
	{"places", "oklab-kita/einrichtungen.json", "kitas-schleswig-holstein", ""},
	{"places", "oklab-school/schulen_schleswig_holstein.csv", "schulen-schleswig-holstein", ""},
	{"places", "oklab-emergency/polizeidienststellen.csv", "polizei", ""},
	{"places", "oklab-playgrounds/spielplaetze_flensburg.json", "spielplaetze-flensburg", ""},
	{"places", "oklab-recycling/flensburg_altglas_container.json", "altglas-flensburg", ""},
	{"places", "oklab-recycling/flensburg_alttextilien_container.json", "alttextilien-flensburg", ""},
	{"places", "oklab-polling/europawahllokale_2024.csv", "wahllokale-europawahl-2024", ""},
	{"places", "oklab-polling/wahlbezirke_flensburg.geojson", "wahllokale-kommunalwahl-2023", ""},
	{"places", "hafas-stops-region/stops-region.ndjson", "haltestellen", ""},
	{"events", "oklab-cultural/kulturnacht-flensburg-2024.csv", "kulturnacht-flensburg-2024", ""},
	{"articles", "chaostreff-wp/posts.json", "chaostreff-flensburg", "flensburg"},
}

// importSets takes the sets over and prints a table: per set and portal what
// was read, new, outside and rejected.
func (a *App) importSets(ctx context.Context, dir string, s streams) error {
	t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', tabwriter.AlignRight)
	printf(t, "set\tread\tnew\tchanged\tunchanged\ttouched\toutside\trejected\t\n")
	for _, set := range sets {
		file := filepath.Join(dir, filepath.FromSlash(set.file))
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			printf(t, "%s\tnot there\t\t\t\t\t\t\t\n", set.profile)
			continue
		}
		r, err := a.importSet(ctx, file, set)
		if err != nil {
			return err
		}
		printf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", set.profile, r.Read, r.New, r.Changed, r.Unchanged, r.Touched, r.Outside, len(r.Rejected))
		for _, name := range r.PortalNames() {
			c := r.Portals[name]
			printf(t, "in %s\t%d\t%d\t%d\t%d\t%d\t\t\t\n", name, c.New+c.Changed+c.Unchanged+c.Touched, c.New, c.Changed, c.Unchanged, c.Touched)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return a.importAids(ctx, dir, s)
}

// aids are files that are no items: what addresses and holidays are found by.
var aids = []struct{ kind, file, credit string }{
	{"postcodes", "postal-codes-geonames/DE.zip", ""},
	{"postcodes", "postal-codes-geonames/DK.zip", ""},
	{"streets", "oklab-lightpoints/241112_lichtpunktstandorte_flensburg_utf8.csv", "Stadt Flensburg; OK Lab Flensburg (CC0)"},
}

// schoolFile holds the school holidays of schoolState.
const schoolFile, schoolState = "openholidays/de_holidays_holidays.school.sh.csv", "SH"

func (a *App) importAids(ctx context.Context, dir string, s streams) error {
	for _, aid := range aids {
		file := filepath.Join(dir, filepath.FromSlash(aid.file))
		read := gazetteer.ReadPostcodes
		if aid.kind == "streets" {
			read = gazetteer.ReadStreets
		}
		entries, err := read(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		n, err := a.storeAddresses(ctx, aid.kind, filepath.Base(file), aid.credit, entries)
		if err != nil {
			return err
		}
		printf(s.out, "%s: %d %s\n", filepath.Base(file), n, aid.kind)
	}
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(schoolFile)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	periods, err := hours.ReadSchool(f, schoolState)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return a.storeHolidays(ctx, schoolState, "", periods)
}

func (a *App) importSet(ctx context.Context, file string, s set) (*importer.Report, error) {
	plan, err := importer.Prepare(ctx, file, s.profile, importer.Options{Kind: s.kind, By: "demo", Clock: a.Clock})
	if err != nil {
		return nil, err
	}
	assign := a.byArea()
	if s.portal != "" {
		assign = importer.ToPortal(s.portal)
	}
	return plan.Run(ctx, a.DB, a.targets()[s.kind], assign, nil)
}
