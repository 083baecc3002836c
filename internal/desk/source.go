package desk

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"umland/internal/account"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/importer"
	"umland/internal/recur"
	"umland/internal/web"
)

// sourceRoutes are the addresses of calendars that are taken over from
// others.
func (m *Room) sourceRoutes(at string) []Route {
	if m.Calendars == nil {
		return []Route{}
	}
	return []Route{
		{account.Publish, "GET " + at + "/quellen", m.sourceList},
		{account.Publish, "GET " + at + "/quellen/neu", m.sourceForm},
		{account.Publish, "POST " + at + "/quellen/neu", m.saveSource},
		{account.Publish, "GET " + at + "/quellen/{id}", m.sourcePage},
		{account.Publish, "POST " + at + "/quellen/{id}", m.tendSource},
	}
}

// askTime is how long a person waits for a calendar at most.
const askTime = 40 * time.Second

func (m *Room) sourceList(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	list, err := importer.Watches(r.Context(), m.spine.DB(), site.Slug)
	if err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.sources"), site: site, current: at(site, "quellen")}, sourceListView(r, site, list))
}

// candidate is a calendar in its form, and after the first step its preview.
type candidate struct {
	site   *web.Site
	watch  importer.Watch
	wrong  []fault.Field
	terms  []content.Category
	plan   *importer.Plan
	report *importer.Report
}

func (m *Room) candidate(r *web.Request) (*candidate, error) {
	site, err := m.site(r)
	if err != nil {
		return nil, err
	}
	c := &candidate{site: site, terms: m.spine.Terms().Of(content.Event)}
	c.watch = importer.Watch{Portal: site.Slug, Hours: 24, Active: true, By: person(r).ID}
	return c, nil
}

func (m *Room) sourceForm(w http.ResponseWriter, r *web.Request) error {
	c, err := m.candidate(r)
	if err != nil {
		return err
	}
	return m.showSource(w, r, http.StatusOK, c)
}

func (m *Room) showSource(w http.ResponseWriter, r *web.Request, status int, c *candidate) error {
	p := page{title: r.T("desk.source_new"), site: c.site, current: at(c.site, "quellen"), wrong: len(c.wrong) > 0}
	return m.render(w, r, status, p, sourceFormView(r, c))
}

// saveSource shows the preview of a calendar, and keeps the calendar once the
// person has agreed to it.
func (m *Room) saveSource(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	c, err := m.candidate(r)
	if err != nil {
		return err
	}
	c.read(r)
	step := r.PostFormValue("step")
	if step == "change" {
		return m.showSource(w, r, http.StatusOK, c)
	}
	if len(c.wrong) > 0 {
		return m.showSource(w, r, http.StatusUnprocessableEntity, c)
	}
	ctx, stop := context.WithTimeout(r.Context(), askTime)
	defer stop()
	if step != "confirm" {
		return m.previewSource(ctx, w, r, c)
	}
	err = importer.AddWatch(r.Context(), m.spine.DB(), &c.watch, m.clock().Now())
	if c.wrong = fault.FieldsOf(err); len(c.wrong) > 0 {
		return m.showSource(w, r, http.StatusUnprocessableEntity, c)
	}
	if err != nil {
		return err
	}
	if _, err := m.Calendars.Ask(ctx, &c.watch); err != nil {
		return err
	}
	return tell(w, r, at(c.site, "quellen", c.watch.ID), "source")
}

// read takes the calendar from the form.
func (c *candidate) read(r *web.Request) {
	w := &c.watch
	w.URL, w.Title, w.Licence, w.Category = form.Line(r, "url"), form.Line(r, "title"), form.Line(r, "licence"), r.PostFormValue("category")
	w.Hours, _ = strconv.Atoi(r.PostFormValue("hours"))
	if w.Category != "" {
		known := false
		for _, t := range c.terms {
			known = known || t.Slug == w.Category
		}
		if !known {
			c.wrong = append(c.wrong, fault.Field{Name: "category", Key: "errors.bad_choice"})
		}
	}
	c.wrong = append(c.wrong, fault.FieldsOf(w.Validate())...)
}

// previewSource asks the calendar and shows what would come of it. Nothing is kept.
func (m *Room) previewSource(ctx context.Context, w http.ResponseWriter, r *web.Request, c *candidate) error {
	plan, _, err := m.Calendars.Fetch(ctx, &c.watch, c.watch.Known)
	if err == nil {
		c.plan = plan
		c.report, err = plan.PreviewCalendar(ctx, m.spine.DB(), m.Calendars.Target, importer.ToPortal(c.site.Slug))
	}
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		c.plan, c.wrong = nil, append(c.wrong, fault.Field{Name: "url", Key: "desk.source_unread", Args: []any{"why", importer.Explain(err, r.Lang)}})
		return m.showSource(w, r, http.StatusUnprocessableEntity, c)
	}
	return m.showSource(w, r, http.StatusOK, c)
}

// watched is the page of one calendar with its runs and its latest report.
type watched struct {
	site  *web.Site
	watch importer.Watch
	runs  []importer.Run
	kept  importer.Kept
}

// shownRuns is how many runs a page lists.
const shownRuns = 10

func (m *Room) sourcePage(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	v := watched{site: site}
	if v.watch, err = importer.WatchOf(r.Context(), m.spine.DB(), site.Slug, r.PathValue("id")); err != nil {
		return err
	}
	if v.runs, err = importer.Runs(r.Context(), m.spine.DB(), v.watch.Source, shownRuns); err != nil {
		return err
	}
	if len(v.runs) > 0 {
		if v.kept, err = importer.KeptOf(r.Context(), m.spine.DB(), v.runs[0].ID); err != nil {
			return err
		}
	}
	return m.render(w, r, http.StatusOK, page{title: v.watch.Title, site: site, current: at(site, "quellen")}, sourceView(r, v))
}

// tendSource asks a calendar at once, stops asking it or begins again.
func (m *Room) tendSource(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	site, err := m.site(r)
	if err != nil {
		return err
	}
	watch, err := importer.WatchOf(r.Context(), m.spine.DB(), site.Slug, r.PathValue("id"))
	if err != nil {
		return err
	}
	here := at(site, "quellen", watch.ID)
	switch r.PostFormValue("do") {
	case "ask":
		ctx, stop := context.WithTimeout(r.Context(), askTime)
		defer stop()
		if _, err := m.Calendars.Ask(ctx, &watch); err != nil {
			return err
		}
		return tell(w, r, here, "source_asked")
	case "stop", "start":
		active := r.PostFormValue("do") == "start"
		if err := importer.SwitchWatch(r.Context(), m.spine.DB(), site.Slug, watch.ID, active, m.clock().Now()); err != nil {
			return err
		}
		return tell(w, r, here, "source_"+r.PostFormValue("do"))
	}
	return fault.New(fault.BadRequest, "errors.bad_choice")
}

// spans is when a record takes place, in words: its first date, and how it
// comes again.
func spans(r *web.Request, rec *importer.Record) string {
	if len(rec.Dates) == 0 {
		return ""
	}
	d := rec.Dates[0]
	layout, day := "2006-01-02T15:04", d.AllDay
	if day {
		layout = time.DateOnly
	}
	t, err := time.Parse(layout, d.Start)
	if err != nil {
		return d.Start
	}
	text := i18n.Date(r.Lang, t)
	if !day {
		text += ", " + i18n.Time(r.Lang, t)
	}
	if rule, err := recur.ParseRule(d.Rule); err == nil {
		text += ", " + rule.Say(r.Lang, t)
	} else if n := len(rec.Dates); n > 1 {
		text += ", " + r.N("desk.source_more_dates", n-1)
	}
	return text
}

// intervals are the choices of how often to ask.
func intervals(r *web.Request, chosen int) []form.Option {
	var list []form.Option
	for _, h := range []int{6, 12, 24, 168} {
		list = append(list, form.Option{Value: strconv.Itoa(h), Label: r.T("desk.source_every_" + strconv.Itoa(h)), Chosen: h == chosen})
	}
	return list
}
