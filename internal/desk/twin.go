package desk

import (
	"net/http"
	"slices"

	"umland/internal/account"
	"umland/internal/alike"
	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/twin"
	"umland/internal/web"
)

// Fact is something that two items may tell differently and a person chooses
// between when they are merged.
type Fact struct {
	Name  string // as the room takes it over
	Label string
	Value string // in words; "" where nothing is known
}

// Teller is a room that tells its items fact by fact, always in the same
// order.
type Teller interface {
	Facts(r *web.Request, b Body) []Fact
}

// twinRoutes are the addresses of what stands twice.
func (m *Room) twinRoutes(at string) []Route {
	if m.Twins == nil {
		return []Route{}
	}
	return []Route{
		{account.Edit, "GET " + at + "/doppelte", m.twinList},
		{account.Edit, "GET " + at + "/doppelte/{id}", m.twinPage},
		{account.Publish, "POST " + at + "/doppelte/{id}/verschieden", m.differ},
		{account.Publish, "POST " + at + "/doppelte/{id}/zusammenfuehren", m.merge},
		{account.Edit, "GET " + at + "/zusammengefuehrt/{id}", m.mergedPage},
		{account.Publish, "POST " + at + "/zusammengefuehrt/{id}", m.undoMerge},
	}
}

// twins is the list of what may stand twice in a portal.
type twins struct {
	site   *web.Site
	page   int
	total  int
	list   []twin.Pair
	merges []twin.Merged
	names  map[string]string // of accounts
}

func (t twins) pages() int { return max(1, (t.total+pageSize-1)/pageSize) }

// shownMerges is how many merges can be undone from the list; older ones are
// found from the item's own page.
const shownMerges = 20

// twinList answers ?seite=.
func (m *Room) twinList(w http.ResponseWriter, r *web.Request) error {
	site, err := m.site(r)
	if err != nil {
		return err
	}
	t := twins{site: site}
	if t.page, err = r.Count("seite", 1, 1, 100_000); err != nil {
		return err
	}
	if t.total, err = m.Twins.Count(r.Context(), site.Slug); err != nil {
		return err
	}
	if t.page > t.pages() {
		return fault.New(fault.NotFound, "errors.page_beyond", "pages", t.pages())
	}
	if t.list, err = m.Twins.Open(r.Context(), site.Slug, string(r.Lang), content.Window{Limit: pageSize, Offset: (t.page - 1) * pageSize}); err != nil {
		return err
	}
	if t.merges, err = m.Twins.Merges(r.Context(), site.Slug, shownMerges); err != nil {
		return err
	}
	if t.names, err = m.accounts.Names(r.Context()); err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.twins"), site: site, current: at(site, "orte")}, twinsView(r, t))
}

// choice is one fact of a pair: what either says, and which is chosen.
type choice struct {
	Fact
	other string // value of the second
	takeB bool   // the second's value is chosen
}

// comparison is a pair with all that tells the two apart.
type comparison struct {
	site     *web.Site
	pair     twin.Pair
	a, b     *content.Item
	apart    []choice
	same     []Fact
	keepB    bool
	may      bool // the person may decide for both portals
	mayPart  bool // the person may say that they are not the same
	conflict bool // somebody was faster
}

// bodies reads both items of a pair as their room knows them.
func (m *Room) bodies(r *web.Request, p twin.Pair) (a, b Body, err error) {
	for _, part := range m.parts {
		if part.Keeper.Kind() != p.A.Kind {
			continue
		}
		if a, err = part.Keeper.Get(r.Context(), p.A.Item); err != nil {
			return nil, nil, err
		}
		b, err = part.Keeper.Get(r.Context(), p.B.Item)
		return a, b, err
	}
	return nil, nil, fault.New(fault.NotFound, "errors.not_found")
}

// compared reads the pair that the address names.
func (m *Room) compared(r *web.Request) (*comparison, error) {
	site, err := m.site(r)
	if err != nil {
		return nil, err
	}
	c := &comparison{site: site}
	if c.pair, err = m.Twins.Get(r.Context(), site.Slug, string(r.Lang), r.PathValue("id")); err != nil {
		return nil, err
	}
	a, b, err := m.bodies(r, c.pair)
	if err != nil {
		return nil, err
	}
	c.a, c.b = a.Spine(), b.Spine()
	c.may, c.mayPart = m.mayAll(r, c.pair.Owners()), person(r).May(account.Publish, site.Slug)
	ofA, ofB := m.Facts.Facts(r, a), m.Facts.Facts(r, b)
	c.keepB = richer(ofA, ofB, c.a, c.b)
	for i, f := range ofA {
		switch other := ofB[i].Value; {
		case f.Value != other:
			take := other != "" && (f.Value == "" || c.keepB)
			c.apart = append(c.apart, choice{Fact: f, other: other, takeB: take})
		case f.Value != "":
			c.same = append(c.same, f)
		}
	}
	return c, nil
}

// mayAll tells whether the person may publish in every one of the portals.
func (m *Room) mayAll(r *web.Request, portals []string) bool {
	return !slices.ContainsFunc(portals, func(slug string) bool { return !person(r).May(account.Publish, slug) })
}

// richer proposes the second to stay: what was written here goes before what
// a list brought, then what tells more.
func richer(a, b []Fact, x, y *content.Item) bool {
	if (x.Source.ID == "") != (y.Source.ID == "") {
		return y.Source.ID == ""
	}
	known := func(list []Fact) (n int) {
		for _, f := range list {
			if f.Value != "" {
				n++
			}
		}
		return n
	}
	return known(b) > known(a)
}

func (m *Room) twinPage(w http.ResponseWriter, r *web.Request) error {
	c, err := m.compared(r)
	if err != nil {
		return err
	}
	return m.showTwin(w, r, http.StatusOK, c)
}

func (m *Room) showTwin(w http.ResponseWriter, r *web.Request, status int, c *comparison) error {
	return m.render(w, r, status, page{title: r.T("desk.twin"), site: c.site, current: at(c.site, "orte")}, twinView(r, c))
}

// differ keeps that a pair is two things.
func (m *Room) differ(w http.ResponseWriter, r *web.Request) error {
	c, err := m.compared(r)
	if err != nil {
		return err
	}
	if err := m.Twins.Differ(r.Context(), c.pair, person(r).ID); err != nil {
		return err
	}
	return tell(w, r, at(c.site, "doppelte"), "different")
}

// merge makes one of a pair as the person chose.
func (m *Room) merge(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	c, err := m.compared(r)
	if err != nil {
		return err
	}
	if !c.may {
		return fault.New(fault.Forbidden, "desk.twin_forbidden")
	}
	seen, err := seenVersions(r, c)
	if err != nil {
		return err
	}
	keep := r.PostFormValue("keep")
	if keep != "a" && keep != "b" {
		return fault.New(fault.BadRequest, "errors.bad_request")
	}
	choose := twin.Choice{Keep: c.a.ID, Versions: seen}
	if keep == "b" {
		choose.Keep = c.b.ID
	}
	for _, f := range c.apart {
		if side := r.PostFormValue("fact_" + f.Name); side != "" && side != keep {
			choose.Take = append(choose.Take, f.Name)
		}
	}
	act := content.Act{Actor: person(r).ID, Reason: r.T("desk.merged_reason")}
	id, err := m.Twins.Merge(r.Context(), act, c.pair, choose)
	if fault.KindOf(err) == fault.Conflict {
		if c, err = m.compared(r); err != nil {
			return err
		}
		c.conflict = true
		return m.showTwin(w, r, http.StatusConflict, c)
	}
	if err != nil {
		return err
	}
	return tell(w, r, at(c.site, "zusammengefuehrt", id), "merged")
}

// seenVersions are those that the form was about.
func seenVersions(r *web.Request, c *comparison) (map[string]int, error) {
	seen := map[string]int{}
	for name, id := range map[string]string{"version_a": c.a.ID, "version_b": c.b.ID} {
		n, err := versionIn(r, name)
		if err != nil {
			return nil, err
		}
		seen[id] = n
	}
	return seen, nil
}

// mergedOne is a merge that a person may want to take back.
type mergedOne struct {
	site    *web.Site
	one     twin.Merged
	kept    content.Listing
	may     bool
	changed bool // the item that stayed was saved since
	who     string
}

func (m *Room) mergeOf(r *web.Request) (*mergedOne, error) {
	site, err := m.site(r)
	if err != nil {
		return nil, err
	}
	v := &mergedOne{site: site}
	if v.one, err = m.Twins.MergeOf(r.Context(), site.Slug, r.PathValue("id")); err != nil {
		return nil, err
	}
	owners, err := m.Twins.Owners(r.Context(), v.one)
	if err != nil {
		return nil, err
	}
	v.may = m.mayAll(r, owners)
	if v.changed, err = m.Twins.ChangedSince(r.Context(), v.one); err != nil {
		return nil, err
	}
	rows, err := m.spine.ByIDs(r.Context(), string(r.Lang), []string{v.one.Kept})
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		v.kept = rows[0]
	}
	names, err := m.accounts.Names(r.Context())
	v.who = actor(r, v.one.Actor, names[v.one.Actor])
	return v, err
}

func (m *Room) mergedPage(w http.ResponseWriter, r *web.Request) error {
	v, err := m.mergeOf(r)
	if err != nil {
		return err
	}
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.merged"), site: v.site, current: at(v.site, "orte")}, mergedView(r, v))
}

func (m *Room) undoMerge(w http.ResponseWriter, r *web.Request) error {
	v, err := m.mergeOf(r)
	if err != nil {
		return err
	}
	if !v.may {
		return fault.New(fault.Forbidden, "desk.twin_forbidden")
	}
	act := content.Act{Actor: person(r).ID, Reason: r.T("desk.unmerged_reason")}
	if err := m.Twins.Undo(r.Context(), act, v.one); err != nil {
		return err
	}
	return tell(w, r, at(v.site, "doppelte"), "unmerged")
}

// ground says why two entries are shown beside each other.
func ground(r *web.Request, p twin.Pair) string {
	if p.Ground == alike.ByAddress {
		return r.T("desk.twin_by_address")
	}
	if p.Metres < 1 {
		return r.T("desk.twin_same_spot")
	}
	return r.T("desk.twin_by_name", "metres", i18n.Number(r.Lang, int(p.Metres+0.5)))
}
