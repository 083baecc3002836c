package app

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// layers are the packages of the house from the top down. A package imports
// only packages of lower layers, or those named for it in allowed.
var layers = [][]string{
	{"app"},
	{"demo"},
	{"article", "event", "find", "home", "organisation", "page", "place"},
	{"desk"},
	{"account", "gazetteer", "submit", "importer", "standing", "twin"},
	{"portal", "form"},
	{"feed"},
	{"frame"},
	{"alike", "content"},
	{"search"},
	{"mail"},
	{"hours", "ical", "jobs", "smtpsink", "testkit", "tiles", "ui"},
	{"db", "web"},
	{"fetch", "geo", "phone", "recur", "richtext", "spell"},
	{"i18n", "fault"},
	{"clock"},
}

// allowed are edges inside a layer, each with its reason.
var allowed = map[string]string{
	"submit→account": "a submission's limits per visitor's network are the sign-in's",
}

func TestImportsRunOneWay(t *testing.T) {
	level := map[string]int{}
	for i, layer := range layers {
		for _, name := range layer {
			level[name] = i
		}
	}
	for name, imports := range packages(t) {
		from, ok := level[name]
		if !ok {
			t.Errorf("package %s has no layer: say where it belongs", name)
			continue
		}
		for _, imported := range imports {
			to, ok := level[imported]
			if _, exception := allowed[name+"→"+imported]; !ok || to <= from && !exception {
				t.Errorf("%s imports %s: imports run one way, and a room never imports a room", name, imported)
			}
		}
	}
}

// packages gives each package of internal/ with those it imports from there.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "umland/internal/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		own := strings.TrimPrefix(p.ImportPath, "umland/internal/")
		found[own] = []string{}
		for _, i := range p.Imports {
			if rest, ok := strings.CutPrefix(i, "umland/internal/"); ok {
				found[own] = append(found[own], rest)
			}
		}
	}
	if len(found) < 10 {
		t.Fatalf("only %d packages found", len(found))
	}
	return found
}
