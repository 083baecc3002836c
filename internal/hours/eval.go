package hours

import "time"

// evaluation is the work of one question to a value.
type evaluation struct {
	v    *Value
	ctx  *Context
	year [3]yearHolidays
	// assume is the answer for days whose school holidays are not known, and
	// unsure tells that it was needed.
	assume, unsure bool

	own, full     []stroke
	pieces, other []piece
	ownDay        Day
	haveOwn       bool
	ownRoom       [12]stroke
	fullRoom      [16]stroke
	pieceRoom     [24]piece
}

// start gives the evaluation room for a usual value.
func (e *evaluation) start() {
	e.own, e.full, e.pieces = e.ownRoom[:0], e.fullRoom[:0], e.pieceRoom[:0]
}

// day gives a day's pieces; they are good until the next call. Where they
// hang on school holidays that are not known, both cases are worked out and
// what differs is Unknown.
func (e *evaluation) day(d Day) []piece {
	e.assume, e.unsure = false, false
	e.pieces = e.paintDay(e.pieces, d)
	if !e.unsure {
		return e.pieces
	}
	e.assume, e.haveOwn = true, false
	e.other = e.paintDay(e.other, d)
	e.haveOwn = false
	return e.merge()
}

func (e *evaluation) paintDay(list []piece, d Day) []piece {
	at := dateOf(d)
	var before []stroke
	if e.v.spills {
		if !e.haveOwn || e.ownDay != d-1 {
			yesterday := dateOf(d - 1)
			e.own = e.strokes(e.own[:0], &yesterday, nil)
		}
		before = e.own
	}
	e.full = e.strokes(e.full[:0], &at, before)
	list = e.paint(list, e.full)
	if e.v.spills {
		e.own, e.ownDay, e.haveOwn = e.strokes(e.own[:0], &at, nil), d, !e.unsure
	}
	return list
}

// merge compares the two cases of a day.
func (e *evaluation) merge() []piece {
	for _, o := range e.other {
		e.pieces = split(e.pieces, o.from)
	}
	for _, p := range e.pieces {
		e.other = split(e.other, p.from)
	}
	for i := range e.pieces {
		if e.pieces[i].kind != e.other[i].kind {
			e.pieces[i].kind, e.pieces[i].reason, e.pieces[i].rule = Unknown, SchoolUnknown, -1
		}
	}
	return e.pieces
}

// state makes a piece's state readable.
func (e *evaluation) state(p *piece) State {
	s := State{Kind: p.kind, Reason: p.reason}
	if p.rule >= 0 {
		s.Comment = e.v.rules[p.rule].comment
	}
	if p.holiday > 0 {
		s.Holiday = namedHoliday(e.holidays(int(p.year)).list[p.holiday-1])
		if s.Comment == "" {
			s.Comment = s.Holiday.Name
		}
	}
	return s
}

// at is the piece of a day that holds a minute, and its number.
func at(list []piece, minute int) int {
	i := len(list) - 1
	for i > 0 && int(list[i].from) > minute {
		i--
	}
	return i
}

// At is the state at an instant.
func (v *Value) At(t time.Time, ctx Context) State {
	e := evaluation{v: v, ctx: &ctx}
	e.start()
	d, minute := wall(t.In(ctx.zone()))
	list := e.day(d)
	return e.state(&list[at(list, minute)])
}

// horizon is how far NextChange looks ahead.
const horizon = 2 // years

// NextChange is the next instant after t at which the kind of the state
// changes; false where that does not happen within two years. A mere change
// of comment is none.
func (v *Value) NextChange(t time.Time, ctx Context) (time.Time, bool) {
	a := v.ask(t, &ctx)
	return a.next, a.changes
}

// outlook is a state with its next change: when, and to what.
type outlook struct {
	now     State
	next    time.Time
	then    State
	changes bool
	// shut is true where the place stays closed for the whole day of now.
	shut bool
}

// ask gives the state at an instant and its next change in one go.
func (v *Value) ask(t time.Time, ctx *Context) outlook {
	e := evaluation{v: v, ctx: ctx}
	e.start()
	t = t.In(ctx.zone())
	d, minute := wall(t)
	list := e.day(d)
	i := at(list, minute)
	o := outlook{now: e.state(&list[i]), shut: true}
	for _, p := range list {
		o.shut = o.shut && p.kind == Closed
	}
	if v.constant {
		return o
	}
	o.next, o.then, o.changes = e.next(list, i+1, d, o.now.Kind, t.AddDate(horizon, 0, 0))
	return o
}

// next looks for the first piece of another kind, from the i-th of a day on.
func (e *evaluation) next(list []piece, i int, d Day, kind Kind, limit time.Time) (time.Time, State, bool) {
	last := DayAt(limit)
	for ; d <= last; d, i = d+1, 0 {
		if list == nil {
			list = e.day(d)
		}
		for ; i < len(list); i++ {
			if list[i].kind == kind {
				continue
			}
			begin, minute := instant(d, int(list[i].from), limit.Location())
			if j := at(list, minute); j != i && list[j].kind == kind {
				continue // the whole piece lies in the hour the clock skips
			}
			if begin.After(limit) {
				return time.Time{}, State{}, false
			}
			return begin, e.state(&list[at(list, minute)]), true
		}
		list = nil
		if e.v.dated && len(e.full)+len(e.own) == 0 {
			d = max(d, e.earliest(d+1)-1)
		}
	}
	return time.Time{}, State{}, false
}

// Spans lists the open and unknown spans from one instant to another, cut at
// both. Spans that touch are joined where their states are the same.
func (v *Value) Spans(from, to time.Time, ctx Context) []Span {
	e := evaluation{v: v, ctx: &ctx}
	e.start()
	from, to = from.In(ctx.zone()), to.In(ctx.zone())
	spans := []Span{}
	first, last := DayAt(from), DayAt(to)
	for d := first; d <= last; d++ {
		list := e.day(d)
		for i := range list {
			start, _ := instant(d, int(list[i].from), from.Location())
			end := (d + 1).Midnight(from.Location())
			if i+1 < len(list) {
				end, _ = instant(d, int(list[i+1].from), from.Location())
			}
			spans = add(spans, Span{later(start, from), earlier(end, to), e.state(&list[i])})
		}
	}
	return spans
}

func add(spans []Span, s Span) []Span {
	if s.State.Kind == Closed || !s.Start.Before(s.End) {
		return spans
	}
	if n := len(spans); n > 0 && spans[n-1].End.Equal(s.Start) {
		if a, b := spans[n-1].State, s.State; a.Kind == b.Kind && a.Comment == b.Comment && a.Reason == b.Reason {
			spans[n-1].End = s.End
			return spans
		}
	}
	return append(spans, s)
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
