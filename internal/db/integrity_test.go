package db_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"umland/internal/db"
	"umland/internal/testkit"
)

func TestSoundDataHasNoFindings(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		withPlaces(t, d)
		for _, thorough := range []bool{false, true} {
			found, err := d.Integrity(t.Context(), thorough)
			if err != nil || len(found) != 0 {
				t.Errorf("found %v, %v", found, err)
			}
		}
	})
}

func TestDamageIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "umland.db")
	d, err := db.Open(t.Context(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	withPlaces(t, d)
	do(t, d, func(ctx context.Context, tx *db.Tx) error {
		for i := range 500 {
			if err := insert(ctx, tx, strings.Repeat("x", i), i); err != nil {
				return err
			}
		}
		return nil
	})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4096 {
		raw[10*4096+i] ^= byte(i*31 + 7)
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err = db.Open(t.Context(), "sqlite:"+path); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if found, err := d.Integrity(t.Context(), false); err == nil && len(found) == 0 {
		t.Error("a page of noise went unseen")
	}
}
