package hours

import (
	"strconv"
	"strings"
	"time"

	"umland/internal/fault"
)

// warnings collects each message once.
type warnings struct{ list []Warning }

func (w *warnings) add(key string, args ...any) {
	for _, have := range w.list {
		if have.Key == key && same(have.Args, args) {
			return
		}
	}
	w.list = append(w.list, Warning{key, args})
}

func same(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// refuse is the error for a value that cannot be read.
func refuse(key string, args ...any) error { return fault.New(fault.Invalid, key, args...) }

var (
	dayNames   = [7]string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}
	monthNames = [13]string{"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	sunNames   = [5]string{"", "dawn", "sunrise", "sunset", "dusk"}
)

// better is how the grammar writes what a word means.
func better(w word) string {
	switch w.kind {
	case tokDay:
		return maskName(w.n)
	case tokMonth:
		return monthNames[w.n]
	case tokHoliday:
		return [2]string{"PH", "SH"}[w.n]
	case tokEaster:
		return "easter"
	case tokWeek:
		return "week"
	case tokSun:
		return sunNames[w.n]
	case tokState:
		return [3]string{"off", "open", "unknown"}[w.n]
	case tokAlways:
		return "24/7"
	case tokNoHoliday:
		return "PH off"
	case tokNth:
		return "Mo[" + strconv.Itoa(w.n) + "]"
	case tokAppointment:
		return `"` + appointment + `"`
	}
	return ""
}

// appointment is the comment that stands for all words for it.
const appointment = "by appointment"

func maskName(mask int) string {
	switch mask {
	case allDays:
		return "Mo-Su"
	case workdays:
		return "Mo-Fr"
	case allDays &^ (1 << time.Sunday):
		return "Mo-Sa"
	case weekend:
		return "Sa-Su"
	}
	var names []string
	for d := range 7 {
		if day := (d + 1) % 7; mask&(1<<day) != 0 {
			names = append(names, dayNames[day])
		}
	}
	return strings.Join(names, ",")
}
