package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/testkit"
)

// shelf is a room reduced to one table: the smallest Target there can be.
type shelf struct {
	refuse func(*Record) error // asked inside Put, after the first statement
	slow   time.Duration       // each Put takes at least so long
	puts   atomic.Int64
}

const shelfTable = `-- +goose Up
CREATE TABLE shelf (source TEXT NOT NULL, rec TEXT NOT NULL, portal TEXT NOT NULL, title TEXT NOT NULL,
	hash TEXT NOT NULL, touched BIGINT NOT NULL DEFAULT 0, writes BIGINT NOT NULL, PRIMARY KEY (source, rec));
CREATE TABLE shelf_log (id TEXT PRIMARY KEY, what TEXT NOT NULL);
`

var shelfSchema = fstest.MapFS{
	"schema/sqlite/209901010000_shelf_base.sql":   {Data: []byte(shelfTable)},
	"schema/postgres/209901010000_shelf_base.sql": {Data: []byte(shelfTable)},
}

func (s *shelf) Kind() string { return "place" }

func (s *shelf) Check(r *Record) error {
	if strings.Contains(r.Title, "Verboten") {
		return fault.New(fault.Invalid, "import.reject.no_title", "from", "name")
	}
	return nil
}

func (s *shelf) Find(ctx context.Context, q db.Q, source string, keys []string) (map[string]Known, error) {
	if len(keys) > 200 {
		return map[string]Known{}, fmt.Errorf("%d keys at once", len(keys))
	}
	var w db.Where
	w.Add("source = ?", source)
	w.In("rec", keys)
	out := map[string]Known{}
	err := db.Each(ctx, q, func(r db.Row) error {
		var k Known
		var touched int
		err := r.Scan(&k.ID, &k.Portal, &k.Hash, &touched)
		k.Touched = touched != 0
		out[k.ID] = k
		return err
	}, `SELECT rec, portal, hash, touched FROM shelf`+w.SQL()+` ORDER BY rec`, w.Args()...)
	return out, err
}

func (s *shelf) Put(ctx context.Context, tx *db.Tx, portal string, src Source, r *Record, known *Known) error {
	s.puts.Add(1)
	time.Sleep(s.slow)
	if _, err := tx.Exec(ctx, `INSERT INTO shelf_log (id, what) VALUES ($1, $2)`,
		fmt.Sprintf("%s/%d", r.Key, s.puts.Load()), "put"); err != nil {
		return err
	}
	if s.refuse != nil {
		if err := s.refuse(r); err != nil {
			return err
		}
	}
	if known != nil {
		_, err := tx.Exec(ctx, `UPDATE shelf SET portal = $3, title = $4, hash = $5, writes = writes + 1 WHERE source = $1 AND rec = $2`,
			src.ID, r.Key, portal, r.Title, r.Hash())
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO shelf (source, rec, portal, title, hash, writes) VALUES ($1, $2, $3, $4, $5, 1)`,
		src.ID, r.Key, portal, r.Title, r.Hash())
	return err
}

const shelfProfile = `
name = "test"
kind = "places"
format = "csv"
language = "de"
category = "sonstiges"
fits = ["nr", "name"]
text.de.title = "{name}"
position = { lon = "lon", lat = "lat" }
[source]
id = "test"
title = "Probe"
licence = "CC0-1.0"
attribution = "Probe"
[key]
from = "{nr}"
`

// table writes a CSV file of n rows; change may replace a row.
func table(t *testing.T, n int, change map[int]string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("nr,name,lon,lat\n")
	for i := 1; i <= n; i++ {
		row, ok := change[i]
		if !ok {
			row = fmt.Sprintf("%d,Ort %d,9.43,54.78", i, i)
		}
		b.WriteString(row + "\n")
	}
	return write(t, "daten.csv", b.String())
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func plan(t *testing.T, file string) *Plan {
	t.Helper()
	p, err := Prepare(context.Background(), file, write(t, "test.toml", shelfProfile), Options{By: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func ready(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Migrate(context.Background(), Schema, shelfSchema); err != nil {
		t.Fatal(err)
	}
}

// want compares a report's numbers and that they add up.
func want(t *testing.T, r *Report, fresh, changed, unchanged, outside, touched, rejected int) {
	t.Helper()
	got := [6]int{r.New, r.Changed, r.Unchanged, r.Outside, r.Touched, len(r.Rejected)}
	if got != [6]int{fresh, changed, unchanged, outside, touched, rejected} {
		t.Errorf("new, changed, unchanged, outside, touched, rejected = %v, want %v", got,
			[6]int{fresh, changed, unchanged, outside, touched, rejected})
	}
	if r.Sum() != r.Read {
		t.Errorf("sum %d, read %d", r.Sum(), r.Read)
	}
}

func run(t *testing.T, d *db.DB, s *shelf, file string) *Report {
	t.Helper()
	r, err := plan(t, file).Run(context.Background(), d, s, ToPortal("handewitt"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func count(t *testing.T, d *db.DB, query string) int {
	t.Helper()
	n, err := db.One(context.Background(), d, db.Int, query)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSecondRunChangesNothing(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		s := &shelf{}
		file := table(t, 450, nil)
		want(t, run(t, d, s, file), 450, 0, 0, 0, 0, 0)
		want(t, run(t, d, s, file), 0, 0, 450, 0, 0, 0)
		if got := s.puts.Load(); got != 450 {
			t.Errorf("%d puts", got)
		}
		// A changed source updates what changed; order does not matter.
		r := run(t, d, s, table(t, 451, map[int]string{7: "8,Ort 8,9.43,54.78", 8: "7,Ort Sieben,9.43,54.78"}))
		want(t, r, 1, 1, 449, 0, 0, 0)
		if got := count(t, d, `SELECT count(*) FROM shelf WHERE writes > 1`); got != 1 {
			t.Errorf("%d rows were written twice", got)
		}
		runs, err := Runs(context.Background(), d, "test", 10)
		if err != nil || len(runs) != 3 || runs[0].New != 1 || runs[0].Unchanged != 449 || runs[0].Finished.IsZero() || runs[0].By != "test" {
			t.Errorf("runs %+v, %v", runs, err)
		}
		sources, err := Sources(context.Background(), d)
		if err != nil || len(sources) != 1 || sources[0].Licence != "CC0-1.0" || sources[0].Last.Before(sources[0].First) {
			t.Errorf("sources %+v, %v", sources, err)
		}
		if of, err := SourcesOf(context.Background(), d, []string{"test", "other"}); err != nil || len(of) != 1 {
			t.Errorf("sources of: %+v, %v", of, err)
		}
		if of, err := SourcesOf(context.Background(), d, []string{"other"}); err != nil || len(of) != 0 {
			t.Errorf("sources of another: %+v, %v", of, err)
		}
	})
}

func TestBrokenOffRunIsFinishedByTheNext(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		file := table(t, 700, nil)
		ctx, cancel := context.WithCancel(context.Background())
		s := &shelf{}
		calls := 0
		r, err := plan(t, file).Run(ctx, d, s, ToPortal("handewitt"), func(done, total int) {
			if calls++; calls == 3 { // after two batches
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("err = %v", err)
		}
		stored := count(t, d, `SELECT count(*) FROM shelf`)
		if stored == 0 || stored == 700 || stored != r.New {
			t.Fatalf("%d stored, report says %d", stored, r.New)
		}
		if got := count(t, d, `SELECT count(*) FROM import_run WHERE finished_at = ''`); got != 1 {
			t.Errorf("%d runs are open", got)
		}
		want(t, run(t, d, s, file), 700-stored, 0, stored, 0, 0, 0)
	})
}

func TestBadFilesChangeNothing(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		whole, err := os.ReadFile(table(t, 300, nil))
		if err != nil {
			t.Fatal(err)
		}
		cut := string(whole[:len(whole)-9])
		if _, err := Prepare(context.Background(), write(t, "kurz.csv", cut), write(t, "test.toml", shelfProfile), Options{}); !errors.Is(err, fault.New(fault.Invalid, "import.truncated")) {
			t.Errorf("truncated: %v", err)
		}
		for _, table := range []string{"shelf", "import_run", "import_source"} {
			if n := count(t, d, `SELECT count(*) FROM `+table); n != 0 {
				t.Errorf("%s has %d rows", table, n)
			}
		}
	})
}

func TestTouchedItemsAreLeftAlone(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		s := &shelf{}
		run(t, d, s, table(t, 5, nil))
		err := d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE shelf SET title = 'Unser Ort', touched = 1 WHERE rec IN ('2', '3')`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		r := run(t, d, s, table(t, 5, map[int]string{2: "2,Neu aus der Quelle,9.43,54.78"}))
		want(t, r, 0, 0, 3, 0, 2, 0)
		if r.TouchedRec[0].Reason != "import.touched.changed" || r.TouchedRec[1].Reason != "import.touched.same" {
			t.Errorf("touched: %+v", r.TouchedRec)
		}
		if n := count(t, d, `SELECT count(*) FROM shelf WHERE title = 'Unser Ort'`); n != 2 {
			t.Errorf("%d of 2 edited titles are left", n)
		}
	})
}

func TestOneBadRecordDoesNotStopTheOthers(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		s := &shelf{refuse: func(r *Record) error {
			switch r.Key {
			case "4":
				return fault.New(fault.Conflict, "import.reject.long_key", "max", 3)
			case "5":
				return errors.New("disk sings")
			}
			return nil
		}}
		file := table(t, 12, map[int]string{
			6: "6,Verboten,9.43,54.78", 7: "7,Ohne Lage,,", 8: "8,Fern,13.4,52.5", 9: "9,Nullpunkt,0,0",
			10: "1,Noch einmal,9.43,54.78", 11: "11,Zu kurz", 12: "12,Ort 12,9.43,54.78",
		})
		byArea := ByArea(func(lon, lat float64) string {
			if lon > 9 && lon < 10 {
				return "flensburg"
			}
			return ""
		})
		r, err := plan(t, file).Run(context.Background(), d, s, byArea, nil)
		if err != nil {
			t.Fatal(err)
		}
		want(t, r, 4, 0, 0, 1, 0, 7)
		var lines []string
		for _, l := range r.Rejected {
			lines = append(lines, fmt.Sprintf("%d %s", l.Line, strings.TrimPrefix(l.Reason, "import.reject.")))
		}
		if got := strings.Join(lines, ", "); got != "5 long_key, 6 failed, 7 no_title, 8 no_position, 10 no_position, 11 duplicate, 12 columns" {
			t.Errorf("rejected: %s", got)
		}
		if n := count(t, d, `SELECT count(*) FROM shelf_log`); n != 4 {
			t.Errorf("%d log rows: a rejected record left something behind", n)
		}
		if r.Portals["flensburg"].New != 4 {
			t.Errorf("portals: %+v", r.Portals["flensburg"])
		}
	})
}

func TestABrokenStoreEndsTheRun(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		s := &shelf{refuse: func(*Record) error { return errors.New("no space left") }}
		_, err := plan(t, table(t, 300, nil)).Run(context.Background(), d, s, ToPortal("x"), nil)
		if err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Fatalf("err = %v", err)
		}
		if got := s.puts.Load(); got != mostFailures {
			t.Errorf("%d tries", got)
		}
	})
}

func TestPreviewWritesNothing(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		s := &shelf{}
		file := table(t, 250, map[int]string{3: "3,Verboten,9.43,54.78"})
		r, err := plan(t, file).Preview(context.Background(), d, s, ToPortal("harrislee"))
		if err != nil {
			t.Fatal(err)
		}
		want(t, r, 249, 0, 0, 0, 0, 1)
		if !r.DryRun || len(r.First) != 5 || r.First[0].Record.Title != "Ort 1" || r.First[0].Portal != "harrislee" {
			t.Errorf("first: %+v", r.First)
		}
		if s.puts.Load() != 0 || count(t, d, `SELECT count(*) FROM import_source`) != 0 {
			t.Error("the preview has written")
		}
	})
}

func TestAMovedRecordChangesItsPortal(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		s := &shelf{}
		file := table(t, 3, nil)
		run(t, d, s, file)
		r, err := plan(t, file).Run(context.Background(), d, s, ToPortal("flensburg"), nil)
		if err != nil {
			t.Fatal(err)
		}
		want(t, r, 0, 3, 0, 0, 0, 0)
	})
}

// TestEditorsComeInBetween saves while an import of slow records runs. Its
// figure is for the log; the test only asks that no save waits for the whole
// import.
func TestEditorsComeInBetween(t *testing.T) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		ready(t, d)
		s := &shelf{slow: time.Millisecond}
		ended := make(chan error, 1)
		p := plan(t, table(t, 1500, nil))
		began := now()
		go func() {
			_, err := p.Run(context.Background(), d, s, ToPortal("handewitt"), nil)
			ended <- err
		}()
		var saves, slowest int64
		for done := false; !done; {
			select {
			case err := <-ended:
				if err != nil {
					t.Fatal(err)
				}
				done = true
			default:
				before := now()
				err := d.Write(context.Background(), func(ctx context.Context, tx *db.Tx) error {
					_, err := tx.Exec(ctx, `INSERT INTO shelf_log (id, what) VALUES ($1, 'save')`, fmt.Sprintf("save/%d", saves))
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				saves++
				slowest = max(slowest, now().Sub(before).Milliseconds())
				time.Sleep(5 * time.Millisecond)
			}
		}
		whole := now().Sub(began).Milliseconds()
		t.Logf("%d saves during an import of %d ms, the slowest took %d ms (wanted: under 200)", saves, whole, slowest)
		if saves < 5 || slowest > whole/2 {
			t.Errorf("%d saves, slowest %d ms of %d", saves, slowest, whole)
		}
	})
}

func TestKindsMustFit(t *testing.T) {
	p := plan(t, table(t, 1, nil))
	p.Profile.Kind = "events"
	if _, err := p.Preview(context.Background(), testkit.SQLite(t), &shelf{}, ToPortal("x")); !errors.Is(err, fault.New(fault.Invalid, "import.kind_mismatch")) {
		t.Errorf("err = %v", err)
	}
	if _, err := Prepare(context.Background(), table(t, 1, nil), write(t, "p.toml", shelfProfile), Options{Kind: "articles", Clock: clock.System{}}); !errors.Is(err, fault.New(fault.Invalid, "import.kind_mismatch")) {
		t.Errorf("err = %v", err)
	}
}
