package hours

import (
	"math"
	"time"
)

// NeedsSun is true for a value that names dawn, sunrise, sunset or dusk, and so
// differs from place to place.
func (v *Value) NeedsSun() bool {
	for _, r := range v.rules {
		for _, s := range r.spans {
			if s.from.sun != noSun || s.to.sun != noSun {
				return true
			}
		}
	}
	return false
}

// ends gives the minutes of a span on a day. A span whose end comes before
// its beginning is empty on that day.
func (e *evaluation) ends(s *span, d Day) (from, to int) {
	from, to = e.minute(s.from, d), e.minute(s.to, d)
	if s.point {
		return from, from
	}
	if s.from.sun != noSun || s.to.sun != noSun {
		// a fixed end past midnight, or the sun's event of the next morning
		if plain(s.to) <= plain(s.from) {
			to += minutesPerDay
		}
	}
	return from, to
}

// plain is a moment with the sun at its usual hours.
func plain(m moment) int { return standIn[m.sun] + m.minute }

func (e *evaluation) minute(m moment, d Day) int {
	if m.sun == noSun {
		return m.minute
	}
	return e.sun(m.sun, d) + m.minute
}

// sun is the minute of a day at which the sun's upper edge crosses the
// horizon, or the sun's middle stands six degrees below it (dawn and dusk).
func (e *evaluation) sun(event sunEvent, d Day) int {
	if e.ctx.Lat == 0 && e.ctx.Lon == 0 {
		return standIn[event]
	}
	altitude := -0.833
	if event == dawn || event == dusk {
		altitude = -6
	}
	at, ok := sunCross(d, e.ctx.Lat, e.ctx.Lon, altitude, event == dawn || event == sunrise)
	if !ok {
		return standIn[event]
	}
	zone := e.ctx.sunZone
	if zone == nil {
		zone = e.ctx.zone()
	}
	t := at.In(zone)
	return int(DayAt(t)-d)*minutesPerDay + t.Hour()*60 + t.Minute()
}

// sunCross is the instant of a day at which the sun passes an altitude
// (degrees), rising or sinking. It follows the low-precision formulas of the
// Astronomical Almanac (mean anomaly, equation of the centre, hour angle),
// good to about a minute; false where the sun does not reach the altitude.
func sunCross(d Day, lat, lon, altitude float64, rising bool) (time.Time, bool) {
	const rad = math.Pi / 180
	noon := float64(d) + 0.5 - lon/360 // days since 1970, mean solar noon
	n := noon - 10957.5                // days since 1 January 2000, 12:00
	anomaly := rad * (357.5291 + 0.98560028*n)
	centre := 1.9148*math.Sin(anomaly) + 0.02*math.Sin(2*anomaly) + 0.0003*math.Sin(3*anomaly)
	longitude := anomaly + rad*(centre+180+102.9372)
	transit := noon + 0.0053*math.Sin(anomaly) - 0.0069*math.Sin(2*longitude)
	declination := math.Asin(math.Sin(longitude) * math.Sin(23.4397*rad))
	cos := (math.Sin(altitude*rad) - math.Sin(lat*rad)*math.Sin(declination)) / (math.Cos(lat*rad) * math.Cos(declination))
	if cos < -1 || cos > 1 || math.IsNaN(cos) {
		return time.Time{}, false
	}
	half := math.Acos(cos) / (2 * math.Pi)
	if rising {
		half = -half
	}
	return time.Unix(int64((transit+half)*secondsPerDay), 0), true
}
