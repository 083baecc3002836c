package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"umland/internal/content"
	"umland/internal/i18n"
	"umland/internal/richtext"
	"umland/internal/web"
)

// clash is what two people changed at the same time.
type clash struct {
	who  string
	rows []difference
}

// difference is one fact that two versions of an item tell differently.
type difference struct{ label, mine, theirs string }

// differences compares two versions fact by fact, in the order of the form:
// the shared ones first, then those of the room.
func (m *Room) differences(r *web.Request, site *web.Site, mine, theirs Body) []difference {
	return between(m.told(r, site, mine), m.told(r, site, theirs))
}

// between gives what two tell differently, in the order of the first.
func between(a, b told) []difference {
	var out []difference
	labels := a.order
	for _, l := range b.order {
		if !slices.Contains(labels, l) {
			labels = append(labels, l)
		}
	}
	for _, l := range labels {
		if a.value[l] != b.value[l] {
			out = append(out, difference{l, a.value[l], b.value[l]})
		}
	}
	return out
}

type told struct {
	order []string
	value map[string]string
}

func (t *told) add(label, value string) {
	if value == "" {
		return
	}
	if _, twice := t.value[label]; !twice {
		t.order = append(t.order, label)
	}
	t.value[label] = value
}

// told tells an item in words.
func (m *Room) told(r *web.Request, site *web.Site, b Body) told {
	it := b.Spine()
	t := told{value: map[string]string{}}
	for _, lang := range textLangs(it) {
		text := it.Texts[lang]
		label := func(key string) string {
			if lang == it.First {
				return r.T(key)
			}
			return r.T(key) + " (" + languageName(r, lang) + ")"
		}
		t.add(label("desk.field_title"), text.Title)
		t.add(label("desk.field_kicker"), text.Kicker)
		t.add(label("desk.field_teaser"), text.Teaser)
		t.add(label("desk.field_body"), richtext.ToPlain(text.Body))
		t.add(label("desk.field_alt"), text.Alt)
	}
	t.add(r.T("desk.status"), r.T("desk.status_"+string(it.Status)))
	t.add(r.T("desk.field_slug"), it.Slug)
	t.add(r.T("desk.field_category"), strings.Join(it.Categories, ", "))
	t.add(r.T("desk.field_organisation"), it.Organisation)
	t.add(r.T("desk.field_image"), it.Image)
	t.add(r.T("desk.field_image_credit"), it.ImageCredit)
	t.add(r.T("desk.field_visible_from"), moment(it.VisibleFrom, site.Zone))
	t.add(r.T("desk.field_visible_until"), moment(it.VisibleUntil, site.Zone))
	if m.Facts != nil {
		if list := m.Facts.Facts(r, b); len(list) > 0 {
			for _, f := range list {
				if !shared(f.Name) {
					t.add(f.Label, f.Value)
				}
			}
			return t
		}
	}
	own(&t, b)
	return t
}

// shared tells whether a fact of the room is one that is told of every kind.
func shared(name string) bool {
	return strings.HasPrefix(name, "text_") || name == "category" || name == "organisation" || name == "picture"
}

// own adds the facts that only the room knows, by the names it stores them
// under.
func own(t *told, b Body) {
	raw, err := json.Marshal(b)
	if err != nil {
		return
	}
	var all map[string]any
	if json.Unmarshal(raw, &all) != nil {
		return
	}
	common, err := json.Marshal(content.Item{})
	if err != nil {
		return
	}
	var skip map[string]any
	if json.Unmarshal(common, &skip) != nil {
		return
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if _, known := skip[k]; !known {
			flatten(t, k, all[k])
		}
	}
}

func flatten(t *told, label string, v any) {
	switch v := v.(type) {
	case nil:
	case string:
		t.add(label, v)
	case bool:
		if v {
			t.add(label, "✓")
		}
	case float64:
		if v != 0 {
			t.add(label, strconv.FormatFloat(v, 'f', -1, 64))
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			flatten(t, label+" · "+k, v[k])
		}
	case []any:
		for i, e := range v {
			flatten(t, label+" "+strconv.Itoa(i+1), e)
		}
	default:
		t.add(label, fmt.Sprint(v))
	}
}

// languageName is a text's language in the reader's.
func languageName(r *web.Request, lang string) string {
	if lang == i18n.Leicht {
		return r.T("common.leicht")
	}
	return r.T("common.lang_" + lang)
}
