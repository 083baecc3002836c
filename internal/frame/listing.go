package frame

import (
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/phone"
	"umland/internal/web"
)

// Address is the address of a listing on one line, or "".
func Address(l content.Listing) string {
	parts := []string{}
	for _, s := range []string{l.Street, strings.TrimSpace(l.Postcode + " " + l.Town)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// Where is the place of an event in few words, or "".
func Where(l content.Listing) string {
	switch {
	case l.Venue == "":
		return l.Town
	case l.Town == "" || strings.Contains(l.Venue, l.Town):
		return l.Venue
	}
	return l.Venue + ", " + l.Town
}

// Published is the local day of a listing's publication.
func Published(r *web.Request, l content.Listing) time.Time {
	t, err := clock.ParseStamp(l.Published)
	if err != nil {
		return time.Time{}
	}
	return t.In(r.Site.Zone)
}

// iconOf is the sign of a listing: its category's or its kind's.
func iconOf(terms *content.Vocabulary, l content.Listing) string {
	if t, ok := terms.Find(l.Kind, l.Category); ok && t.Icon != "" {
		return t.Icon
	}
	switch l.Kind {
	case content.Article:
		return "newspaper"
	case content.Place:
		return "map-pin"
	case content.Event:
		return "calendar"
	case content.Service:
		return "clipboard-list"
	case content.Organisation:
		return "users"
	}
	return "file-text"
}

// operatorNumber is the operator's phone number in international form, or as
// it stands in the letterhead.
func operatorNumber(r *web.Request) string {
	return dialled(r.Site.Operator.Phone, r.Site.Country)
}

// Dial is the link that rings the operator.
func Dial(r *web.Request) string { return phone.Href(operatorNumber(r)) }

// OperatorPhone is the operator's number as people of the region write it.
func OperatorPhone(r *web.Request) string { return phone.Format(operatorNumber(r), r.Lang) }
