package desk

import (
	"context"
	"net/http"
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/search"
	"umland/internal/web"
)

// row is an item in a list of the desk.
type row struct {
	id, slug, title string
	kind            content.Kind
	head            content.Head // status and window
	updated         time.Time
	actor, shown    string // who changed it last: as stored, and as colleagues read it
}

// who is the person, or the source, that changed the item last.
func (i row) who(r *web.Request) string { return actor(r, i.actor, i.shown) }

// actor puts into words who did something.
func actor(r *web.Request, stored, shown string) string {
	source, imported := strings.CutPrefix(stored, "import:")
	switch {
	case shown != "":
		return shown
	case imported:
		return r.T("desk.by_import", "source", source)
	case stored == "demo":
		return r.T("desk.by_demo")
	}
	return r.T("desk.by_unknown")
}

// filter narrows a list of a portal's items; "" leaves a part open.
type filter struct {
	portal string
	kind   content.Kind
	status content.Status
	words  string
}

func scanRow(r db.Row) (row, error) {
	var i row
	var updated, from, until string
	err := r.Scan(&i.id, &i.kind, &i.slug, &i.head.Status, &updated, &from, &until, &i.title, &i.actor)
	if err != nil {
		return i, err
	}
	for _, p := range []struct {
		to   *time.Time
		from string
	}{{&i.updated, updated}, {&i.head.VisibleFrom, from}, {&i.head.VisibleUntil, until}} {
		if *p.to, err = clock.ParseStamp(p.from); err != nil {
			return i, err
		}
	}
	return i, nil
}

// items reads a part of a list of any status, the last changed first, and the
// length of the whole.
func (m *Room) items(ctx context.Context, f filter, limit, offset int) (int, []row, error) {
	w := db.NewWhere(1)
	w.Add(`i.portal = ?`, f.portal)
	if f.kind != "" {
		w.Add(`i.kind = ?`, string(f.kind))
	} else {
		w.In(`i.kind`, m.kinds())
	}
	if f.status != "" {
		w.Add(`i.status = ?`, string(f.status))
	}
	total, err := db.One(ctx, m.spine.DB(), db.Int, `SELECT COUNT(*) FROM item i`+w.SQL(), w.Args()...)
	if err != nil {
		return 0, nil, err
	}
	text := `SELECT i.id, i.kind, i.slug, i.status, i.updated_at, i.visible_from, i.visible_until, COALESCE(t.title, ''), COALESCE(v.actor, '')
		FROM item i LEFT JOIN item_text t ON t.item = i.id AND t.lang = i.first_lang
		LEFT JOIN revision v ON v.item = i.id AND v.version = i.version` + w.SQL() + ` ORDER BY i.updated_at DESC, i.id DESC`
	if f.words == "" {
		text += ` LIMIT ` + w.Mark(limit) + ` OFFSET ` + w.Mark(offset)
	}
	rows, err := db.All(ctx, m.spine.DB(), scanRow, text, w.Args()...)
	if err != nil {
		return 0, nil, err
	}
	if f.words != "" {
		// Drafts are not in the index, and the engines fold letters each in
		// its own way: the titles of one portal are few enough to look through.
		rows = matching(rows, f.words)
		total = len(rows)
		rows = rows[min(offset, total):min(offset+limit, total)]
	}
	return total, rows, m.nameActors(ctx, rows)
}

func matching(rows []row, words string) []row {
	var out []row
	for _, i := range rows {
		title, all := search.Fold(i.title), true
		for _, w := range search.Query(words) {
			all = all && strings.Contains(title, w)
		}
		if all {
			out = append(out, i)
		}
	}
	return out
}

func (m *Room) kinds() []string {
	var names []string
	for _, p := range m.parts {
		names = append(names, string(p.Keeper.Kind()))
	}
	return names
}

func (m *Room) nameActors(ctx context.Context, rows []row) error {
	names, err := m.accounts.Names(ctx)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].shown = names[rows[i].actor]
	}
	return nil
}

// pageSize is how many rows a list of the desk has.
const pageSize = 30

type listing struct {
	site    *web.Site
	kind    content.Kind
	filter  filter
	page    int
	total   int
	rows    []row
	current string
	twins   bool // the kind can stand twice
}

func (l listing) pages() int { return max(1, (l.total+pageSize-1)/pageSize) }

// list answers the list of a kind: ?status=, ?q=, ?seite=.
func (m *Room) list(part Part) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		site, err := m.site(r)
		if err != nil {
			return err
		}
		l := listing{site: site, kind: part.Keeper.Kind(), current: at(site, word(part.Keeper.Kind()))}
		l.twins = m.Twins != nil && l.kind == content.Place
		l.filter = filter{portal: site.Slug, kind: l.kind, words: strings.TrimSpace(r.URL.Query().Get("q"))}
		if len(l.filter.words) > 200 {
			return fault.New(fault.BadRequest, "errors.bad_query", "max", 200)
		}
		status, err := r.Choice("status", string(content.Draft), string(content.Published), string(content.Withdrawn))
		if err != nil {
			return err
		}
		l.filter.status = content.Status(status)
		if l.page, err = r.Count("seite", 1, 1, 100_000); err != nil {
			return err
		}
		if l.total, l.rows, err = m.items(r.Context(), l.filter, pageSize, (l.page-1)*pageSize); err != nil {
			return err
		}
		if l.page > l.pages() {
			return fault.New(fault.NotFound, "errors.page_beyond", "pages", l.pages())
		}
		return m.render(w, r, http.StatusOK, page{title: r.T("desk.kind_" + string(l.kind)), site: site, current: l.current}, listView(r, l))
	}
}
