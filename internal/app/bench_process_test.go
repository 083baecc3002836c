package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// started measures the program itself: from its start to the first page, and
// its memory after it has served every page once.
func started(b *testing.B, dir string, f figures) {
	b.Helper()
	bin := filepath.Join(b.TempDir(), "umland")
	build := exec.Command("go", "build", "-o", bin, "umland/cmd/umland")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	cmd := exec.CommandContext(ctx, bin, "serve", "--data", dir, "--addr", "127.0.0.1:0")
	log, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(log)
	address := ""
	for address == "" && lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), "address="); ok {
			address, _, _ = strings.Cut(rest, " ")
		}
	}
	go func() { _, _ = io.Copy(io.Discard, log) }()
	if address == "" {
		b.Fatal("the program has not started")
	}
	if code := get(b, address, "flensburg", "/"); code != http.StatusOK {
		b.Fatalf("first page: %d", code)
	}
	fmt.Fprintf(f, "from start to the first page\t%s\t\tunder 200\t\n", ms(time.Since(start)))
	n := everyPage(b, address)
	fmt.Fprintf(f, "memory after %d pages\t%s\t\tunder 100 MB\t\n", n, memory(b, cmd.Process.Pid))
	flooded(b, address, cmd.Process.Pid, f)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	_ = cmd.Wait() // it was told to stop
}

// everyPage asks each portal for each page in each language, and for a
// thousand items.
func everyPage(b *testing.B, address string) int {
	b.Helper()
	n := 0
	for _, portal := range []string{"flensburg", "handewitt", "harrislee", "gluecksburg", "schleswig-flensburg", "aabenraa"} {
		for _, prefix := range []string{"", "/da", "/en", "/leicht"} {
			for _, p := range pages {
				get(b, address, portal, prefix+p.path)
				n++
			}
		}
	}
	for i := range 1000 {
		get(b, address, shares[i%len(shares)], fmt.Sprintf("/orte/place-nr-%d", i))
		n++
	}
	return n
}

func get(b *testing.B, address, portal, path string) int {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Host = portal + ".localhost"
	res, err := http.DefaultTransport.RoundTrip(req) // a redirect is an answer too
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode >= 500 {
		b.Fatalf("%s%s: %d %v", portal, path, res.StatusCode, err)
	}
	return res.StatusCode
}

// memory is what a process holds, and how much of it is its own rather than
// the mapped database file, which the machine takes back when it needs it.
func memory(b *testing.B, pid int) string {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	kb := map[string]int{}
	for line := range strings.Lines(string(raw)) {
		var n int
		name, rest, _ := strings.Cut(line, ":")
		if _, err := fmt.Sscanf(rest, "%d kB", &n); err == nil {
			kb[name] = n
		}
	}
	return fmt.Sprintf("%d MB, %d of it own", kb["VmRSS"]/1024, kb["RssAnon"]/1024)
}
