package db

import (
	"fmt"
	"strconv"
	"strings"
)

// Where collects the optional conditions of a list. Its zero value numbers
// placeholders from $1.
//
//	w := db.NewWhere(1)
//	w.Add("portal = ?", portal)
//	w.In("category", chosen)
//	text := "SELECT slug FROM listing" + w.SQL() + " ORDER BY slug LIMIT " + w.Mark(20)
//	db.All(ctx, q, db.Text, text, w.Args()...)
type Where struct {
	first int // 0 counts as 1
	conds []string
	args  []any
}

// NewWhere starts numbering at $first, for a statement that has placeholders
// of its own before it.
func NewWhere(first int) *Where { return &Where{first: first} }

// Add appends a condition whose ? marks stand for args in order; all
// conditions must hold. The wrong number of marks is a mistake in the program
// that would shift every later argument: it panics.
func (w *Where) Add(cond string, args ...any) {
	var b strings.Builder
	marks := 0
	for i := 0; i < len(cond); {
		if n := literal(cond[i:]); n > 0 {
			b.WriteString(cond[i : i+n])
			i += n
			continue
		}
		if cond[i] == '?' && marks < len(args) {
			b.WriteString(w.Mark(args[marks]))
			marks++
		} else {
			if cond[i] == '?' {
				marks++
			}
			b.WriteByte(cond[i])
		}
		i++
	}
	if marks != len(args) {
		panic(fmt.Sprintf("db: the condition %q has %d marks but %d arguments", cond, marks, len(args)))
	}
	w.conds = append(w.conds, b.String())
}

// In lets column be one of values. No value lets no row through.
func (w *Where) In(column string, values []string) {
	if len(values) == 0 {
		w.conds = append(w.conds, "1 = 0")
		return
	}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = w.Mark(v)
	}
	w.conds = append(w.conds, column+" IN ("+strings.Join(marks, ", ")+")")
}

// Mark takes up one more argument and gives its placeholder, for what stands
// outside the conditions, such as LIMIT and OFFSET.
func (w *Where) Mark(arg any) string {
	w.args = append(w.args, arg)
	return "$" + strconv.Itoa(max(w.first, 1)+len(w.args)-1)
}

// SQL is "" without conditions, else " WHERE a = $1 AND …", each condition in
// brackets of its own so that an OR stays inside.
func (w *Where) SQL() string {
	if len(w.conds) == 0 {
		return ""
	}
	return " WHERE (" + strings.Join(w.conds, ") AND (") + ")"
}

// Args is the arguments in the order of their numbers, from $first on.
func (w *Where) Args() []any { return append([]any{}, w.args...) }
