package search

import (
	"encoding/json"
	"strings"

	"umland/internal/db"
)

// Narrow adds to a query that the item in the column is one of some, as one
// argument however many they are.
func Narrow(w *db.Where, engine db.Engine, column string, items []string) {
	if engine == db.Postgres {
		w.Add(column+` = ANY (string_to_array(?, ','))`, strings.Join(items, ","))
		return
	}
	list, err := json.Marshal(items)
	if err != nil {
		panic(err) // texts always can be
	}
	w.Add(column+` IN (SELECT value FROM json_each(?))`, string(list))
}
