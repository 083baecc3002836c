// Command tally counts test results of several runners into one line.
//
//	go test -json ./... | tally go FILE    prints what a person reads, writes the count to FILE
//	tally tap IN FILE                      counts the closing lines of a TAP report
//	tally sum DIR                          adds up every *.count in DIR: "N passed, N failed"
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// count is what one runner reports.
type count struct{ pass, fail, skip int }

func main() {
	ok, err := run(os.Args[1:], os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run carries out one command line and says whether nothing failed.
func run(args []string, in io.Reader, out io.Writer) (bool, error) {
	switch {
	case len(args) == 2 && args[0] == "go":
		c, err := readGo(in, out)
		if err != nil {
			return false, err
		}
		return c.fail == 0, c.write(args[1])
	case len(args) == 3 && args[0] == "tap":
		var report io.Reader = strings.NewReader("") // a runner that never reported has failed
		if f, err := os.Open(args[1]); err == nil {
			defer f.Close()
			report = f
		}
		c, err := readTAP(report)
		if err != nil {
			return false, err
		}
		return c.fail == 0, c.write(args[2])
	case len(args) == 2 && args[0] == "sum":
		c, err := sum(args[1])
		if err != nil {
			return false, err
		}
		fmt.Fprintf(out, "%d passed, %d failed", c.pass, c.fail)
		if c.skip > 0 {
			fmt.Fprintf(out, ", %d skipped", c.skip)
		}
		fmt.Fprintln(out)
		return c.fail == 0, nil
	}
	return false, fmt.Errorf("use: tally go FILE | tally tap IN FILE | tally sum DIR")
}

// event is one line of `go test -json`.
type event struct {
	Action, Package, ImportPath, Test, Output string
}

// goRun is the state of one reading of `go test -json`.
type goRun struct {
	count
	out      io.Writer
	lines    map[string][]string // output per package and test, until it passes
	redTests map[string]bool     // packages in which a test of its own failed
}

// readGo counts tests and sub-tests, prints each package's closing line, and the
// output of what failed. A package that fails without a failing test (it did not
// compile, it ran out of time) counts as one failure.
func readGo(in io.Reader, out io.Writer) (count, error) {
	r := goRun{out: out, lines: map[string][]string{}, redTests: map[string]bool{}}
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 1<<16), 1<<26)
	for scan.Scan() {
		var e event
		if err := json.Unmarshal(scan.Bytes(), &e); err != nil {
			fmt.Fprintln(out, scan.Text()) // go itself speaks plain text here
			continue
		}
		r.take(e)
	}
	if r.pass+r.fail == 0 {
		fmt.Fprintln(out, "no test ran")
		r.fail++
	}
	return r.count, scan.Err()
}

var closing = regexp.MustCompile(`^(ok|FAIL|---|\?)\s`)

func (r *goRun) take(e event) {
	key := e.Package + "\x00" + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "output":
		if e.Test == "" && closing.MatchString(e.Output) && e.Output[0] != '?' {
			fmt.Fprint(r.out, e.Output)
			return
		}
		if strings.HasPrefix(e.Output, "| ") { // a row of figures that a test prints for people
			fmt.Fprint(r.out, e.Output)
			return
		}
		r.lines[key] = append(r.lines[key], e.Output)
	case "pass":
		if e.Test != "" {
			r.pass++
		}
		delete(r.lines, key)
	case "skip":
		if e.Test != "" {
			r.skip++
		}
		delete(r.lines, key)
	case "fail":
		r.red(e, key)
	}
}

func (r *goRun) red(e event, key string) {
	if e.Test == "" && r.redTests[e.Package] {
		delete(r.lines, key)
		return
	}
	r.fail++
	r.redTests[e.Package] = true
	for _, line := range r.lines[key] {
		fmt.Fprint(r.out, line)
	}
	delete(r.lines, key)
}

var tapLine = regexp.MustCompile(`^# (pass|fail|cancelled|skipped|todo) (\d+)$`)

// readTAP reads the closing lines of node's test runner. A test it had to cancel
// did not pass, and a report without closing lines is a failure.
func readTAP(in io.Reader) (count, error) {
	var c count
	seen := false
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 1<<16), 1<<26)
	for scan.Scan() {
		m := tapLine.FindStringSubmatch(scan.Text())
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return c, err
		}
		switch m[1] {
		case "pass":
			c.pass, seen = c.pass+n, true
		case "fail", "cancelled":
			c.fail += n
		default:
			c.skip += n
		}
	}
	if !seen {
		c.fail++
	}
	return c, scan.Err()
}

func (c count) write(path string) error {
	return os.WriteFile(path, fmt.Appendf(nil, "pass=%d fail=%d skip=%d\n", c.pass, c.fail, c.skip), 0o644)
}

// sum adds the counts of a folder; a folder without any is an error.
func sum(dir string) (count, error) {
	var total count
	files, err := filepath.Glob(filepath.Join(dir, "*.count"))
	if err != nil {
		return total, err
	}
	if len(files) == 0 {
		return total, fmt.Errorf("no *.count in %s", dir)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return total, err
		}
		var c count
		if _, err := fmt.Sscanf(string(text), "pass=%d fail=%d skip=%d", &c.pass, &c.fail, &c.skip); err != nil {
			return total, fmt.Errorf("%s: %w", file, err)
		}
		total.pass += c.pass
		total.fail += c.fail
		total.skip += c.skip
	}
	return total, nil
}
