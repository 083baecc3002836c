package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/mattn/go-isatty"

	"umland/internal/article"
	"umland/internal/clock"
	"umland/internal/content"
	"umland/internal/event"
	"umland/internal/i18n"
	"umland/internal/importer"
	"umland/internal/place"
)

type importCommand struct {
	Kind     string `arg:"" help:"places, articles or events; ics for calendars; postcodes or streets for finding addresses; holidays of schools." enum:"places,articles,events,ics,postcodes,streets,holidays"`
	File     string `arg:"" help:"CSV, TSV, GeoJSON, JSON or WordPress JSON; of ics a calendar file or its address." name:"file"`
	Map      string `help:"Profile: a shipped name, or a TOML file of your own. Default: the one that fits the file." placeholder:"PROFILE"`
	Portal   string `help:"Give all records to this portal." placeholder:"P" xor:"owner"`
	ByArea   bool   `help:"Give each record to the portal whose area holds its position." xor:"owner"`
	DryRun   bool   `help:"Show what would happen; write nothing."`
	JSON     bool   `help:"Only JSON on standard output." name:"json"`
	State    string `help:"Of holidays: the Land (ISO 3166-2 without the country)." default:"SH"`
	From     string `help:"Of ics, with --dry-run: the first day of the dates. Default: today." placeholder:"DAY"`
	To       string `help:"Of ics, with --dry-run: the last day of the dates. Default: two years later." placeholder:"DAY"`
	TZ       string `help:"Of ics: time zone of times without one. Default: the portal's, or Europe/Berlin." name:"tz" placeholder:"ZONE"`
	Every    int    `help:"Of ics: keep asking the address, every so many hours." placeholder:"HOURS"`
	Category string `help:"Of ics: the category of its events." placeholder:"SLUG"`
	Licence  string `help:"Of ics: the licence that the page of the data sources names." placeholder:"TEXT"`
	Credit   string `help:"Of calendars, postcodes, streets and holidays: whom the page of the data sources names." placeholder:"TEXT"`
}

// targets are the rooms that take records in.
func (a *App) targets() map[string]importer.Target {
	return map[string]importer.Target{
		"places": place.Intake{Room: a.Places}, "articles": article.Intake{Room: a.Articles}, "events": event.Intake{Room: a.Events},
	}
}

// byArea gives a record to the portal whose area holds its position.
func (a *App) byArea() importer.Assign {
	return importer.ByArea(func(lon, lat float64) string {
		slug, _ := a.Portals.At(lat, lon)
		return slug
	})
}

// Run takes a file over. The server may run meanwhile: batches are short, and
// an editor's saves come in between.
func (k *importCommand) Run(c *command, s streams, ctx *runContext) error {
	switch k.Kind {
	case "postcodes", "streets":
		return k.addresses(c, s, ctx)
	case "holidays":
		return k.holidays(c, s, ctx)
	case "ics":
		return k.calendar(c, s, ctx)
	}
	if k.Portal == "" && !k.ByArea {
		return fmt.Errorf("%w: say who owns the records: --portal P or --by-area", errUsage)
	}
	plan, err := importer.Prepare(ctx, k.File, k.Map, importer.Options{Kind: k.Kind, By: "command", Clock: clock.System{}})
	if err != nil {
		return errors.New(importer.Explain(err, i18n.DE))
	}
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	report, err := k.run(ctx, a, plan, s)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	if k.JSON {
		return report.JSON(s.out, i18n.DE)
	}
	return report.Print(s.out, i18n.DE)
}

func (k *importCommand) run(ctx context.Context, a *App, plan *importer.Plan, s streams) (*importer.Report, error) {
	assign := a.byArea()
	if k.Portal != "" {
		if _, ok := a.Portals.BySlug(k.Portal); !ok {
			return nil, fmt.Errorf("there is no portal %q; umland portal list shows them", k.Portal)
		}
		assign = importer.ToPortal(k.Portal)
	}
	if k.DryRun {
		report, err := plan.Preview(ctx, a.DB, a.targets()[k.Kind], assign)
		if err != nil {
			return nil, err
		}
		if report.Gone, err = plan.Missing(ctx, a.DB, kindOf(k.Kind)); err != nil {
			return nil, err
		}
		return report, a.foreseeTwins(ctx, plan, report, assign)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	progress, clear := importer.Bar(s.err, isatty.IsTerminal(os.Stderr.Fd()) && !k.JSON, i18n.DE)
	defer clear()
	began := a.began()
	report, err := plan.Run(ctx, a.DB, a.targets()[k.Kind], assign, progress)
	if err != nil {
		return report, err
	}
	if report.Gone, err = plan.NoteGone(ctx, a.DB, kindOf(k.Kind)); err != nil {
		return report, err
	}
	return report, a.reportTwins(ctx, plan, report, began)
}

// kindOf is the kind of the items that a command's word names.
func kindOf(word string) content.Kind { return content.Kind(strings.TrimSuffix(word, "s")) }
