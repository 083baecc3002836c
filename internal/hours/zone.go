package hours

import "time"

// wall is the day of an instant and the minute its clock shows. In the hour
// that a clock goes through twice, the second time counts as the end of the
// first, so that a place does not open again for half an hour.
func wall(t time.Time) (Day, int) {
	d, minute := DayAt(t), t.Hour()*60+t.Minute()
	back := t.Add(-3 * time.Hour)
	_, before := back.Zone()
	_, now := t.Zone()
	if before <= now {
		return d, minute
	}
	// the clock was put back within three hours: was this minute shown before?
	change, shift := transition(back, t), time.Duration(before-now)*time.Second
	if t.Sub(change) < shift {
		end := change.Add(shift)
		return d, end.Hour()*60 + end.Minute() - 1
	}
	return d, minute
}

// transition is the instant at which the offset changes between two instants.
func transition(a, b time.Time) time.Time {
	_, before := a.Zone()
	for b.Sub(a) > time.Minute {
		middle := a.Add(b.Sub(a) / 2).Truncate(time.Minute)
		if !middle.After(a) {
			middle = a.Add(time.Minute)
		}
		if _, o := middle.Zone(); o == before {
			a = middle
		} else {
			b = middle
		}
	}
	return b.Truncate(time.Minute)
}

// instant is when a day's clock shows a minute, and the minute it really
// shows: one in the hour that the clock skips is the end of that hour, one it
// shows twice is the first.
func instant(d Day, minute int, zone *time.Location) (time.Time, int) {
	y, m, dom := d.Date()
	t := time.Date(y, m, dom, 0, minute, 0, 0, zone)
	if t.Hour()*60+t.Minute() == minute%minutesPerDay {
		if earlier := t.Add(-time.Hour); earlier.Hour()*60+earlier.Minute() == minute%minutesPerDay {
			return earlier, minute
		}
		return t, minute
	}
	noon := time.Date(y, m, dom, 12, 0, 0, 0, zone)
	change := transition(time.Date(y, m, dom, 0, 0, 0, 0, zone), noon)
	return change, change.Hour()*60 + change.Minute()
}
