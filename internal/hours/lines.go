package hours

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"umland/internal/fault"
	"umland/internal/i18n"
)

// line is the answer to one value, as `umland hours eval` prints it.
type line struct {
	Value      string            `json:"value"`
	State      *string           `json:"state"`
	NextChange *string           `json:"next_change"`
	Comment    string            `json:"comment"`
	Text       map[string]string `json:"text"`
	Warnings   []string          `json:"warnings"`
	Error      *string           `json:"error"`
}

// longestLine is the most bytes of a line that are read.
const longestLine = 1 << 20

// EvalLines reads one value from each line of in and writes one line of JSON
// for each: value, state, next_change (RFC 3339 in the context's zone, null
// where nothing changes within two years), comment, text per language,
// warnings and error (then state and next_change are null). Warnings and
// errors are in German, the language of the desk.
func EvalLines(in io.Reader, out io.Writer, at time.Time, ctx Context) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 4096), longestLine)
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for lines.Scan() {
		if err := enc.Encode(answer(strings.TrimSuffix(lines.Text(), "\r"), at, ctx)); err != nil {
			return fmt.Errorf("hours: %w", err)
		}
	}
	if err := lines.Err(); err != nil {
		return errors.Join(fmt.Errorf("hours: %w", err), w.Flush())
	}
	return w.Flush()
}

func answer(value string, at time.Time, ctx Context) line {
	l := line{Value: value, Text: map[string]string{}, Warnings: []string{}}
	v, err := Parse(value)
	if err != nil {
		text := Explain(i18n.DE, err)
		l.Error = &text
		return l
	}
	o := v.ask(at, &ctx)
	state := o.now.Kind.String()
	l.State, l.Comment = &state, o.now.Comment
	if o.changes {
		next := o.next.Format(time.RFC3339)
		l.NextChange = &next
	}
	for _, lang := range i18n.All {
		l.Text[string(lang)] = v.Say(lang, at, ctx)
	}
	for _, w := range v.WarningsAt(at, ctx) {
		l.Warnings = append(l.Warnings, w.Text(i18n.DE))
	}
	return l
}

// Explain is the reason for which Parse refused a value, for readers of a
// language.
func Explain(lang i18n.Lang, err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return i18n.T(lang, f.Key, f.Args...)
	}
	return err.Error()
}

// WarningsAt is the value's warnings, and one more where the day of t hangs on
// school holidays that nobody knows.
func (v *Value) WarningsAt(t time.Time, ctx Context) []Warning {
	if !v.school {
		return v.Warnings
	}
	day := DayAt(t.In(ctx.zone()))
	if ctx.School != nil {
		if _, known := ctx.School(day); known {
			return v.Warnings
		}
	}
	return append(append([]Warning{}, v.Warnings...), Warning{Key: "hours.warn_school", Args: []any{"day", day}})
}
