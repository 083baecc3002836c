package demo

import "testing"

func TestContentParses(t *testing.T) {
	r, err := Content()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d portals, %d categories, %d organisations, %d articles, %d places, %d events, %d services, %d pages",
		len(r.Portals), len(r.Categories), len(r.Organisations), len(r.Articles), len(r.Places), len(r.Events), len(r.Services), len(r.Pages))
}
