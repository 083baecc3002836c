package importer

import (
	"strings"

	"umland/internal/i18n"
)

// labels writes a German label as the end of its key.
var labels = strings.NewReplacer(" ", "_", "-", "_", "ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// FactLabel gives the label of a record's detail in a language. A label that
// only an own profile knows stays as it is.
func FactLabel(lang i18n.Lang, label string) string {
	key := "import.fact." + labels.Replace(strings.ToLower(label))
	if !i18n.Has(key) {
		return label
	}
	return i18n.T(lang, key)
}
