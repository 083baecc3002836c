package hours

import "time"

// Day is a day of the calendar, counted from 1 January 1970. Days can be
// compared and added to.
type Day int32

// DayOf is the day of a date; months and days beyond their range roll over as
// in time.Date.
func DayOf(year int, month time.Month, day int) Day {
	m := int(month) - 1
	year += m / 12
	if m %= 12; m < 0 {
		m, year = m+12, year-1
	}
	// the year begins on 1 March, see Date
	if m -= 2; m < 0 {
		m, year = m+12, year-1
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	yoe := year - era*400
	return Day(era*146097 + yoe*365 + yoe/4 - yoe/100 + (153*m+2)/5 + day - 1 - 719468)
}

// ParseDay reads "2026-11-24".
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, err
	}
	return DayOf(t.Date()), nil
}

// DayAt is the day at an instant in the zone that t carries.
func DayAt(t time.Time) Day { return DayOf(t.Date()) }

const (
	secondsPerDay = 24 * 60 * 60
	minutesPerDay = 24 * 60
	never         = Day(1 << 30)
)

// Midnight is the beginning of the day in a zone.
func (d Day) Midnight(zone *time.Location) time.Time {
	y, m, dom := d.Date()
	return time.Date(y, m, dom, 0, 0, 0, 0, zone)
}

// String is the day as in "2026-11-24".
func (d Day) String() string { return d.Midnight(time.UTC).Format(time.DateOnly) }

// Weekday is the day's weekday.
func (d Day) Weekday() time.Weekday {
	return time.Weekday(((int(d)+4)%7 + 7) % 7) // 1 January 1970 was a Thursday
}

// Date is the day's year, month and day of the month. It counts in eras of
// 400 years that begin on 1 March, because evaluating a value asks for
// hundreds of dates and package time takes ten times as long.
func (d Day) Date() (year int, month time.Month, day int) {
	z := int(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = time.Month(mp + 3)
	year = yoe + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// week is the number of the day's week after ISO 8601.
func (d Day) week() int {
	thursday := d + 3 - Day((d.Weekday()+6)%7)
	year, _, _ := thursday.Date()
	return int(thursday-DayOf(year, time.January, 1))/7 + 1
}

// lastOf is the number of days of a month.
func lastOf(year int, month time.Month) int {
	_, _, dom := (DayOf(year, month+1, 1) - 1).Date()
	return dom
}
