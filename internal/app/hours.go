package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"umland/internal/clock"
	"umland/internal/geo"
	"umland/internal/hours"
)

type hoursCommand struct {
	Eval hoursEval `cmd:"" help:"Read opening hours from standard input, one value a line, and tell as JSON what holds. Example: echo 'Mo-Fr 8-18 Uhr; PH off' | umland hours eval --at 2026-11-24T10:00:00+01:00 --state SH"`
}

type hoursEval struct {
	At      string  `help:"Instant (RFC 3339). Default: now." placeholder:"TIME"`
	TZ      string  `help:"Time zone of the values." name:"tz" default:"Europe/Berlin"`
	Lat     float64 `help:"Latitude, for sunrise and sunset."`
	Lon     float64 `help:"Longitude, for sunrise and sunset."`
	Country string  `help:"Country of the public holidays: de or dk." default:"de"`
	State   string  `help:"Land of the public holidays, such as SH."`
	School  string  `help:"School holidays of the Land (file of the OpenHolidays API)." type:"existingfile" placeholder:"FILE"`
}

// Run answers line by line. It needs no installation.
func (k *hoursEval) Run(_ *command, s streams, _ *runContext) error {
	zone, err := time.LoadLocation(k.TZ)
	if err != nil {
		return fmt.Errorf("%w: --tz: %q is no time zone; one is Europe/Berlin", errUsage, k.TZ)
	}
	at := clock.System{}.Now()
	if k.At != "" {
		if at, err = time.Parse(time.RFC3339, k.At); err != nil {
			return fmt.Errorf("%w: --at: %q is no time; one is 2026-11-24T10:00:00+01:00", errUsage, k.At)
		}
	}
	if (k.Lat != 0 || k.Lon != 0) && !geo.ValidPosition(k.Lat, k.Lon) {
		return fmt.Errorf("%w: --lat, --lon: %g, %g is no place on Earth", errUsage, k.Lat, k.Lon)
	}
	ctx := hours.Context{Zone: zone, Lat: k.Lat, Lon: k.Lon, Country: k.Country, State: k.State}
	if k.School != "" {
		f, err := os.Open(filepath.Clean(k.School))
		if err != nil {
			return err
		}
		periods, err := hours.ReadSchool(f, k.State)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		ctx.School = hours.Known(periods)
	}
	return hours.EvalLines(s.in, s.out, at, ctx)
}
