package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"umland/internal/content"
	"umland/internal/db"
)

// Checked is what a check of an installation found.
type Checked struct {
	Items    int      `json:"items"`
	Differ   []string `json:"differ"` // ids whose derived rows were not what the body says
	Repaired bool     `json:"repaired"`
	Database []string `json:"database"` // what the engine found wrong with its file
}

// errKeep rolls a comparison back.
var errKeep = errors.New("compared only")

// Check compares everything that is derived - listings, placements, dates,
// search words - with what the bodies give, and asks the engine about its
// file. With repair the derived rows are written anew.
func (a *App) Check(ctx context.Context, repair bool) (Checked, error) {
	var out Checked
	var err error
	if out.Database, err = a.DB.Integrity(ctx, true); err != nil {
		return out, err
	}
	// Across portals: the check is of the whole installation.
	ids, err := db.All(ctx, a.DB, db.Text, `SELECT id FROM item ORDER BY id`)
	if err != nil {
		return out, err
	}
	for _, id := range ids {
		same, err := a.compare(ctx, id, repair)
		if err != nil {
			return out, fmt.Errorf("item %s: %w", id, err)
		}
		out.Items++
		if !same {
			out.Differ = append(out.Differ, id)
		}
	}
	if repair {
		if err := a.Spine.Index().Rebuild(ctx); err != nil {
			return out, err
		}
	}
	out.Repaired = repair && len(out.Differ) > 0
	return out, nil
}

// compare tells whether an item's derived rows are what its body says, and
// with repair makes them so.
func (a *App) compare(ctx context.Context, id string, repair bool) (same bool, err error) {
	err = a.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := a.Spine.Lock(ctx, tx, id); err != nil {
			return err
		}
		before, err := a.Spine.Derived(ctx, tx, id)
		if err != nil {
			return err
		}
		d, err := a.draft(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := a.Spine.Relist(ctx, tx, d); err != nil {
			return err
		}
		after, err := a.Spine.Derived(ctx, tx, id)
		if err != nil {
			return err
		}
		if same = before == after; same || !repair {
			return errKeep
		}
		return a.Spine.Log(ctx, tx, content.Change{Portal: d.Item.Portal, Kind: d.Item.Kind, Item: id, Action: "relisted"})
	})
	if errors.Is(err, errKeep) {
		err = nil
	}
	return same, err
}

// Print tells the findings to a person.
func (c Checked) Print(w io.Writer) {
	fmt.Fprintf(w, "%d items checked, %d with derived rows that differ", c.Items, len(c.Differ))
	if c.Repaired {
		fmt.Fprint(w, ", all repaired")
	}
	fmt.Fprintln(w)
	for _, line := range c.Database {
		fmt.Fprintln(w, "database:", line)
	}
}

// Sound tells whether nothing is left to mend.
func (c Checked) Sound() bool {
	return len(c.Database) == 0 && (len(c.Differ) == 0 || c.Repaired)
}
