package submit

import (
	"context"
	"net/http"
	"unicode/utf8"

	"umland/internal/web"
)

// shortest is how much of a name must be typed before it is compared, in
// characters; shown is how many likenesses are named.
const (
	shortest = 4
	shown    = 5
)

// Label is the twin in one line, as a list of venues offers it.
func (t Twin) Label() string {
	if t.Where == "" {
		return t.Title
	}
	return t.Title + ", " + t.Where
}

// twins gives what may be the same as the answers so far.
func (m *Room) twins(r *web.Request, k Kind, a answers) ([]Twin, error) {
	if m.Twins == nil || utf8.RuneCountInString(a["titel"]) < shortest {
		return []Twin{}, nil
	}
	var list []Twin
	var err error
	switch k {
	case Event:
		day, _, _ := a.day("tag")
		list, err = m.Twins.Events(r.Context(), r.Site, string(r.Lang), a["titel"], day, a["ort"])
	case Place:
		list, err = m.Twins.Places(r.Context(), r.Site, string(r.Lang), a["titel"], a["strasse"], a["stadt"])
	}
	return list[:min(len(list), shown)], err
}

// TwinsOf gives what may be the same as a submission, in a language.
func (m *Room) TwinsOf(ctx context.Context, site *web.Site, s *Submission, lang string) ([]Twin, error) {
	list := []Twin{}
	if m.Twins == nil {
		return list, nil
	}
	var err error
	switch s.Kind {
	case Event:
		list, err = m.Twins.Events(ctx, site, lang, s.Subject, s.Detail("tag"), s.Detail("ort"))
	case Place:
		list, err = m.Twins.Places(ctx, site, lang, s.Subject, s.Detail("strasse"), s.Detail("stadt"))
	}
	return list[:min(len(list), shown)], err
}

// venues gives the places of the directory that a venue's name may mean.
func (m *Room) venues(r *web.Request, a answers) ([]Twin, error) {
	if m.Twins == nil || utf8.RuneCountInString(a["ort"]) < shortest {
		return []Twin{}, nil
	}
	list, err := m.Twins.Places(r.Context(), r.Site, string(r.Lang), a["ort"], a["strasse"], a["stadt"])
	return list[:min(len(list), shown)], err
}

// Likely answers GET …/melden/aehnlich while somebody types: what may be the
// same already, as a piece of a page for the browser's script. It takes the
// names of the form's fields as parameters; ?feld=ort asks for venues.
func (m *Room) Likely(k Kind) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		what, err := r.Choice("feld", "titel", "ort")
		if err != nil {
			return err
		}
		a := answers{}
		for _, name := range []string{"titel", "ort", "strasse", "stadt", "tag", "tag_monat", "tag_jahr"} {
			if v := r.URL.Query().Get(name); len(v) <= maxLine*4 {
				a[name] = v
			}
		}
		w.Header().Set("Cache-Control", "no-store")
		if what == "ort" {
			list, err := m.venues(r, a)
			if err != nil {
				return err
			}
			return web.Render(w, r, http.StatusOK, venueOptions(list))
		}
		list, err := m.twins(r, k, a)
		if err != nil {
			return err
		}
		return web.Render(w, r, http.StatusOK, likely(r, k, list))
	}
}
