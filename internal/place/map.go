package place

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/feed"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/tiles"
	"umland/internal/ui"
	"umland/internal/web"
)

// ArchivePath is where app serves the map's archive, on every host.
const ArchivePath = ui.AssetPrefix + "karte.pmtiles"

// listMap is the path of the map of a list.
const listMap = "/orte/karte"

// mapView is what a page says about the map beside it. The browser's script
// reads it from the element; the picture needs no script.
type mapView struct {
	Shown   bool
	Picture string // address of the still picture, without its width
	Alt     string
	Points  string // address of the places as GeoJSON
	Archive string
	Credit  string // what the sources of the map ask to say
	View    string // west,south,east,north of what is shown first
	Zoom    string // the closest that it is shown first
	Beside  bool   // beside a list on wide screens: drawn as soon as it is seen
	Words   string // JSON, by the script's names

	numbers map[string]int // of the places on the page, by item
}

// number is that of a place on the map, or 0.
func (v mapView) number(item string) int { return v.numbers[item] }

// edition is the map of the installation; ok is false where there is none. A
// map that cannot be read leaves the pages as if there were none, because the
// list says all that the map says.
func (m *Room) edition() (e *tiles.Edition, ok bool) {
	if m.Map == nil {
		return nil, false
	}
	e, err := m.Map.Current()
	return e, err == nil
}

// mapOfList is the map beside a list: its numbers are those of the pins.
func (m *Room) mapOfList(r *web.Request, q *feed.Query, found content.Found) mapView {
	pins, numbers := pinsOf(q, found.Items)
	e, ok := m.edition()
	if !ok || len(pins) == 0 {
		return mapView{}
	}
	v := m.mapView(r, e, listMap)
	v.Alt = r.N("place.map_alt", len(pins))
	v.View = viewOf(q.BBox, pins)
	v.Zoom = strconv.Itoa(closest)
	v.Beside, v.numbers = true, numbers
	return v
}

// mapOfPlace is the small map on the page of a place.
func (m *Room) mapOfPlace(r *web.Request, p *Place, name string) mapView {
	e, ok := m.edition()
	at := geo.Point{Lat: p.Lat, Lon: p.Lon}
	if !ok || !p.HasPosition || !e.Header.Bounds.Contains(at) {
		return mapView{}
	}
	v := m.mapView(r, e, p.Path()+"/karte")
	v.Alt = r.T("place.map_alt_place", "name", name)
	v.View = viewOf(nil, []tiles.Pin{{At: at}})
	v.Zoom = strconv.FormatFloat(closeTo(e), 'f', -1, 64)
	return v
}

func (m *Room) mapView(r *web.Request, e *tiles.Edition, path string) mapView {
	return mapView{
		Shown: true, Picture: mapAddress(r, path, ""), Points: mapAddress(r, path, ".geojson"),
		Archive: ArchivePath + "?v=" + e.Version, Credit: tiles.PlainText(e.Meta.Attribution), Words: mapWords(r),
	}
}

// mapFilters are the parameters of the list that its map follows.
var mapFilters = []string{
	"seite", "anzahl", "region", "kategorie", "q", "bbox", "lat", "lon", "umkreis", "adresse", "gemeinde", "offen", "barrierefrei",
}

// mapAddress is an address of the map; that of a list has its filters.
func mapAddress(r *web.Request, path, ending string) string {
	address := r.Href(path) + ending
	if path != listMap {
		return address
	}
	given, q := r.URL.Query(), url.Values{}
	for _, name := range mapFilters {
		if v := given.Get(name); v != "" {
			q.Set(name, v)
		}
	}
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// mapWords are the words that the browser's script says. {n}, {numbers} and
// {name} are filled in there.
func mapWords(r *web.Request) string {
	words := map[string]string{}
	for _, key := range []string{"title", "close", "zoom_in", "zoom_out", "section", "skip", "failed", "gesture", "gesture_mac", "gesture_touch", "some"} {
		words[key] = r.T("place.map_" + key)
	}
	for _, key := range []string{"cluster", "stack", "pin", "place"} {
		words[key] = r.T("place.map_"+key, "n", "{n}", "numbers", "{numbers}", "name", "{name}")
	}
	b, err := json.Marshal(words)
	if err != nil {
		return "{}"
	}
	return string(b)
}

// pinsOf are the pins of a page of the list. Their numbers count through all
// pages; a place without a position keeps its number free.
func pinsOf(q *feed.Query, items []content.Listing) ([]tiles.Pin, map[string]int) {
	var pins []tiles.Pin
	numbers := map[string]int{}
	for i, l := range items {
		if l.HasPosition {
			n := (q.Page-1)*q.Size + i + 1
			pins = append(pins, tiles.Pin{At: geo.Point{Lat: l.Lat, Lon: l.Lon}, Number: n})
			numbers[l.Item] = n
		}
	}
	return pins, numbers
}

// closest is the zoom that a list's map begins with at most.
const closest = 15

// closeTo is the zoom of the map around one place: its neighbourhood where
// the map knows streets, else its surroundings.
func closeTo(e *tiles.Edition) float64 {
	for _, l := range e.Meta.Layers {
		if l.ID == "roads" {
			return min(14, float64(e.Header.MaxZoom)+0.5)
		}
	}
	return 11
}

// viewOf is the section of the map that is shown first.
func viewOf(asked *geo.BBox, pins []tiles.Pin) string {
	if asked != nil {
		return asked.String()
	}
	b := geo.BBox{West: 180, South: 90, East: -180, North: -90}
	for _, p := range pins {
		b.West, b.East = min(b.West, p.At.Lon), max(b.East, p.At.Lon)
		b.South, b.North = min(b.South, p.At.Lat), max(b.North, p.At.Lat)
	}
	return b.String()
}

// Widths of the still picture in CSS pixels: a phone's, and that of the column
// beside a list.
const (
	pictureNarrow = 352
	pictureWide   = 560
)

// MapOfList answers /orte/karte: the still picture of the places on a page of
// the list, and as GeoJSON all places of the list, up to mapLimit.
func (m *Room) MapOfList(w http.ResponseWriter, r *web.Request) error {
	q, err := feed.Read(r, content.Place, m.spine.Terms())
	if err != nil {
		return err
	}
	var f finder
	if err := m.locate(r, q, &f); err != nil {
		return err
	}
	if r.Format != "" {
		return m.points(w, r, q)
	}
	found, err := m.spine.List(r.Context(), q.Filter, content.ByTitle, q.Window())
	if err != nil {
		return err
	}
	if err := q.Check(found.Total); err != nil {
		return err
	}
	pins, _ := pinsOf(q, found.Items)
	width, err := pictureWidth(r)
	if err != nil {
		return err
	}
	points := make([]geo.Point, len(pins))
	for i, p := range pins {
		points[i] = p.At
	}
	view := tiles.Fit(points, width, width, closest)
	if q.BBox != nil {
		view = tiles.FitBox(*q.BBox, width, width)
	}
	view.Title = r.N("place.map_alt", len(pins))
	return m.picture(w, r, view, pins)
}

// MapOfPlace answers /orte/{slug}/karte: the still picture around a place.
func (m *Room) MapOfPlace(w http.ResponseWriter, r *web.Request) error {
	it, err := m.spine.Visible(r.Context(), r.Site.Slug, content.Place, r.PathValue("slug"))
	if err != nil {
		return err
	}
	p, err := read(r.Context(), m.spine.DB(), it)
	if err != nil {
		return err
	}
	if !p.HasPosition {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	if r.Format != "" {
		return m.thePoint(w, r, p)
	}
	e, ok := m.edition()
	if !ok {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	width, err := pictureWidth(r)
	if err != nil {
		return err
	}
	text, _ := p.Text(r.TextLang())
	pin := tiles.Pin{At: geo.Point{Lat: p.Lat, Lon: p.Lon}, Chosen: true}
	view := tiles.View{Centre: pin.At, Zoom: closeTo(e), Width: width, Height: width * 3 / 4, Title: r.T("place.map_alt_place", "name", text.Title)}
	return m.picture(w, r, view, []tiles.Pin{pin})
}

func pictureWidth(r *web.Request) (int, error) {
	s, err := r.Choice("breite", strconv.Itoa(pictureNarrow), strconv.Itoa(pictureWide))
	if err != nil || s == "" {
		return pictureWide, err
	}
	return strconv.Atoi(s)
}

func (m *Room) picture(w http.ResponseWriter, r *web.Request, view tiles.View, pins []tiles.Pin) error {
	e, ok := m.edition()
	if !ok || len(pins) == 0 {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	view.Lang = string(r.Lang)
	colours := paint(r.Site)
	svg, err := tiles.Picture(e.Archive, view, pins, colours)
	if errors.Is(err, tiles.ErrBroken) {
		return fault.Wrap(err, fault.Unavailable, "errors.unavailable")
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Content-Security-Policy", tiles.PictureCSP(colours))
	h.Set("Content-Language", i18n.HTMLLang(r.TextLang()))
	h.Set("Content-Length", strconv.Itoa(len(svg)))
	h.Set("Cache-Control", "no-cache")
	_, err = w.Write(svg)
	return err
}

// paint gives the pins of a picture the portal's colours.
func paint(s *web.Site) tiles.Colours {
	c := tiles.StandardColours()
	of := func(name string) string { return ui.Colour(s.Brand, s.Accent, name) }
	c.Light.Pin, c.Light.OnPin = of("solid"), of("on-solid")
	c.Light.Chosen, c.Light.OnChosen = of("accent-surface"), of("on-accent")
	c.Dark.Chosen, c.Dark.OnChosen = c.Light.Chosen, c.Light.OnChosen
	return c
}

// source is the address of the still picture in a width.
func (v mapView) source(width int) string {
	joint := "?"
	if strings.Contains(v.Picture, "?") {
		joint = "&"
	}
	return v.Picture + joint + "breite=" + strconv.Itoa(width)
}

// width and height are those of the still picture beside a list, or in the
// side column of a place.
func (v mapView) width() int {
	if v.Beside {
		return pictureWide
	}
	return pictureNarrow
}

func (v mapView) height() int {
	if v.Beside {
		return pictureWide
	}
	return pictureNarrow * 3 / 4
}

func pixels(n int) string { return strconv.Itoa(n) }
