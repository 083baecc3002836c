package demo

import (
	"embed"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed content/*.toml
var files embed.FS

// Content reads the demo region. An unknown key in a file is an error: a typing mistake would
// otherwise drop a text without a word.
func Content() (*Region, error) {
	r := &Region{}
	for _, f := range []struct {
		name string
		into any
	}{
		{"pictures", &struct {
			List *[]Picture `toml:"picture"`
		}{&r.Pictures}},
		{"portals", &struct {
			List    *[]Portal `toml:"portal"`
			Notices *[]Notice `toml:"notice"`
		}{&r.Portals, &r.Notices}},
		{"organisations", &struct {
			List *[]Organisation `toml:"organisation"`
		}{&r.Organisations}},
		{"articles", &struct {
			List *[]Article `toml:"article"`
		}{&r.Articles}},
		{"places", &struct {
			List *[]Place `toml:"place"`
		}{&r.Places}},
		{"events", &struct {
			List *[]Event `toml:"event"`
		}{&r.Events}},
		{"services", &struct {
			List *[]Service `toml:"service"`
		}{&r.Services}},
		{"pages", &struct {
			List *[]Page `toml:"page"`
		}{&r.Pages}},
	} {
		if err := decode(f.name, f.into); err != nil {
			return nil, err
		}
	}
	r.fill()
	return r, nil
}

// decode reads one file strictly.
func decode(name string, into any) error {
	name = "content/" + name + ".toml"
	meta, err := toml.DecodeFS(files, name, into)
	if err != nil {
		return fmt.Errorf("demo: %s: %w", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("demo: %s: unknown key %s", name, unknown[0])
	}
	return nil
}

// fill puts in what the files leave out because it follows from elsewhere.
func (r *Region) fill() {
	first := map[string]string{}
	for _, p := range r.Portals {
		first[p.Slug] = p.First
	}
	pictures := map[string]Picture{}
	for _, p := range r.Pictures {
		pictures[p.Name] = p
	}
	for _, h := range r.heads() {
		if h.Lang == "" {
			h.Lang = first[h.Portal]
		}
		p, pictured := pictures[h.Picture]
		if pictured && h.Credit == "" {
			h.Credit = p.Credit
		}
		for lang, t := range h.Texts {
			t.Body = strings.TrimSpace(t.Body)
			if pictured && t.Alt == "" {
				t.Alt = p.alt(lang)
			}
			h.Texts[lang] = t
		}
	}
	for i := range r.Portals {
		p := &r.Portals[i]
		p.Leicht.Body = strings.TrimSpace(p.Leicht.Body)
		for _, t := range p.Teasers {
			for lang, text := range t.Texts {
				if text.Alt == "" {
					text.Alt = pictures[t.Picture].alt(lang)
					t.Texts[lang] = text
				}
			}
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		if e.Status == "" {
			e.Status = "scheduled"
		}
		if e.Days == 0 {
			e.Days = 1
		}
	}
}

// alt is the picture's description in a language; Leichte Sprache takes the German one.
func (p Picture) alt(lang string) string {
	if a := p.Alt[lang]; a != "" {
		return a
	}
	return p.Alt["de"]
}

// heads lists the heads of all items of all kinds.
func (r *Region) heads() []*Head {
	var all []*Head
	for i := range r.Organisations {
		all = append(all, &r.Organisations[i].Head)
	}
	for i := range r.Articles {
		all = append(all, &r.Articles[i].Head)
	}
	for i := range r.Places {
		all = append(all, &r.Places[i].Head)
	}
	for i := range r.Events {
		all = append(all, &r.Events[i].Head)
	}
	for i := range r.Services {
		all = append(all, &r.Services[i].Head)
	}
	for i := range r.Pages {
		all = append(all, &r.Pages[i].Head)
	}
	return all
}
