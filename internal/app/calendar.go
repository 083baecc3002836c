package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"umland/internal/clock"
	"umland/internal/fault"
	"umland/internal/fetch"
	"umland/internal/i18n"
	"umland/internal/ical"
	"umland/internal/importer"
)

// readTime is how long the reading of one calendar may take.
const readTime = 2 * time.Second

// calendar shows what a calendar file holds, or takes its events over. A dry
// run needs no installation.
func (k *importCommand) calendar(c *command, s streams, ctx *runContext) error {
	if !k.DryRun {
		return k.takeCalendar(c, s, ctx)
	}
	zone, err := k.zone()
	if err != nil {
		return err
	}
	from, to, err := k.span(zone)
	if err != nil {
		return err
	}
	cfg, err := c.settings()
	if err != nil {
		return err
	}
	raw, err := loadCalendar(ctx, cfg.fetcher(), k.File)
	if err != nil {
		return err
	}
	limited, stop := context.WithTimeout(ctx, readTime)
	defer stop()
	cal, err := importer.ReadEvents(limited, raw, zone)
	if err != nil {
		return err
	}
	list := cal.List(limited, i18n.DE, from, to)
	for _, p := range cal.Problems {
		fmt.Fprintln(s.err, p.Text(i18n.DE))
	}
	if k.JSON {
		return writeJSON(s.out, list)
	}
	printCalendar(s.out, list)
	return nil
}

// takeCalendar takes the events of a calendar over into a portal, and with
// --every keeps asking for it.
func (k *importCommand) takeCalendar(c *command, s streams, ctx *runContext) error {
	if k.Portal == "" {
		return fmt.Errorf("%w: say who owns the events: --portal P, or add --dry-run", errUsage)
	}
	if k.Every > 0 && !fetch.IsAddress(k.File) {
		return fmt.Errorf("%w: --every needs an address to ask again", errUsage)
	}
	cfg, err := c.settings()
	if err != nil {
		return err
	}
	raw, err := loadCalendar(ctx, cfg.fetcher(), k.File)
	if err != nil {
		return err
	}
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	report, err := k.takeEvents(ctx, a, raw)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	if k.JSON {
		return report.JSON(s.out, i18n.DE)
	}
	return report.Print(s.out, i18n.DE)
}

func (k *importCommand) takeEvents(ctx context.Context, a *App, raw []byte) (*importer.Report, error) {
	site, ok := a.Portals.BySlug(k.Portal)
	if !ok {
		return nil, fmt.Errorf("there is no portal %q; umland portal list shows them", k.Portal)
	}
	zone := site.Zone
	if k.TZ != "" {
		var err error
		if zone, err = k.zone(); err != nil {
			return nil, err
		}
	}
	limited, stop := context.WithTimeout(ctx, readTime)
	defer stop()
	cal, err := importer.ReadEvents(limited, raw, zone)
	if err != nil {
		return nil, err
	}
	w := importer.Watch{
		Portal: k.Portal, URL: k.File, Title: cmp.Or(cal.Name, filepath.Base(k.File)), Licence: k.Licence, Attribution: k.Credit, Category: k.Category,
		Source: importer.SourceID(k.Portal, k.File), Hours: k.Every, Active: true, By: "command",
	}
	w.Attribution = cmp.Or(w.Attribution, w.Title)
	plan := importer.FromCalendar(cal, w.Describe(), importer.CalendarOptions{
		File: filepath.Base(k.File), Zone: site.Zone, Lang: string(site.First), Category: k.Category, By: "command", Clock: clock.System{},
	})
	report, err := plan.Take(ctx, a.DB, a.targets()["events"], importer.ToPortal(k.Portal), nil)
	if err != nil || k.Every == 0 {
		return report, err
	}
	return report, importer.AddWatch(ctx, a.DB, &w, a.Clock.Now())
}

func (k *importCommand) zone() (*time.Location, error) {
	name := k.TZ
	if name == "" {
		name = "Europe/Berlin"
	}
	zone, err := time.LoadLocation(name)
	if err != nil || strings.EqualFold(name, "local") {
		return nil, fmt.Errorf("%w: --tz: %q is no time zone; one is Europe/Berlin", errUsage, k.TZ)
	}
	return zone, nil
}

// span is from the first day's begin to the last day's end.
func (k *importCommand) span(zone *time.Location) (from, to time.Time, err error) {
	y, m, d := clock.System{}.Now().In(zone).Date()
	from = time.Date(y, m, d, 0, 0, 0, 0, zone)
	if k.From != "" {
		if from, err = time.ParseInLocation(time.DateOnly, k.From, zone); err != nil {
			return from, to, fmt.Errorf("%w: --from: %q is no day; one is 2026-11-24", errUsage, k.From)
		}
	}
	to = from.AddDate(2, 0, 0)
	if k.To != "" {
		if to, err = time.ParseInLocation(time.DateOnly, k.To, zone); err != nil || to.Before(from) {
			return from, to, fmt.Errorf("%w: --to: %q is no day from --from on; one is 2028-11-24", errUsage, k.To)
		}
		to = to.AddDate(0, 0, 1)
	}
	return from, to, nil
}

// loadCalendar reads a file, or fetches an address.
func loadCalendar(ctx context.Context, client *fetch.Client, name string) ([]byte, error) {
	if strings.Contains(name, "://") {
		a, err := client.Get(ctx, name, ical.MaxBytes, fetch.Known{})
		if err != nil {
			return nil, err
		}
		return a.Body, nil
	}
	f, err := os.Open(filepath.Clean(name))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "import.file_missing", "file", name)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("no regular file")
	}
	var raw []byte
	if err == nil {
		raw, err = io.ReadAll(io.LimitReader(f, ical.MaxBytes+1))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "import.file_unreadable", "file", name)
	}
	return raw, nil
}

// printCalendar is the list for a person.
func printCalendar(w io.Writer, list []ical.Listed) {
	dates, rejected := 0, 0
	for _, e := range list {
		dates += len(e.Occurrences)
		if e.Status == ical.StatusRejected {
			rejected++
		}
		title := e.Title
		if title == "" {
			title = "(" + i18n.T(i18n.DE, "ical.untitled") + ")"
		}
		fmt.Fprintln(w, i18n.N(i18n.DE, "ical.event_dates", len(e.Occurrences), "title", strings.ReplaceAll(title, "\n", " ")))
		if n := len(e.Occurrences); n > 0 {
			fmt.Fprintln(w, "   ", e.Occurrences[0].Start, "–", e.Occurrences[n-1].Start)
		}
		for _, p := range e.Problems {
			fmt.Fprintln(w, "    !", p)
		}
	}
	fmt.Fprintln(w, i18n.T(i18n.DE, "ical.sum", "events", len(list)-rejected, "dates", dates, "rejected", rejected))
}
