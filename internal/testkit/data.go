package testkit

import (
	"os"
	"path/filepath"
	"testing"
)

// sharedDataVariable overrides where the real data lies.
const sharedDataVariable = "UMLAND_SHARED_DATA"

// SharedData is the folder of the real data: UMLAND_SHARED_DATA, else
// ../shared/data beside the repository, looked for upwards from the test's
// folder. A test that needs it fails where it is missing: left out, it would
// hide that an import broke.
func SharedData(tb testing.TB) string {
	tb.Helper()
	if dir := os.Getenv(sharedDataVariable); dir != "" {
		if !isDir(dir) {
			tb.Fatalf("%s=%s is not a folder", sharedDataVariable, dir)
		}
		return dir
	}
	start, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	dir := start
	for {
		if found := filepath.Join(dir, "shared", "data"); isDir(found) {
			return found
		}
		up := filepath.Dir(dir)
		if up == dir {
			tb.Fatalf("no folder shared/data above %s; set %s", start, sharedDataVariable)
		}
		dir = up
	}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
