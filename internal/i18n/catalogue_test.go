package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// TestLanguagesHaveTheSameKeys finds texts that one language lacks, empty
// ones, and plurals without one of their two forms.
func TestLanguagesHaveTheSameKeys(t *testing.T) {
	all := texts()
	for _, key := range keys(all) {
		for _, l := range All {
			text, ok := all[l][key]
			if !ok {
				t.Errorf("%s is missing in %s", key, l)
			} else if strings.TrimSpace(text) == "" || text != strings.TrimSpace(text) {
				t.Errorf("%s in %s is empty or has blanks at its ends: %q", key, l, text)
			}
		}
		if base, ok := strings.CutSuffix(key, ".one"); ok && all[DE][base+".other"] == "" {
			t.Errorf("%s has no .other", key)
		}
	}
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// TestLanguagesHaveTheSamePlaceholders compares the names in braces. The form
// .one may leave {n} out, since "ein Ort" reads better than "1 Ort".
func TestLanguagesHaveTheSamePlaceholders(t *testing.T) {
	all := texts()
	for _, key := range keys(all) {
		want := names(all[DE][key], key)
		for _, l := range All[1:] {
			if got := names(all[l][key], key); !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v, de has %v", key, l, got, want)
			}
		}
	}
}

// TestTone holds the rules for errors and the house's way of writing.
func TestTone(t *testing.T) {
	banned := regexp.MustCompile(`(?i)\bleider\b|ungültig|desværre|ugyldig|unfortunately|\binvalid\b|erfahren sie mehr|…`)
	for l, table := range texts() {
		for key, text := range table {
			if hit := banned.FindString(text); hit != "" {
				t.Errorf("%s in %s says %q: %s", key, l, hit, text)
			}
		}
	}
}

// TestDanishSaysDu finds the polite form, which Danish pages do not use.
func TestDanishSaysDu(t *testing.T) {
	polite := regexp.MustCompile(`(^|[a-zæøå,] )(De|Dem|Deres)( |\.|,)`)
	for key, text := range texts()[DA] {
		if polite.MatchString(text) && !strings.HasPrefix(text, "De ") {
			t.Errorf("%s: %s", key, text)
		}
	}
}

var (
	literal = regexp.MustCompile(`"([a-z]+)\.((?:[a-z0-9_]+\.)*[a-z0-9_]*)"`)
	// extensions tell a file's name from a key.
	extensions = regexp.MustCompile(`\.(go|css|html|svg|js|json|txt|sql|toml|templ|ics|csv|rss|geojson|xml|db|png|jpg|woff2|md|tsv|lock|pmtiles|org|de|dk|com|localhost)$`)
)

// TestKeysInCodeExist reads every Go and templ file of the repository and
// looks for literals such as "area.key" whose area is a catalogue file. A
// literal may be the beginning of keys made at run time: at least one must
// exist.
func TestKeysInCodeExist(t *testing.T) {
	areas := map[string]bool{}
	for key := range texts()[DE] {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	used := map[string]bool{}
	for _, file := range sources(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(raw), -1) {
			key := m[1] + "." + m[2]
			if !areas[m[1]] || extensions.MatchString(key) || used[key] {
				continue
			}
			used[key] = true
			if !Has(key) && !hasPrefix(key+".") && !(beginning(key) && hasPrefix(key)) {
				t.Errorf("%s: no text %q in the catalogue", file, key)
			}
		}
	}
	report(t, used)
}

func beginning(key string) bool { return strings.HasSuffix(key, ".") || strings.HasSuffix(key, "_") }

// sources lists the repository's Go and templ files, but neither generated
// ones nor tests, whose keys may be made up, nor facts.go, whose names are
// those of jobs.
func sources(t *testing.T) []string {
	var list []string
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name != ".." && (name == "node_modules" || name == "bin" || strings.HasPrefix(name, ".") && len(name) > 1) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, ".templ") || strings.HasSuffix(name, ".go") &&
			!strings.HasSuffix(name, "_templ.go") && !strings.HasSuffix(name, "_test.go") && name != "facts.go" {
			list = append(list, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// report logs the texts that no literal names; keys put together at run time
// are counted as used when their beginning is a literal.
func report(t *testing.T, used map[string]bool) {
	var unused []string
	for key := range texts()[DE] {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		if !used[key] && !used[base] && !begun(used, key) {
			unused = append(unused, key)
		}
	}
	sort.Strings(unused)
	t.Logf("%d texts are named by no literal: %s", len(unused), strings.Join(unused, " "))
}

func begun(used map[string]bool, key string) bool {
	for i, r := range key {
		if (r == '.' || r == '_') && used[key[:i+1]] {
			return true
		}
	}
	return false
}

func hasPrefix(prefix string) bool {
	for key := range texts()[DE] {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// keys lists the keys of all languages together.
func keys(all map[Lang]map[string]string) []string {
	set := map[string]bool{}
	for _, table := range all {
		for key := range table {
			set[key] = true
		}
	}
	list := make([]string, 0, len(set))
	for key := range set {
		list = append(list, key)
	}
	sort.Strings(list)
	return list
}

func names(text, key string) []string {
	var list []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if m[1] == "n" && strings.HasSuffix(key, ".one") {
			continue
		}
		list = append(list, m[1])
	}
	sort.Strings(list)
	return slices.Compact(list)
}
