package hours_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// answer is what the judge says about one value at the instants; Answers are
// state and next change (minutes since 1970, nil for none).
type answer struct {
	Error   string   `json:"error,omitempty"`
	Answers [][2]any `json:"answers,omitempty"`
}

// vectors is a file of testdata/judge: what the judge said, and to what. It
// holds no value, only the sum of the question.
type vectors struct {
	Question string // SHA-256 of the question and of the judge's package-lock.json
	Answers  []answer
}

// regenerate is set by scripts/judge.sh: the answers are written anew.
const regenerate = "UMLAND_JUDGE_WRITE"

// ask gives the judge's answers, the npm package opening_hours, from the
// vectors of that name. Where node and the package are there it is asked too,
// and must say the same.
func ask(t *testing.T, name string, values []string, instants []time.Time) []answer {
	t.Helper()
	stamps := make([]string, len(instants))
	for i, at := range instants {
		stamps[i] = at.UTC().Format(time.RFC3339)
	}
	question, err := json.Marshal(map[string]any{
		"values": values, "instants": stamps, "lat": "54.78", "lon": "9.43", "country": "de", "state": "Schleswig-Holstein",
	})
	if err != nil {
		t.Fatal(err)
	}
	lock, err := os.ReadFile(filepath.Join("oracle", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(append(question, lock...))
	live := askLive(t, question, len(values))
	file := filepath.Join("testdata", "judge", name+".json.gz")
	if os.Getenv(regenerate) != "" {
		writeVectors(t, file, vectors{hex.EncodeToString(sum[:]), live})
	}
	stored := readVectors(t, file)
	if stored.Question != hex.EncodeToString(sum[:]) {
		t.Fatalf("%s answers another question: scripts/judge.sh writes it anew", file)
	}
	for i, a := range live {
		if !reflect.DeepEqual(a, stored.Answers[i]) {
			t.Fatalf("the judge has changed its mind on %q: scripts/judge.sh", values[i])
		}
	}
	return stored.Answers
}

// askLive runs the package itself, or gives nil where node or it is missing;
// with CI=true that fails.
func askLive(t *testing.T, question []byte, n int) []answer {
	t.Helper()
	cmd := exec.Command("node", "oracle.mjs")
	cmd.Dir = "oracle"
	cmd.Env = append(os.Environ(), "TZ=Europe/Berlin")
	cmd.Stdin = bytes.NewReader(question)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		if os.Getenv("CI") == "true" || os.Getenv(regenerate) != "" {
			t.Fatalf("the judge did not run: %v\n%s", err, errs.String())
		}
		t.Logf("the judge is not asked again (npm ci in internal/hours/oracle): %v", err)
		return nil
	}
	list := make([]answer, 0, n)
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a answer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	if len(list) != n {
		t.Fatalf("%d answers for %d values", len(list), n)
	}
	return list
}

func readVectors(t *testing.T, file string) vectors {
	t.Helper()
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing: scripts/judge.sh writes it", file)
	} else if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.NewDecoder(z).Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func writeVectors(t *testing.T, file string, v vectors) {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(json.NewEncoder(z).Encode(v), z.Close(), os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}
