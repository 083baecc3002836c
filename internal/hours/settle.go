package hours

// settle works out what evaluating a value needs to know of it, and adds the
// warnings that concern several rules.
func (v *Value) settle(w *warnings) {
	v.constant, v.dated = true, true
	for i := range v.rules {
		r := &v.rules[i]
		simplify(r)
		r.always = len(r.selectors) == 0 && len(r.spans) == 0
		v.constant = v.constant && r.always
		v.dated = v.dated && len(r.selectors) > 0
		for _, s := range r.selectors {
			v.dated = v.dated && len(s.dates)+len(s.years) > 0
			for _, h := range s.holidays {
				v.school = v.school || h.school
			}
		}
		late := false
		for _, s := range r.spans {
			late = late || s.to.minute > minutesPerDay || s.from.sun != noSun || s.to.sun != noSun || s.openEnd
		}
		v.spills = v.spills || late
		if i > 0 && r.clears() && wrapsBefore(v.rules[:i]) {
			w.add("hours.warn_midnight")
		}
		if i > 0 && r.join == replaces && len(r.selectors) == 0 && len(r.spans) > 0 && r.kind == Open {
			w.add("hours.warn_no_days")
		}
	}
}

// contradicts is true for "24/7, 06:00-21:00": always open and yet not.
func (v *Value) contradicts() bool {
	for i := 1; i < len(v.rules); i++ {
		if r := &v.rules[i]; v.rules[i-1].always && v.rules[i-1].kind == Open && r.join == adds && r.kind == Open {
			return true
		}
	}
	return false
}

// wrapsBefore is true where one of the rules is open past midnight, which a
// later rule for the next day cuts off.
func wrapsBefore(rules []rule) bool {
	for _, r := range rules {
		for _, s := range r.spans {
			if s.from.sun == noSun && s.to.sun == noSun && s.to.minute > minutesPerDay && r.kind != Closed {
				return true
			}
		}
	}
	return false
}

// simplify drops selectors that pick every day and spans that are the whole
// day, so that such values are quick and constant.
func simplify(r *rule) {
	for i := range r.selectors {
		s := &r.selectors[i]
		if s.mask == allDays && !s.both {
			s.days, s.holidays, s.mask = nil, nil, 0 // "PH,Mo-Su" is every day
		}
		if s.empty() {
			r.selectors = nil
			break
		}
	}
	if len(r.spans) == 1 && r.spans[0] == (span{to: moment{minute: minutesPerDay}}) {
		r.spans = nil
	}
}
