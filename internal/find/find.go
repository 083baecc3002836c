// Package find answers a citizen's question from everything the portals hold:
// one field, the answer itself first where there is one, results by kind, and
// suggestions while typing.
package find

import (
	"log/slog"

	"umland/internal/content"
	"umland/internal/ui"
	"umland/internal/web"
)

// Facts tells what other rooms know about an item that answers a question;
// app hands in an adapter over them.
type Facts interface {
	// State says whether a place is open now, in a sentence. The sentence is ""
	// where its hours are not known.
	State(r *web.Request, place content.Listing) (ui.OpenState, string, error)
	// Offices are the places that give a service, those near the portal first.
	Offices(r *web.Request, service string) ([]Office, error)
}

// Office is a place that gives a service.
type Office struct {
	Place content.Listing
	Phone string // in international form, or ""
}

// Room is the search of each portal.
type Room struct {
	spine *content.Spine
	facts Facts
	log   *slog.Logger
	pace  pace
}

// New is the room over a migrated database. Without facts an answer has only
// what every list shows.
func New(spine *content.Spine, facts Facts, log *slog.Logger) *Room {
	return &Room{spine: spine, facts: facts, log: log}
}

// Formats are the other forms of the search.
var Formats = []string{"json", "csv"}
