package search

import (
	"errors"
	"strings"
	"testing"

	"umland/internal/db"
	"umland/internal/fault"
)

func TestSynonymsAreKeptPerPortal(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		x := newWorld(t, d).x
		here := Synonym{Portal: "handewitt", Lang: "de", Words: []string{" Müllabfuhr = Abfall", "Entsorgung,abfall"}}
		all := Synonym{Words: []string{"bibliotek", "Bücherei"}}
		other := Synonym{Portal: "harrislee", Words: []string{"a", "b"}}
		for _, s := range []*Synonym{&here, &all, &other} {
			if err := x.SaveSynonym(t.Context(), s); err != nil || s.ID == 0 {
				t.Fatal(s, err)
			}
		}
		if got := strings.Join(here.Words, "|"); got != "Müllabfuhr|Abfall|Entsorgung" {
			t.Errorf("the words are %s", got)
		}
		list := func(portal string) string {
			t.Helper()
			all, err := x.Synonyms(t.Context(), portal)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, s := range all {
				out = append(out, s.Words[0])
			}
			return strings.Join(out, " ")
		}
		if got := list("handewitt"); got != "Müllabfuhr bibliotek" {
			t.Errorf("Handewitt has %q", got)
		}
		here.Words = []string{"Restmüll", "Tonne"}
		if err := x.SaveSynonym(t.Context(), &here); err != nil || list("handewitt") != "Restmüll bibliotek" {
			t.Errorf("after the change: %q %v", list("handewitt"), err)
		}
		foreign := Synonym{ID: here.ID, Portal: "harrislee", Words: []string{"x", "y"}}
		if err := x.SaveSynonym(t.Context(), &foreign); !errors.Is(err, fault.NotFound) {
			t.Errorf("another portal's group: %v", err)
		}
		if err := x.RemoveSynonym(t.Context(), "harrislee", here.ID); err != nil || list("handewitt") != "Restmüll bibliotek" {
			t.Errorf("another portal takes it away: %q %v", list("handewitt"), err)
		}
		if err := x.RemoveSynonym(t.Context(), "handewitt", here.ID); err != nil || list("handewitt") != "bibliotek" {
			t.Errorf("taken away: %q %v", list("handewitt"), err)
		}
	})
}

func TestBadSynonymsAreRefused(t *testing.T) {
	for _, words := range [][]string{nil, {"eins"}, {"eins", "EINS"}, {"a", "?!"}, {"a", strings.Repeat("x", longestSynonym+1)}, strings.Split(strings.Repeat("a,b", 1)+",c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u", ",")} {
		s := Synonym{Words: words}
		var f *fault.Error
		if err := s.check(); !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Fields) != 1 {
			t.Errorf("%v: %v", words, err)
		}
	}
}
