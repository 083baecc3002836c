package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"umland/internal/content"
	"umland/internal/geo"
	"umland/internal/i18n"
	"umland/internal/portal"
	"umland/internal/web"
)

func (l *loader) portal(ctx context.Context, rank int, p Portal) error {
	// A Kreis stands behind the towns in it, so that a position in a town
	// belongs to the town's own portal.
	if p.Area.AGSPrefix != "" {
		rank += 100
	}
	area := l.areas[p.Slug]
	if area == nil {
		area = geo.Box(geo.BBox{West: p.Area.West, South: p.Area.South, East: p.Area.East, North: p.Area.North})
	}
	stored := &portal.Portal{
		Slug: p.Slug, Name: p.Name, Place: p.Place, Hosts: p.Hosts, Country: p.Country, State: stateOf(p.Country), First: i18n.Lang(p.First), Zone: p.Zone,
		Brand: p.Brand, Accent: p.Accent, Demo: true, Rank: rank, AreaJSON: string(area.GeoJSON()),
		Operator: web.Operator(p.Operator), Words: l.words(p),
	}
	for _, lang := range p.Languages {
		stored.Languages = append(stored.Languages, i18n.Lang(lang))
	}
	return l.Portals.Save(ctx, stored)
}

func (l *loader) words(p Portal) portal.Words {
	return portal.Words{
		Subtitle: p.Subtitle, Welcome: p.Welcome, Film: p.Film,
		Leicht: portal.Leicht{Title: p.Leicht.Title, Body: p.Leicht.Body},
	}
}

// front writes what on the home pages leads to items: teasers and quick links.
func (l *loader) front(ctx context.Context) error {
	for _, p := range l.region.Portals {
		var teasers []portal.Teaser
		for _, t := range p.Teasers {
			id, ok := l.ids[key(content.Kind(t.Kind), t.Slug)]
			if !ok {
				return fmt.Errorf("teaser of %s: no %s %s", p.Slug, t.Kind, t.Slug)
			}
			texts := map[string]portal.TeaserText{}
			for lang, x := range t.Texts {
				texts[lang] = portal.TeaserText(x)
			}
			teasers = append(teasers, portal.Teaser{Item: id, Image: t.Picture, Texts: texts})
		}
		if err := l.Portals.SetTeasers(ctx, p.Slug, teasers); err != nil {
			return err
		}
		if err := l.quick(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) quick(ctx context.Context, p Portal) error {
	stored, ok := l.Portals.Portal(p.Slug)
	if !ok {
		return fmt.Errorf("portal %s is gone", p.Slug)
	}
	changed := *stored
	changed.Words.Quick = nil
	for _, q := range p.Quick {
		link := web.QuickLink{Path: q.Path, Portal: p.Slug, Labels: map[i18n.Lang]string{}}
		if q.Slug != "" {
			kind := content.Kind(q.Kind)
			link.Path, link.Portal = kind.Path()+"/"+q.Slug, l.owners[key(kind, q.Slug)]
		}
		for lang, label := range q.Label {
			link.Labels[i18n.Lang(lang)] = label
		}
		changed.Words.Quick = append(changed.Words.Quick, link)
	}
	return l.Portals.Save(ctx, &changed)
}

func (l *loader) notices(ctx context.Context) error {
	for i, n := range l.region.Notices {
		portals := n.Portals
		if len(portals) == 0 {
			portals = []string{""}
		}
		for _, p := range portals {
			// The same id each time: what was cut off may have stored it already.
			id := uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "urn:umland:demo:notice:%d:%s", i, p)).String()
			stored := &portal.Notice{Portal: p, Shown: n.On}
			stored.ID = id
			stored.Level, stored.Source = n.Level, n.Source[string(i18n.DE)]
			stored.From, stored.Until = l.wallAt(p, n.FromDays, n.FromTime), l.wallAt(p, n.UntilDays, n.UntilTime)
			stored.Texts = map[i18n.Lang]web.NoticeText{}
			for _, lang := range i18n.All {
				if t, ok := n.Texts[string(lang)]; ok {
					stored.Texts[lang] = web.NoticeText{Title: t.Title, Body: t.Body + " " + t.Action}
				}
			}
			if err := l.Portals.SaveNotice(ctx, stored); err != nil {
				return err
			}
		}
	}
	return nil
}

// stateOf is the Land of the demo's portals: the German ones lie in
// Schleswig-Holstein, and Denmark has none.
func stateOf(country string) string {
	if country == "de" {
		return "SH"
	}
	return ""
}
