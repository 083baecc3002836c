package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/gazetteer"
	"umland/internal/i18n"
	"umland/internal/importer"
)

// addresses takes a list of postcodes or streets over, in place of what the
// same file gave before.
func (k *importCommand) addresses(c *command, s streams, ctx *runContext) error {
	read := gazetteer.ReadPostcodes
	if k.Kind == "streets" {
		read = gazetteer.ReadStreets
	}
	entries, err := read(k.File)
	if err != nil {
		return errors.New(importer.Explain(err, i18n.DE))
	}
	result := struct {
		File   string `json:"file"`
		Kind   string `json:"kind"`
		Read   int    `json:"read"`
		Stored int    `json:"stored"`
		DryRun bool   `json:"dry_run"`
	}{filepath.Base(k.File), k.Kind, len(entries), 0, k.DryRun}
	if !k.DryRun {
		if result.Stored, err = k.store(ctx, c, s, entries); err != nil {
			return err
		}
	}
	if k.JSON {
		return writeJSON(s.out, result)
	}
	_, err = fmt.Fprintf(s.out, "%s: %d read, %d stored\n", result.File, result.Read, result.Stored)
	return err
}

func (k *importCommand) store(ctx context.Context, c *command, s streams, entries []gazetteer.Entry) (int, error) {
	a, err := c.open(ctx, s)
	if err != nil {
		return 0, err
	}
	n, err := a.storeAddresses(ctx, k.Kind, filepath.Base(k.File), k.Credit, entries)
	return n, errors.Join(err, a.Close())
}

// storeAddresses keeps the entries of a file and, with a credit, names its
// source. GeoNames asks for its name with its postcodes.
func (a *App) storeAddresses(ctx context.Context, kind, file, credit string, entries []gazetteer.Entry) (int, error) {
	src := importer.Source{ID: kind + ":" + file, Title: file, Attribution: credit}
	if kind == "postcodes" && credit == "" {
		src.Title, src.URL, src.Licence, src.Attribution = "GeoNames", "https://www.geonames.org/", "CC-BY-4.0", "GeoNames, CC BY 4.0"
	}
	if src.Attribution != "" {
		err := a.DB.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
			return importer.Register(ctx, tx, src, clock.System{}.Now())
		})
		if err != nil {
			return 0, err
		}
	}
	return a.Gazetteer.Replace(ctx, src.ID, entries)
}
