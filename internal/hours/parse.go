package hours

import "strings"

// Parse reads a value of the opening_hours grammar. What is commonly written
// instead is mended, with a warning for each kind of mending. The error
// (fault.Invalid, keys hours.bad_…) says what cannot be read.
func Parse(value string) (*Value, error) {
	if len(value) > maxLength {
		return nil, refuse("hours.bad_long", "max", maxLength)
	}
	w := &warnings{}
	list, err := cut(strings.ToValidUTF8(value, " "), w)
	if err != nil {
		return nil, err
	}
	p := &parser{list: tidy(list, w), warnings: w}
	if p.peek().kind == tokEnd {
		return nil, refuse("hours.bad_empty")
	}
	if err := p.rules(); err != nil {
		return nil, err
	}
	v := &Value{Text: value, rules: p.found}
	v.settle(w)
	if v.contradicts() {
		return nil, refuse("hours.bad_twice")
	}
	v.Warnings = w.list
	return v, nil
}

// parser walks along the tokens of a value.
type parser struct {
	list     []token
	i        int
	warnings *warnings
	found    []rule
}

func (p *parser) peek() token { return p.ahead(0) }

// ahead is the n-th token from here; past the end there are only ends.
func (p *parser) ahead(n int) token {
	if p.i+n >= len(p.list) {
		return token{}
	}
	return p.list[p.i+n]
}

func (p *parser) take() token {
	t := p.peek()
	p.i++
	return t
}

// accept takes a character if it stands here.
func (p *parser) accept(sign rune) bool {
	if p.peek().is(sign) {
		p.i++
		return true
	}
	return false
}

// unexpected is the error for a token that has no place here.
func (p *parser) unexpected() error {
	t := p.peek()
	if t.kind == tokEnd {
		return refuse("hours.bad_end")
	}
	return refuse("hours.bad_place", "word", t.text)
}

// maxRules is the most rules a value may have.
const maxRules = 100

// rules reads rules until the end.
func (p *parser) rules() error {
	next := replaces
	for p.peek().kind != tokEnd {
		if len(p.found) >= maxRules {
			return refuse("hours.bad_long", "max", maxLength)
		}
		r := rule{join: next}
		if err := p.rule(&r); err != nil {
			return err
		}
		p.alone(&r)
		p.found = append(p.found, r)
		switch t := p.peek(); {
		case t.kind == tokEnd:
			return nil
		case p.accept(';'):
			next = replaces
		case t.is('|') && p.ahead(1).is('|'):
			p.i += 2
			next = falls
		case p.accept(','):
			next = adds
		default: // no sign between two rules
			p.warnings.add("hours.warn_between", "word", t.text)
			next = adds
		}
	}
	return nil
}

// alone looks at a rule that is nothing but a comment. Written out as words
// ("und nach Vereinbarung") it means all other hours; in quotation marks it
// keeps the grammar's meaning, which leaves nothing of the rules before.
func (p *parser) alone(r *rule) {
	if len(p.found) == 0 || r.join == falls || r.stated || r.comment == "" || len(r.selectors)+len(r.spans) > 0 {
		return
	}
	if p.list[p.i-1].kind == tokAppointment {
		p.warnings.add("hours.warn_appointment")
		r.join = falls
		return
	}
	p.warnings.add("hours.warn_comment")
}

// rule reads one rule: selectors, spans, state and comment, in any order that
// leaves no doubt.
func (p *parser) rule(r *rule) error {
	sel := selector{}
	start := p.i
	for {
		done, err := p.part(r, &sel)
		if err != nil {
			return err
		}
		if done {
			break
		}
	}
	if p.i == start {
		return p.unexpected()
	}
	if !sel.empty() {
		r.selectors = append(r.selectors, sel)
	}
	if !r.stated && r.comment == "" {
		r.kind = Open
	} else if !r.stated {
		r.kind = Unknown // a bare comment names a condition
	}
	return nil
}

// part reads the next part of a rule; true where the rule ends.
func (p *parser) part(r *rule, sel *selector) (done bool, err error) {
	body := len(r.spans) > 0 || r.stated || r.comment != "" || r.always
	switch t := p.peek(); {
	case t.kind == tokEnd, t.is(';'), t.is('|'):
		return true, nil
	case t.is(','):
		return p.comma(r, sel, body)
	case t.is(':') && (body || !sel.empty()):
		p.i++
		return false, nil
	case t.kind == tokState:
		return p.state(r, t)
	case t.kind == tokComment:
		p.i++
		r.comment = joinText(r.comment, t.text)
		return false, nil
	case t.kind == tokAppointment:
		p.i++
		r.comment = joinText(r.comment, appointment)
		return false, nil
	case t.kind == tokAlways:
		p.i++
		if !r.stated {
			r.kind, r.stated = Open, true
		}
		return false, nil
	case p.atSelector():
		if body && !sel.empty() || r.stated && r.kind == Closed && len(r.spans) > 0 {
			return true, nil // the next rule, without a sign between
		}
		if len(r.spans) > 0 {
			p.warnings.add("hours.warn_order")
		}
		return false, p.selector(sel)
	case p.atSpan():
		if (r.stated || r.comment != "") && len(r.spans) > 0 {
			return true, nil
		}
		return false, p.spans(r)
	}
	return false, p.unexpected()
}

// state reads "open", "off" and their like.
func (p *parser) state(r *rule, t token) (done bool, err error) {
	if r.stated {
		if int(r.kind) == t.n {
			p.i++
			return false, nil
		}
		return false, p.unexpected()
	}
	p.i++
	r.kind, r.stated = Kind(t.n), true
	return false, nil
}

func joinText(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// comma decides what a comma divides: spans, selectors or rules.
func (p *parser) comma(r *rule, sel *selector, body bool) (done bool, err error) {
	if body {
		return true, nil
	}
	p.i++
	switch t := p.peek(); {
	case p.atSpan() && !p.atSelector(), t.kind == tokState, t.kind == tokAlways, t.kind == tokComment:
		p.warnings.add("hours.warn_comma")
		return false, nil
	case !sel.empty() && len(sel.dates) == 0 && (t.kind == tokMonth || t.kind == tokEaster || p.dayBeforeMonth()):
		// "Sa,PH,Dec 24 off": either, with one body for both
		p.warnings.add("hours.warn_mixed")
		r.selectors = append(r.selectors, *sel)
		*sel = selector{}
		return false, nil
	}
	p.i--
	return false, p.unexpected()
}
