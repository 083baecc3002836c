package hours

import (
	"time"

	"umland/internal/i18n"
)

// soon is how short a wait is told in minutes.
const soon = 30 * time.Minute

// Say is the one sentence a person wants to know at t: "geöffnet bis 18:00
// Uhr", "öffnet morgen um 8:00 Uhr", "heute geschlossen (Reformationstag)".
func (v *Value) Say(lang i18n.Lang, t time.Time, ctx Context) string {
	o := v.ask(t, &ctx)
	t = t.In(ctx.zone())
	switch o.now.Kind {
	case Open:
		return withComment(lang, o.now, sayOpen(lang, o, t))
	case Unknown:
		return sayUnknown(lang, o.now)
	default:
		return sayClosed(lang, o, t)
	}
}

func sayOpen(lang i18n.Lang, o outlook, t time.Time) string {
	wait := o.next.Sub(t)
	switch {
	case !o.changes:
		return i18n.T(lang, "hours.open_always")
	case o.then.Kind == Unknown && o.then.Reason == OpenEnd:
		return i18n.T(lang, "hours.open_at_least", "when", until(lang, o.next, t))
	case wait <= soon && o.then.Kind == Closed:
		return i18n.N(lang, "hours.closes_in", minutes(wait))
	default:
		return i18n.T(lang, "hours.open_until", "when", until(lang, o.next, t))
	}
}

func sayClosed(lang i18n.Lang, o outlook, t time.Time) string {
	why := comment(lang, o.now)
	switch wait := o.next.Sub(t); {
	case o.shut && why != "":
		return i18n.T(lang, "hours.closed_today_why", "why", why)
	case !o.changes && why != "":
		return i18n.T(lang, "hours.closed_why", "why", why)
	case !o.changes:
		return i18n.T(lang, "hours.closed")
	case o.then.Kind == Unknown && o.then.Reason != OpenEnd:
		return withComment(lang, o.then, i18n.T(lang, "hours.opens_perhaps", "when", from(lang, o.next, t)))
	case wait <= soon:
		return i18n.N(lang, "hours.opens_in", minutes(wait))
	}
	return i18n.T(lang, "hours.opens", "when", from(lang, o.next, t))
}

func sayUnknown(lang i18n.Lang, s State) string {
	switch why := comment(lang, s); {
	case s.Reason == OpenEnd:
		return i18n.T(lang, "hours.open_end")
	case s.Reason == SchoolUnknown:
		return i18n.T(lang, "hours.school_unknown")
	case s.Comment == appointment:
		return why
	case why != "":
		return i18n.T(lang, "hours.unknown_why", "why", why)
	}
	return i18n.T(lang, "hours.unknown")
}

// comment is what a state says beside its kind, for readers of a language.
func comment(lang i18n.Lang, s State) string {
	switch {
	case s.Comment == appointment:
		return i18n.T(lang, "hours.appointment")
	case s.Reason == OnHoliday && s.Comment == s.Holiday.Name:
		return s.Holiday.Text(lang)
	case s.Comment == "" && s.Reason == OnSchool:
		return i18n.T(lang, "hours.school")
	}
	return s.Comment
}

// withComment adds a state's comment; the name of a holiday does not matter
// while a place is open.
func withComment(lang i18n.Lang, s State, text string) string {
	if s.Comment == "" || s.Reason == OnHoliday && s.Comment == s.Holiday.Name {
		return text
	}
	return text + " (" + comment(lang, s) + ")"
}

// minutes rounds up, so that "in 1 minute" is the least.
func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }

// until is an end as people say it: the hours of the night belong to the day
// before, and midnight is its end.
func until(lang i18n.Lang, end, now time.Time) string {
	midnight := end.Hour() == 0 && end.Minute() == 0
	clock := i18n.Time(lang, end)
	day := end
	if midnight {
		clock, day = i18n.T(lang, "hours.midnight"), end.AddDate(0, 0, -1)
	}
	switch n := DayAt(day) - DayAt(now); {
	case n == 0, n == 1 && !midnight && end.Hour() < 6 && end.Sub(now) < 18*time.Hour:
		return clock
	default:
		return i18n.T(lang, "hours.day_time", "day", dayName(lang, day, now, n), "time", clock)
	}
}

// from is a beginning as people say it: "heute um 14:00 Uhr".
func from(lang i18n.Lang, begin, now time.Time) string {
	n := DayAt(begin) - DayAt(now)
	day := dayName(lang, begin, now, n)
	if n > 1 {
		day = i18n.T(lang, "hours.on_day", "day", day)
		if n > 6 {
			day = i18n.T(lang, "hours.on_date", "day", dayName(lang, begin, now, n))
		}
	}
	return i18n.T(lang, "hours.day_at", "day", day, "time", i18n.Time(lang, begin))
}

// dayName is the shortest name of a day n days ahead that leaves no doubt.
func dayName(lang i18n.Lang, day, now time.Time, n Day) string {
	switch {
	case n <= 1:
		return i18n.RelativeDay(lang, day, now)
	case n <= 6:
		return i18n.Weekday(lang, day)
	case day.Year() == now.Year() || n < 180:
		return i18n.DayMonth(lang, day)
	}
	return i18n.Date(lang, day)
}
