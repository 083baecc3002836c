package place

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/desk"
	"umland/internal/i18n"
	"umland/internal/phone"
	"umland/internal/richtext"
	"umland/internal/web"
)

// fact tells how a fact is shown and taken over.
type fact struct {
	name  string
	label func(r *web.Request) string
	value func(m *Room, r *web.Request, p *Place) string
	take  func(into, from *Place)
}

// named labels a fact by a text's key.
func named(key string) func(*web.Request) string {
	return func(r *web.Request) string { return r.T(key) }
}

// mergeFacts are the facts in the order of the form: the texts of each
// language, then what has no language.
func mergeFacts() []fact {
	var list []fact
	for _, lang := range textLanguages() {
		list = append(list, textFact(lang))
	}
	return append(append(list, addressFacts...), knownFacts...)
}

// textLanguages are all languages and Leichte Sprache.
func textLanguages() []string {
	langs := make([]string, 0, len(i18n.All)+1)
	for _, l := range i18n.All {
		langs = append(langs, string(l))
	}
	return append(langs, i18n.Leicht)
}

// textFact is all that is written in one language: half of one text and half
// of another make none.
func textFact(lang string) fact {
	return fact{
		name: "text_" + lang,
		label: func(r *web.Request) string {
			if lang == i18n.Leicht {
				return r.T("place.fact_text", "lang", r.T("common.leicht"))
			}
			return r.T("place.fact_text", "lang", r.T("common.lang_"+lang))
		},
		value: func(_ *Room, _ *web.Request, p *Place) string {
			t := p.Texts[lang]
			return joined("\n", t.Title, t.Kicker, t.Teaser, richtext.ToPlain(t.Body))
		},
		take: func(into, from *Place) {
			t, ok := from.Texts[lang]
			if !ok {
				delete(into.Texts, lang)
				return
			}
			t.Alt = into.Texts[lang].Alt // belongs to the picture
			into.Texts[lang] = t
		},
	}
}

var addressFacts = []fact{
	{
		"category", named("desk.field_category"),
		func(m *Room, r *web.Request, p *Place) string {
			var names []string
			for _, slug := range p.Categories {
				term, _ := m.spine.Terms().Find(content.Place, slug)
				names = append(names, term.Name(r.Lang))
			}
			return strings.Join(names, ", ")
		},
		func(into, from *Place) { into.Categories = slices.Clone(from.Categories) },
	},
	{
		"address", named("common.address"),
		func(_ *Room, _ *web.Request, p *Place) string { return address(p.Street, p.Postcode, p.Town) },
		func(into, from *Place) { into.Street, into.Postcode, into.Town = from.Street, from.Postcode, from.Town },
	},
	{
		"position", named("place.desk_position"),
		func(_ *Room, r *web.Request, p *Place) string {
			if !p.HasPosition {
				return ""
			}
			at := strconv.FormatFloat(p.Lat, 'f', 5, 64) + ", " + strconv.FormatFloat(p.Lon, 'f', 5, 64)
			if p.Approximate {
				at += " (" + r.T("common.approximate") + ")"
			}
			return at
		},
		func(into, from *Place) {
			into.HasPosition, into.Lat, into.Lon, into.Approximate = from.HasPosition, from.Lat, from.Lon, from.Approximate
		},
	},
	{
		"phone", named("common.phone"),
		func(_ *Room, r *web.Request, p *Place) string { return phone.Format(p.Phone, r.Lang) },
		func(into, from *Place) { into.Phone = from.Phone },
	},
	{
		"mobile", named("common.mobile"),
		func(_ *Room, r *web.Request, p *Place) string { return phone.Format(p.Mobile, r.Lang) },
		func(into, from *Place) { into.Mobile = from.Mobile },
	},
	{
		"fax", named("common.fax"),
		func(_ *Room, r *web.Request, p *Place) string { return phone.Format(p.Fax, r.Lang) },
		func(into, from *Place) { into.Fax = from.Fax },
	},
	{
		"email", named("common.email"),
		func(_ *Room, _ *web.Request, p *Place) string { return p.Email },
		func(into, from *Place) { into.Email = from.Email },
	},
	{
		"web", named("common.web"),
		func(_ *Room, _ *web.Request, p *Place) string { return p.Web },
		func(into, from *Place) { into.Web = from.Web },
	},
}

var knownFacts = []fact{
	{
		"contacts", named("place.contacts"),
		contactsInWords,
		func(into, from *Place) { into.Contacts = slices.Clone(from.Contacts) },
	},
	{
		"hours", named("place.hours"),
		hoursInWords,
		func(into, from *Place) { into.Hours = from.Hours },
	},
	{
		"access", named("place.accessibility"),
		accessInWords,
		func(into, from *Place) { into.Access = maps.Clone(from.Access) },
	},
	{
		"details", named("place.fact_details"),
		func(_ *Room, _ *web.Request, p *Place) string {
			var list []string
			for _, d := range p.Details {
				list = append(list, d.Label+": "+d.Text)
			}
			return strings.Join(list, "\n")
		},
		func(into, from *Place) { into.Details = slices.Clone(from.Details) },
	},
	{
		"organisation", named("desk.field_organisation"),
		func(m *Room, r *web.Request, p *Place) string {
			rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), []string{p.Organisation})
			if err != nil || len(rows) == 0 {
				return p.Organisation
			}
			return rows[0].Title
		},
		func(into, from *Place) { into.Organisation = from.Organisation },
	},
	{
		"picture", named("desk.picture"),
		func(_ *Room, _ *web.Request, p *Place) string { return joined(", ", p.Image, p.ImageCredit) },
		func(into, from *Place) {
			into.Image, into.ImageCredit = from.Image, from.ImageCredit
			for lang, t := range into.Texts {
				t.Alt = from.Texts[lang].Alt
				into.Texts[lang] = t
			}
		},
	},
	{
		"photos", named("place.photos"),
		func(_ *Room, r *web.Request, p *Place) string {
			var list []string
			for _, one := range p.Photos {
				list = append(list, joined(", ", one.AltIn(string(r.Lang)), one.Credit))
			}
			return strings.Join(list, "\n")
		},
		func(into, from *Place) { into.Photos = slices.Clone(from.Photos) },
	},
	{
		"checked", named("place.desk_checked"),
		func(_ *Room, _ *web.Request, p *Place) string { return p.Checked },
		func(into, from *Place) { into.Checked = from.Checked },
	},
}

// joined puts the texts that are there together.
func joined(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}

func hoursInWords(_ *Room, r *web.Request, p *Place) string {
	if p.Hours == "" {
		return ""
	}
	return strings.Join(ruleTexts(r, p.Hours), "\n")
}

func contactsInWords(_ *Room, r *web.Request, p *Place) string {
	var list []string
	for _, c := range p.Contacts {
		fax := ""
		if c.Fax != "" {
			fax = r.T("common.fax") + " " + phone.Format(c.Fax, r.Lang)
		}
		list = append(list, joined(", ", c.For(string(r.Lang)), phone.Format(c.Phone, r.Lang), phone.Format(c.Mobile, r.Lang), fax, c.Email, c.Web, c.Hours))
	}
	return strings.Join(list, "\n")
}

func accessInWords(_ *Room, r *web.Request, p *Place) string {
	var list []string
	for _, a := range Accesses {
		if v := p.Access[a]; v != "" {
			list = append(list, r.T("place.access_"+a)+": "+r.T("common."+v))
		}
	}
	return strings.Join(list, "\n")
}

// Facts implements desk.Teller: a place fact by fact, in the same order for
// every place.
func (m *Room) Facts(r *web.Request, b desk.Body) []desk.Fact {
	p, ok := b.(*Place)
	if !ok {
		return []desk.Fact{}
	}
	var list []desk.Fact
	for _, f := range mergeFacts() {
		list = append(list, desk.Fact{Name: f.name, Label: f.label(r), Value: f.value(m, r, p)})
	}
	return list
}

// Take implements twin.Keeper: it saves a place with the named facts of
// another one. Identifiers of both are kept: they find the place in either
// list.
func (m *Room) Take(ctx context.Context, tx *db.Tx, act content.Act, into, from string, facts []string) error {
	p, err := m.Find(ctx, tx, into)
	if err != nil {
		return err
	}
	other, err := m.Find(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, f := range mergeFacts() {
		if slices.Contains(facts, f.name) {
			f.take(p, other)
		}
	}
	for k, v := range other.Identifiers {
		if p.Identifiers[k] == "" {
			if p.Identifiers == nil {
				p.Identifiers = map[string]string{}
			}
			p.Identifiers[k] = v
		}
	}
	return m.SaveIn(ctx, tx, act, p)
}

// Retire implements twin.Keeper.
func (m *Room) Retire(ctx context.Context, tx *db.Tx, act content.Act, id, into string) error {
	p, err := m.Find(ctx, tx, id)
	if err != nil {
		return err
	}
	p.Status, p.MergedInto = content.Withdrawn, into
	return m.SaveIn(ctx, tx, act, p)
}

// Restore implements twin.Keeper.
func (m *Room) Restore(ctx context.Context, tx *db.Tx, act content.Act, id, snapshot string, status bool) error {
	now, err := m.Find(ctx, tx, id)
	if err != nil {
		return err
	}
	p, err := m.Decode(snapshot)
	if err != nil {
		return err
	}
	p.ID, p.Version, p.Slug = now.ID, now.Version, now.Slug
	if !status {
		p.Status, p.MergedInto = now.Status, now.MergedInto
	}
	act.Imported = true // its source may change it again if it might before
	return m.SaveIn(ctx, tx, act, p)
}
