package importer

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"umland/internal/db"
	"umland/internal/testkit"
)

// TestMain lets this binary be the import that TestKilledImport kills.
func TestMain(m *testing.M) {
	if address := os.Getenv("IMPORTER_TEST_VICTIM"); address != "" {
		if err := victim(address, os.Getenv("IMPORTER_TEST_FILE"), os.Getenv("IMPORTER_TEST_PROFILE")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// victim imports slowly and says on standard output when half is written.
func victim(address, file, profile string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, address)
	if err != nil {
		return err
	}
	p, err := Prepare(ctx, file, profile, Options{})
	if err != nil {
		return err
	}
	_, err = p.Run(ctx, d, &shelf{slow: time.Millisecond}, ToPortal("handewitt"), func(done, total int) {
		if done > total/2 {
			fmt.Println("half")
		}
	})
	return err
}

// TestKilledImport kills an import with SIGKILL between two batches or inside
// one, and runs it again on what is left.
func TestKilledImport(t *testing.T) {
	addresses := map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "umland.db")}
	if testkit.HasPostgres(t) {
		addresses["postgres"] = testkit.PostgresURL(t)
	}
	for engine, address := range addresses {
		t.Run(engine, func(t *testing.T) {
			d, err := db.Open(context.Background(), address)
			if err != nil {
				t.Fatal(err)
			}
			ready(t, d)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			const rows = 1200
			file := table(t, rows, nil)
			child := exec.Command(os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), "IMPORTER_TEST_VICTIM="+address, "IMPORTER_TEST_FILE="+file,
				"IMPORTER_TEST_PROFILE="+write(t, "test.toml", shelfProfile))
			child.Stderr = os.Stderr
			out, err := child.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := out.Read(make([]byte, 4)); err != nil {
				t.Fatalf("the import ended before half: %v", err)
			}
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = child.Wait() // it was killed

			if d, err = db.Open(context.Background(), address); err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			left := count(t, d, `SELECT count(*) FROM shelf`)
			logged := count(t, d, `SELECT count(*) FROM shelf_log`)
			if left < rows/2 || left == rows || logged != left {
				t.Fatalf("%d of %d rows and %d log rows are left", left, rows, logged)
			}
			want(t, run(t, d, &shelf{}, file), rows-left, 0, left, 0, 0, 0)
		})
	}
}
