package importer

import (
	"bytes"
	"context"
	"time"

	"umland/internal/fault"
	"umland/internal/ical"
)

// ReadEvents reads the events that somebody publishes: a calendar file, a news
// feed that names dates (xCal or the event module of RSS), or a page that
// tells search engines of its events (schema.org as JSON-LD). Times without a
// zone are meant in zone.
func ReadEvents(ctx context.Context, raw []byte, zone *time.Location) (*ical.Calendar, error) {
	if len(raw) > ical.MaxBytes {
		return nil, fault.New(fault.TooLarge, "ical.too_big", "mb", ical.MaxBytes>>20)
	}
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(raw[:min(len(raw), 4096)], []byte("\xef\xbb\xbf"))))
	switch {
	case bytes.Contains(head, []byte("begin:v")):
		return ical.Read(ctx, raw, zone)
	case bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("<rss")) || bytes.Contains(head, []byte("<rdf:rdf")) || bytes.Contains(head, []byte("<feed"))):
		return readFeed(raw, zone)
	case bytes.HasPrefix(head, []byte("<")), bytes.HasPrefix(head, []byte("{")), bytes.HasPrefix(head, []byte("[")):
		return readPage(raw, zone)
	}
	return ical.Read(ctx, raw, zone)
}
