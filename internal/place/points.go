package place

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/phone"
	"umland/internal/web"
)

// mapLimit is how many places the browser's map is sent at most, besides
// those of the list's page; it asks again for the section that it shows.
const mapLimit = 500

// point is a place on the browser's map (RFC 7946) with what its popup says.
type point struct {
	Type       string `json:"type"`
	ID         string `json:"id"`
	Geometry   spot   `json:"geometry"`
	Properties popup  `json:"properties"`
}

type spot struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"` // longitude before latitude
}

type popup struct {
	Number   int    `json:"number,omitempty"` // on the page of the list
	Chosen   bool   `json:"chosen,omitempty"` // the place that the page is about
	Title    string `json:"title"`
	Lang     string `json:"lang,omitempty"` // of the title, where it is not the page's
	URL      string `json:"url"`
	Category string `json:"category,omitempty"`
	Address  string `json:"address,omitempty"`
	Phone    string `json:"phone,omitempty"` // as people write it
	Tel      string `json:"tel,omitempty"`   // as a link
}

// points writes the places of the whole list, those of its page first and
// with their numbers.
func (m *Room) points(w http.ResponseWriter, r *web.Request, q *feed.Query) error {
	all, err := m.spine.List(r.Context(), q.Filter, content.ByTitle, content.Window{Limit: mapLimit, Brief: true})
	if err != nil {
		return err
	}
	if err := q.Check(all.Total); err != nil {
		return err
	}
	page := all
	if from := q.Window().Offset; from+q.Size <= len(all.Items) || len(all.Items) == all.Total {
		page.Items = all.Items[from:min(from+q.Size, len(all.Items))]
	} else if page, err = m.spine.List(r.Context(), q.Filter, content.ByTitle, q.Window()); err != nil {
		return err
	}
	_, numbers := pinsOf(q, page.Items)
	features := make([]point, 0, len(all.Items)+len(page.Items))
	for i := range page.Items {
		if l := &page.Items[i]; l.HasPosition {
			features = append(features, m.point(r, l, numbers[l.Item]))
		}
	}
	for i := range all.Items {
		if l := &all.Items[i]; l.HasPosition && numbers[l.Item] == 0 {
			features = append(features, m.point(r, l, 0))
		}
	}
	return sendPoints(w, all.Total, all.Total <= mapLimit, features)
}

// thePoint writes the one place of a page.
func (m *Room) thePoint(w http.ResponseWriter, r *web.Request, p *Place) error {
	rows, err := m.spine.ByIDs(r.Context(), r.TextLang(), []string{p.ID})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	f := m.point(r, &rows[0], 0)
	f.Properties.Chosen = true
	return sendPoints(w, 1, true, []point{f})
}

// sendPoints writes places; complete is false where there are more.
func sendPoints(w http.ResponseWriter, total int, complete bool, features []point) error {
	if features == nil {
		features = []point{}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(struct {
		Type     string  `json:"type"`
		Total    int     `json:"total"`
		Complete bool    `json:"complete"`
		Features []point `json:"features"`
	}{"FeatureCollection", total, complete, features})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/geo+json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-cache")
	_, err = w.Write(b.Bytes())
	return err
}

func (m *Room) point(r *web.Request, l *content.Listing, number int) point {
	p := popup{Number: number, Title: l.Title, URL: r.ItemHref(l.Portal, l.Path()), Address: address(l.Street, l.Postcode, l.Town)}
	if l.TextLang != r.TextLang() {
		p.Lang = l.TextLang
	}
	if term, ok := m.spine.Terms().Find(content.Place, l.Category); ok {
		p.Category = term.Name(r.Lang)
	}
	if l.Phone != "" {
		p.Phone, p.Tel = phone.Format(l.Phone, r.Lang), phone.Href(l.Phone)
	}
	return point{"Feature", l.Item, spot{"Point", [2]float64{l.Lon, l.Lat}}, p}
}
