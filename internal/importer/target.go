package importer

import (
	"context"

	"umland/internal/db"
)

// Target is a room that takes records in. Each room implements it for its
// kind, in its import.go.
type Target interface {
	// Kind is the room's word: place, article or event.
	Kind() string
	// Check says, without the database, why a record cannot become an item; a
	// *fault.Error's key and arguments are the reason in the report. Nil
	// takes it.
	Check(rec *Record) error
	// Find gives what is already there of a source, by key. Keys without an
	// item are left out. It never gets more than 200 keys.
	Find(ctx context.Context, q db.Q, sourceID string, keys []string) (map[string]Known, error)
	// Put inserts the record, or updates the item when known is not nil, in
	// the running transaction, with revision and change log. It stores
	// rec.Hash() for the next Find.
	Put(ctx context.Context, tx *db.Tx, portal string, src Source, rec *Record, known *Known) error
}

// Known is an item that was taken from the source before.
type Known struct {
	ID      string
	Portal  string // slug of its owner
	Hash    string // of the record it was made from
	Touched bool   // an editor has changed it since
	Merged  bool   // a person found it to be the same as another, which stands for it
}

// Where says what Assign found out about a record.
type Where int

// The answers of Assign.
const (
	Inside  Where = iota // it belongs to the portal given beside
	Outside              // its position lies in no portal's area
	Nowhere              // it has no usable position
)

// Assign decides which portal owns a record.
type Assign func(rec *Record) (portal string, where Where)

// ToPortal gives every record to one portal.
func ToPortal(slug string) Assign {
	return func(*Record) (string, Where) { return slug, Inside }
}

// ByArea gives a record to the portal whose area holds its position. of gets
// longitude and latitude and answers "" outside of all areas.
func ByArea(of func(lon, lat float64) (slug string)) Assign {
	return func(rec *Record) (string, Where) {
		if !rec.HasPosition {
			return "", Nowhere
		}
		if slug := of(rec.Lon, rec.Lat); slug != "" {
			return slug, Inside
		}
		return "", Outside
	}
}
