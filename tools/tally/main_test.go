package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGoCountsSubTestsAndBrokenPackages(t *testing.T) {
	in := strings.Join([]string{
		`{"Action":"run","Package":"p","Test":"TestA"}`,
		`{"Action":"pass","Package":"p","Test":"TestA/x"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"said by the way\n"}`,
		`{"Action":"output","Package":"p","Test":"TestA","Output":"| figure | 0.93 |\n"}`,
		`{"Action":"pass","Package":"p","Test":"TestA"}`,
		`{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}`,
		`{"Action":"pass","Package":"p"}`,
		`{"Action":"output","Package":"q","Test":"TestB","Output":"b_test.go:3: wrong\n"}`,
		`{"Action":"fail","Package":"q","Test":"TestB"}`,
		`{"Action":"skip","Package":"q","Test":"TestC"}`,
		`{"Action":"output","Package":"q","Output":"FAIL\tq\t0.1s\n"}`,
		`{"Action":"fail","Package":"q"}`,
		`{"ImportPath":"r","Action":"build-output","Output":"r.go:1: nonsense\n"}`,
		`{"Action":"fail","Package":"r"}`,
	}, "\n")
	var out bytes.Buffer
	got, err := readGo(strings.NewReader(in), &out)
	if err != nil {
		t.Fatal(err)
	}
	if want := (count{pass: 2, fail: 2, skip: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, line := range []string{"ok  \tp\t0.1s", "b_test.go:3: wrong", "r.go:1: nonsense", "| figure | 0.93 |"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("%q is not printed in\n%s", line, &out)
		}
	}
}

func TestNothingRunIsAFailure(t *testing.T) {
	got, err := readGo(strings.NewReader(""), &bytes.Buffer{})
	if err != nil || got.fail != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
	tap, err := readTAP(strings.NewReader("TAP version 13\n"))
	if err != nil || tap.fail != 1 {
		t.Errorf("got %+v, %v", tap, err)
	}
}

func TestTAPAndSum(t *testing.T) {
	dir := t.TempDir()
	tap := filepath.Join(dir, "node.tap")
	report := "1..2\n# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n"
	if err := os.WriteFile(tap, []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	ok, err := run([]string{"tap", tap, filepath.Join(dir, "node.count")}, nil, nil)
	if err != nil || ok {
		t.Errorf("a failing report: ok %v, err %v", ok, err)
	}
	if err := (count{pass: 7}).write(filepath.Join(dir, "go.count")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	ok, err = run([]string{"sum", dir}, nil, &out)
	if err != nil || ok || out.String() != "10 passed, 2 failed\n" {
		t.Errorf("ok %v, err %v, %q", ok, err, out.String())
	}
}
