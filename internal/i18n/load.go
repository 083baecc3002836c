package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed catalogue/*.toml
var files embed.FS

// texts holds every text of every language; it is read from the embedded
// files once, at the first lookup. A catalogue that cannot be read is a fault
// of the build, hence the panic: a test loads it.
var texts = sync.OnceValue(func() map[Lang]map[string]string {
	all, err := load(files)
	if err != nil {
		panic(err)
	}
	return all
})

// lookup finds a text; a language outside the catalogue reads as German.
func lookup(lang Lang, key string) (string, bool) {
	all := texts()
	table, ok := all[lang]
	if !ok {
		table = all[DE]
	}
	text, ok := table[key]
	return text, ok
}

// load reads all catalogue files of a file system.
func load(fsys fs.FS) (map[Lang]map[string]string, error) {
	names, err := fs.Glob(fsys, "catalogue/*.toml")
	if err != nil {
		return nil, err
	}
	all := make(map[Lang]map[string]string, len(All))
	for _, l := range All {
		all[l] = make(map[string]string, 1024)
	}
	for _, name := range names {
		area, lang, err := split(name)
		if err != nil {
			return nil, err
		}
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if err := read(all[lang], area, string(raw)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

// split takes catalogue/<area>.<lang>.toml apart.
func split(name string) (area string, lang Lang, err error) {
	area, code, ok := strings.Cut(strings.TrimSuffix(path.Base(name), ".toml"), ".")
	lang, known := Parse(code)
	if !ok || !known {
		return "", "", fmt.Errorf("%s: want <area>.<lang>.toml", name)
	}
	return area, lang, nil
}

// read adds the texts of one file to the table of its language.
func read(table map[string]string, area, raw string) error {
	var tree map[string]any
	if _, err := toml.Decode(raw, &tree); err != nil {
		return err
	}
	return flatten(table, area, "", tree)
}

// flatten turns nested tables into dotted keys, all of which must begin with
// the area: so that one file cannot hide a text of another.
func flatten(table map[string]string, area, prefix string, tree map[string]any) error {
	for k, v := range tree {
		key := k
		if prefix != "" {
			key = prefix + "." + k
		}
		switch v := v.(type) {
		case string:
			if !strings.HasPrefix(key, area+".") {
				return fmt.Errorf("key %q does not begin with %q", key, area+".")
			}
			if _, twice := table[key]; twice {
				return fmt.Errorf("key %q stands twice", key)
			}
			table[key] = v
		case map[string]any:
			if err := flatten(table, area, key, v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("key %q is not a text", key)
		}
	}
	return nil
}
