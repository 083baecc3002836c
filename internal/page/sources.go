package page

import (
	"context"
	"net/http"

	"umland/internal/db"
	"umland/internal/frame"
	"umland/internal/ui"
	"umland/internal/web"
)

// Source is a set of data of somebody else that items were taken from.
type Source struct {
	ID          string
	Title       string
	URL         string // "" where there is none
	Publisher   string
	Licence     string
	Attribution string
	Date        string // local day or words of the data's state, or ""
}

// Sources lists all sets ever taken over, by title; app hands in an adapter
// over the importer.
type Sources interface {
	Sources(ctx context.Context) ([]Source, error)
}

// Work is something of others that the program ships or shows: a font, icons,
// the outlines of the municipalities.
type Work struct {
	Key     string // of its name in the catalogue
	By      string
	Licence string
	URL     string // "" where there is none
}

// Shipped lists the works that are part of the program itself; app adds those
// of the installation, such as the map's areas.
func Shipped() []Work {
	return []Work{
		{Key: "page.work_font", By: "Braille Institute of America", Licence: "OFL-1.1", URL: "https://www.brailleinstitute.org/freefont/"},
		{Key: "page.work_icons", By: "Lucide", Licence: "ISC", URL: "https://lucide.dev/license"},
	}
}

// licenceURL is where the text of a licence stands, "" for those that are not
// a single known one.
func licenceURL(name string) string {
	switch name {
	case "CC0-1.0":
		return "https://creativecommons.org/publicdomain/zero/1.0/"
	case "CC-BY-4.0":
		return "https://creativecommons.org/licenses/by/4.0/"
	case "CC-BY-SA-4.0":
		return "https://creativecommons.org/licenses/by-sa/4.0/"
	case "DL-DE-BY-2.0":
		return "https://www.govdata.de/dl-de/by-2-0"
	case "DL-DE-ZERO-2.0":
		return "https://www.govdata.de/dl-de/zero-2-0"
	case "ODbL-1.0":
		return "https://opendatacommons.org/licenses/odbl/1-0/"
	case "MIT":
		return "https://opensource.org/license/mit"
	}
	return ""
}

// sourceRow is a source with the number of its items in the portal.
type sourceRow struct {
	Source
	Items int
}

// DataSources answers /datenquellen.
func (m *StandingRoom) DataSources(w http.ResponseWriter, r *web.Request) error {
	sources, err := m.sources.Sources(r.Context())
	if err != nil {
		return err
	}
	counts, err := m.itemsOf(r.Context(), r.Site.Slug)
	if err != nil {
		return err
	}
	rows := make([]sourceRow, len(sources))
	for i, s := range sources {
		rows[i] = sourceRow{s, counts[s.ID]}
	}
	page := frame.Page{
		Title: r.T("common.sources"), Description: r.T("page.sources_lead"),
		Crumbs: []ui.Crumb{{Href: r.Href("/"), Text: r.Site.Place}, {Text: r.T("common.sources")}},
	}
	return frame.Render(w, r, http.StatusOK, page, sourcesView(r, rows, m.works))
}

// itemsOf counts what a portal shows of each source.
func (m *StandingRoom) itemsOf(ctx context.Context, portal string) (map[string]int, error) {
	type row struct {
		source string
		n      int
	}
	rows, err := db.All(ctx, m.spine.DB(), func(r db.Row) (row, error) {
		var c row
		return c, r.Scan(&c.source, &c.n)
	}, `SELECT i.source, COUNT(*) FROM placement p JOIN item i ON i.id = p.item
		WHERE p.portal = $1 AND p.public = 1 AND i.source <> '' GROUP BY i.source ORDER BY i.source`, portal)
	counts := map[string]int{}
	for _, c := range rows {
		counts[c.source] = c.n
	}
	return counts, err
}
