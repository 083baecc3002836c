package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// minSQLite is the first version without the WAL-reset bug, which loses
// committed transactions (sqlite.org/wal.html, 3.7.0 to 3.51.2).
const minSQLite = "3.51.3"

// mmapBytes is how much of the file is mapped into memory. Mapped pages count
// as the program's own: all of a file of 130 MB mapped made pages no faster
// than its first 32 MB, and the program three times as large.
const mmapBytes = 32 << 20

// writerCacheKiB is how much of the file the one writing connection may hold
// while it changes it. With SQLite's own 2,000 KiB, a transaction of a thousand
// rows wrote its pages out and read them back before it ended.
const writerCacheKiB = 8000

func openSQLite(ctx context.Context, address string) (*DB, error) {
	path, err := sqlitePath(address)
	if err != nil {
		return nil, err
	}
	// The file holds password hashes and visitors' mail: not for others' eyes.
	// SQLite gives the log beside it the same mode.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	source := sqliteSource(path, "journal_mode(WAL)", "cache_size(-"+strconv.Itoa(writerCacheKiB)+")")
	writes, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	writes.SetMaxOpenConns(1)
	if err := checkSQLite(ctx, writes); err != nil {
		writes.Close()
		return nil, err
	}
	reads, err := sql.Open("sqlite", sqliteSource(path, "query_only(1)"))
	if err != nil {
		writes.Close()
		return nil, fmt.Errorf("db: %w", err)
	}
	reads.SetMaxOpenConns(connections())
	reads.SetMaxIdleConns(connections())
	line, err := newTurns(path)
	if err != nil {
		writes.Close()
		reads.Close()
		return nil, err
	}
	d := newDB(SQLite, reads, writes)
	d.line = line
	d.source, d.path = source, path
	d.turn = make(chan struct{}, 1)
	d.writer = &writer{pool: writes}
	d.kept = newStatements(reads.PrepareContext)
	return d, nil
}

// sqlitePath takes the file out of "sqlite:/path", "sqlite:///path" or
// "sqlite:relative". An in-memory database is refused: every connection would
// have one of its own.
func sqlitePath(address string) (string, error) {
	path := strings.TrimPrefix(address, "sqlite:")
	if rest, ok := strings.CutPrefix(path, "//"); ok {
		path = rest
	}
	if path == "" || strings.Contains(path, ":memory:") || strings.Contains(path, "?") {
		return "", fmt.Errorf("db: %q must name a file, like sqlite:/var/lib/umland/umland.db", address)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("db: %w", err)
	}
	return abs, nil
}

// sqliteSource writes the DSN. Only names beginning with an underscore are
// heeded by the driver; a pragma by any other name is silently ignored.
func sqliteSource(path string, pragmas ...string) string {
	q := url.Values{"_dqs": {"0"}, "_pragma": append([]string{
		"busy_timeout(10000)",
		"foreign_keys(1)",
		"synchronous(FULL)", // NORMAL loses acknowledged commits at a power cut
		"mmap_size(" + strconv.Itoa(mmapBytes) + ")",
		"temp_store(MEMORY)",
		"trusted_schema(0)",
	}, pragmas...)}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// checkSQLite refuses a version that loses commits and a file system on which
// the write-ahead log does not work.
func checkSQLite(ctx context.Context, pool *sql.DB) error {
	var version, mode string
	if err := pool.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("db: cannot open the SQLite file: %w", err)
	}
	if err := acceptSQLite(version); err != nil {
		return err
	}
	if err := pool.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return fmt.Errorf("db: cannot read the SQLite file: %w", err)
	}
	if mode != "wal" {
		return fmt.Errorf("db: the file system does not allow a write-ahead log (journal mode is %s); use a local disk", mode)
	}
	return nil
}

func acceptSQLite(version string) error {
	have, ok := versionNumbers(version)
	least, _ := versionNumbers(minSQLite)
	if !ok {
		return fmt.Errorf("db: cannot read the SQLite version %q", version)
	}
	for i := range least {
		if have[i] != least[i] {
			if have[i] > least[i] {
				return nil
			}
			return fmt.Errorf("db: SQLite %s can lose committed data; %s or later is needed", version, minSQLite)
		}
	}
	return nil
}

func versionNumbers(version string) ([3]int, bool) {
	var numbers [3]int
	parts := strings.Split(version, ".")
	if len(parts) < 3 {
		return numbers, false
	}
	for i := range numbers {
		n, err := strconv.Atoi(parts[i])
		if err != nil || n < 0 {
			return numbers, false
		}
		numbers[i] = n
	}
	return numbers, true
}
