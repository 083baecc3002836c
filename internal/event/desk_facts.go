package event

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/web"
)

// readFacts reads whom it is for, what it costs, how one signs up, and links.
func (e *Event) readFacts(r *web.Request) []fault.Field {
	var wrong []fault.Field
	whole := func(name string) int {
		n, err := strconv.Atoi(form.Line(r, name))
		if err != nil && form.Line(r, name) != "" {
			wrong = append(wrong, fault.Field{Name: name, Key: "event.bad_number"})
		}
		return n
	}
	yes := func(name string) bool { return r.PostFormValue(name) != "" }
	e.Audience = Audience{AgeFrom: whole("age_from"), AgeTo: whole("age_to"), Families: yes("families"), Seniors: yes("seniors")}
	e.Access = map[string]string{}
	for _, a := range Accesses {
		if v := r.PostFormValue("access_" + a); v != "" {
			e.Access[a] = v
		}
	}
	e.Spoken = slices.Clone(r.PostForm["spoken"])
	wrong = append(wrong, e.readCost(r)...)
	e.Registration = Registration{
		Needed: yes("register_needed"), URL: form.Line(r, "register_url"), Phone: form.Line(r, "register_phone"), Email: form.Line(r, "register_email"),
		Until: form.Line(r, "register_until"), Left: form.Line(r, "register_left"), Capacity: whole("capacity"),
	}
	e.Links = readLinks(form.Text(r, "links"))
	if yes("co_asked") {
		e.CoOrganisers = slices.Clone(r.PostForm["co_organisers"])
	}
	return wrong
}

func (e *Event) readCost(r *web.Request) []fault.Field {
	var wrong []fault.Field
	money := func(name string) int {
		n, f := readAmount(name, form.Line(r, name))
		wrong = append(wrong, f...)
		return n
	}
	e.Cost = Cost{
		Kind: form.Line(r, "cost_kind"), From: money("cost_from"), To: money("cost_to"), Reduced: money("cost_reduced"), Currency: e.Cost.Currency,
		ReducedFor: langs(r, "reduced_for"), Words: langs(r, "price"), SocialPass: r.PostFormValue("social_pass") != "",
	}
	return wrong
}

// readLinks reads an address per line, with the words of the link behind it.
func readLinks(text string) []Link {
	var list []Link
	for _, line := range strings.Split(text, "\n") {
		address, title, _ := strings.Cut(strings.TrimSpace(line), " ")
		if address != "" {
			list = append(list, Link{URL: address, Title: strings.TrimSpace(title)})
		}
	}
	return list
}

func linkLines(r *web.Request, e *Event) string {
	if r.PostForm != nil {
		return form.Text(r, "links")
	}
	lines := make([]string, len(e.Links))
	for i, l := range e.Links {
		lines[i] = strings.TrimSpace(l.URL + " " + l.Title)
	}
	return strings.Join(lines, "\n")
}

// number writes a whole number for the form, "" where it is not known.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// typedAmount is what was typed, or the stored amount.
func typedAmount(r *web.Request, name string, n int) string {
	switch {
	case r.PostForm != nil:
		return form.Line(r, name)
	case n == 0:
		return ""
	}
	return amount(r.Lang, n)
}

// currency is the sign of what the event is paid with.
func (e *Event) currency(r *web.Request) string {
	if c := e.Cost.Currency; c != "" {
		return c
	}
	return CurrencyOf(r.Site.Country)
}

func spokenOptions(r *web.Request, e *Event) []form.Option {
	var list []form.Option
	for _, l := range SpokenLanguages {
		list = append(list, form.Option{Value: l, Label: r.T("event.spoken_" + l), Chosen: slices.Contains(e.Spoken, l)})
	}
	return list
}

func accessOptions(r *web.Request, e *Event, question string) []form.Option {
	return form.Options(e.Access[question], "", r.T("common.unknown"), "yes", r.T("common.yes"), "partly", r.T("common.partly"), "no", r.T("common.no"))
}

func costOptions(r *web.Request, e *Event) []form.Option {
	return form.Options(e.Cost.Kind, CostFree, i18n.Sentence(r.T("event.free")), CostDonation, i18n.Sentence(r.T("event.donation")), CostPaid, r.T("event.desk_paid"), "", r.T("common.unknown"))
}

func leftOptions(r *web.Request, e *Event) []form.Option {
	list := make([]string, 0, 2*len(Lefts))
	for _, l := range Lefts {
		word := r.T("common.unknown")
		if l != "" {
			word = i18n.Sentence(r.T("event.left_" + l))
		}
		list = append(list, l, word)
	}
	return form.Options(e.Registration.Left, list...)
}

// offerOrganisers lists the organisations that may be co-organisers: those of
// the event's portal, and who is one already.
func (m *Room) offerOrganisers(ctx context.Context, e *Event) ([]form.Option, error) {
	list, err := db.All(ctx, m.spine.DB(), func(row db.Row) (form.Option, error) {
		var o form.Option
		return o, row.Scan(&o.Value, &o.Label)
	}, `SELECT i.id, t.title FROM item i JOIN item_text t ON t.item = i.id AND t.lang = i.first_lang
		WHERE i.portal = $1 AND i.kind = 'organisation' AND i.status <> 'withdrawn' AND i.id <> $2 ORDER BY t.title, i.id`, e.Portal, e.Organisation)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i := range list {
		known[list[i].Value] = true
		list[i].Chosen = slices.Contains(e.CoOrganisers, list[i].Value)
	}
	rows, err := m.spine.ByIDs(ctx, e.First, e.CoOrganisers)
	for _, l := range rows {
		if !known[l.Item] {
			list = append(list, form.Option{Value: l.Item, Label: l.Title, Chosen: true})
		}
	}
	return list, err
}

// otherLanguages are those of the portal beside its first.
func otherLanguages(r *web.Request) []i18n.Lang {
	return slices.DeleteFunc(slices.Clone(r.Site.Languages), func(l i18n.Lang) bool { return l == r.Site.First })
}

// writtenIn tells whether a text stands in one of the languages, or is wrong
// there.
func writtenIn(name string, langs []i18n.Lang, texts map[string]string, wrong []fault.Field) bool {
	return slices.ContainsFunc(langs, func(l i18n.Lang) bool {
		return texts[string(l)] != "" || len(form.Of(wrong, name+"_"+string(l))) > 0
	})
}
