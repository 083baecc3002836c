package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/hours"
	"umland/internal/importer"
)

// holidays takes the school holidays of a Land over, in place of those that
// were known. The file is one of the OpenHolidays API.
func (k *importCommand) holidays(c *command, s streams, ctx *runContext) error {
	f, err := os.Open(filepath.Clean(k.File))
	if err != nil {
		return err
	}
	periods, err := hours.ReadSchool(f, k.State)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if len(periods) == 0 {
		return fmt.Errorf("%s has no school holidays of %s", k.File, k.State)
	}
	result := struct {
		File   string `json:"file"`
		State  string `json:"state"`
		Read   int    `json:"read"`
		From   string `json:"from"`
		Until  string `json:"until"`
		DryRun bool   `json:"dry_run"`
	}{filepath.Base(k.File), k.State, len(periods), periods[0].First.String(), periods[len(periods)-1].Last.String(), k.DryRun}
	if !k.DryRun {
		a, err := c.open(ctx, s)
		if err != nil {
			return err
		}
		if err := errors.Join(a.storeHolidays(ctx, k.State, k.Credit, periods), a.Close()); err != nil {
			return err
		}
	}
	if k.JSON {
		return writeJSON(s.out, result)
	}
	_, err = fmt.Fprintf(s.out, "%s: %d school holidays of %s from %s to %s\n", result.File, result.Read, result.State, result.From, result.Until)
	return err
}

// storeHolidays keeps the periods and names their source.
func (a *App) storeHolidays(ctx context.Context, state, credit string, periods []hours.Period) error {
	src := importer.Source{ID: "holidays:" + state, Title: "OpenHolidays API", URL: "https://www.openholidaysapi.org/", Licence: "ODbL-1.0", Attribution: "OpenHolidays API, ODbL"}
	if credit != "" {
		src = importer.Source{ID: src.ID, Title: credit, Attribution: credit}
	}
	err := a.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return importer.Register(ctx, tx, src, clock.System{}.Now())
	})
	if err != nil {
		return err
	}
	if err := a.Places.SetSchool(ctx, state, src.ID, periods); err != nil {
		return err
	}
	return a.Places.RollOpen(ctx)
}
