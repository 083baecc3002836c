package db_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"umland/internal/db"
)

// The test binary runs itself as the other process; this is what it does then.
func TestMain(m *testing.M) {
	dir := os.Getenv("UMLAND_TEST_LOCK_DIR")
	if dir == "" {
		os.Exit(m.Run())
	}
	if _, err := db.LockDir(dir); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("locked")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // until it is ended
}

func TestASecondHandleIsRefused(t *testing.T) {
	dir := t.TempDir()
	release, err := db.LockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.LockDir(dir)
	if !errors.Is(err, db.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) || strings.Contains(err.Error(), "\n") {
		t.Errorf("err = %q", err)
	}
	if other, err := db.LockDir(t.TempDir()); err != nil {
		t.Errorf("another folder: %v", err)
	} else {
		other()
	}
	release()
	release, err = db.LockDir(dir)
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	release()
	if _, err := db.LockDir(dir + "/missing"); err == nil || errors.Is(err, db.ErrLocked) {
		t.Errorf("a missing folder: %v", err)
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "UMLAND_TEST_LOCK_DIR="+dir)
	in, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("the other process says %q", line)
	}
	if _, err := db.LockDir(dir); !errors.Is(err, db.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(other.Process.Pid)) {
		t.Errorf("err = %v", err)
	}
	// However it ends, the folder is free again.
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait() // reports the kill
	release, err := db.LockDir(dir)
	if err != nil {
		t.Fatalf("after its end: %v", err)
	}
	release()
}
