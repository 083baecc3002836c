package content

import (
	"context"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/richtext"
	"umland/internal/search"
)

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clock.Stamp(t)
}

func plain(h richtext.HTML) string { return richtext.Words(h) }

// Relist derives listing, placements, dates and search words of a stored item
// anew. Save calls it; so do the repair and the job at the edge of an item's
// window.
func (s *Spine) Relist(ctx context.Context, tx *db.Tx, d Draftable) error {
	it := d.Item
	public := it.Public(s.clock.Now())
	if err := writeListing(ctx, tx, d, public); err != nil {
		return err
	}
	if err := writePlacements(ctx, tx, d, public); err != nil {
		return err
	}
	if it.Kind == Place || it.Kind == Event {
		if err := writeSpot(ctx, tx, d, public); err != nil {
			return err
		}
	}
	if err := writeMarks(ctx, tx, d, public); err != nil {
		return err
	}
	if it.Kind == Place {
		if err := writeOpen(ctx, tx, d, public); err != nil {
			return err
		}
	}
	if it.Kind == Event {
		if err := writeDates(ctx, tx, d, public); err != nil {
			return err
		}
	}
	return s.writeSearch(ctx, tx, d, public)
}

// listingLangs are the languages in which an item has a row: all of the
// interface, and Leichte Sprache where the item has such a text.
func listingLangs(it *Item) []string {
	langs := make([]string, 0, len(i18n.All)+1)
	for _, l := range i18n.All {
		langs = append(langs, string(l))
	}
	if _, ok := it.Texts[i18n.Leicht]; ok {
		langs = append(langs, i18n.Leicht)
	}
	return langs
}

func writeListing(ctx context.Context, tx *db.Tx, d Draftable, public bool) error {
	it, c := d.Item, d.Card
	if _, err := tx.Exec(ctx, `DELETE FROM listing WHERE item = $1`, it.ID); err != nil || !public {
		return err
	}
	_, leicht := it.Texts[i18n.Leicht]
	for _, lang := range listingLangs(it) {
		t, found := it.Text(lang)
		alt := t.Alt
		if alt == "" {
			alt = it.Texts[it.First].Alt
		}
		_, err := tx.Exec(ctx, `INSERT INTO listing (item, lang, text_lang, kind, portal, slug, title, teaser, image, image_alt,
			category, organisation, street, postcode, town, phone, has_position, lat, lon, venue, byline, facts, leicht,
			source, licence, published_at, updated_at)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27)`,
			it.ID, lang, found, string(it.Kind), it.Portal, it.Slug, t.Title, t.Teaser, it.Image, alt,
			it.Category(), it.Organisation, c.Street, c.Postcode, c.Town, c.Phone, db.Bit(c.HasPosition), c.Lat, c.Lon,
			c.Venue, c.Byline, c.Facts.String(), db.Bit(leicht),
			it.Source.Title, it.Source.Licence, stamp(it.Published), stamp(it.Updated))
		if err != nil {
			return err
		}
	}
	return nil
}

// sortKey is what a plain list of the kind is ordered by.
func sortKey(d Draftable) string {
	switch {
	case d.Card.Sort != "":
		return d.Card.Sort
	case d.Item.Kind == Article:
		return stamp(d.Item.Published)
	}
	t, _ := d.Item.Text(d.Item.First)
	return search.SortKey(t.Title)
}

// writePlacements keeps the owner's row and brings kind, sort key and
// publicity of all rows up to date; lists read them from the placement so
// that a page of a long list is a range of one index.
func writePlacements(ctx context.Context, tx *db.Tx, d Draftable, public bool) error {
	it := d.Item
	since := stamp(it.Published)
	if since == "" {
		since = stamp(it.Created)
	}
	// An import gives an item to another portal when its position has moved
	// there; the former owner's row goes with it.
	if _, err := tx.Exec(ctx, `DELETE FROM placement WHERE item = $1 AND origin = 'own' AND portal <> $2`, it.ID, it.Portal); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO placement (portal, item, kind, origin, public, sort, since)
		VALUES ($1,$2,$3,'own',$4,$5,$6) ON CONFLICT (portal, item) DO UPDATE SET origin = 'own', since = excluded.since`,
		it.Portal, it.ID, string(it.Kind), db.Bit(public), sortKey(d), since)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE placement SET kind = $1, public = $2, sort = $3 WHERE item = $4`,
		string(it.Kind), db.Bit(public), sortKey(d), it.ID)
	return err
}

// writeMarks keeps what lists can be narrowed by.
func writeMarks(ctx context.Context, tx *db.Tx, d Draftable, public bool) error {
	if _, err := tx.Exec(ctx, `DELETE FROM item_mark WHERE item = $1`, d.Item.ID); err != nil || !public {
		return err
	}
	for _, mark := range d.Card.Marks {
		if _, err := tx.Exec(ctx, `INSERT INTO item_mark (item, mark) VALUES ($1,$2) ON CONFLICT (item, mark) DO NOTHING`, d.Item.ID, mark); err != nil {
			return err
		}
	}
	return nil
}
