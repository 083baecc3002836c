package account

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"umland/internal/clock"
	"umland/internal/fault"
	"umland/internal/testkit"
)

// TestEveryTryCostsOneHash counts hashes instead of time, which a busy machine
// would blur: known, unknown and disabled names pay for one of the same cost.
func TestEveryTryCostsOneHash(t *testing.T) {
	d := testkit.SQLite(t)
	if err := d.Migrate(t.Context(), Schema); err != nil {
		t.Fatal(err)
	}
	m := New(d, clock.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)))
	for _, name := range []string{"editor", "gone"} {
		if _, err := m.Add(t.Context(), Details{Name: name, Password: "vier Wörter ohne Zusammenhang"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Disable(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}
	var costs []string
	m.match = func(stored, password string) bool {
		costs = append(costs, strings.Join(strings.Split(stored, "$")[:4], "$"))
		return matches(stored, password)
	}
	for i, a := range []Attempt{
		{Name: "editor", Password: "falsch"},
		{Name: "niemand", Password: "falsch"},
		{Name: "gone", Password: "vier Wörter ohne Zusammenhang"},
		{Name: "niemand", Password: strings.Repeat("x", 5000)},
		{Name: "", Password: ""},
	} {
		a.Remote = "198.51." + strconv.Itoa(i) + ".1:1"
		if _, err := m.SignIn(t.Context(), a); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", a.Name, err)
		}
		if len(costs) != i+1 || costs[i] != "$argon2id$v=19$m=65536,t=2,p=1" {
			t.Fatalf("%q: %v", a.Name, costs)
		}
	}
}

func TestForeignHashesAreRefused(t *testing.T) {
	const salt, key = "c29tZXNhbHRzb21lc2FsdA", "c29tZWtleXNvbWVrZXlzb21la2V5c29tZWtleTEyMzQ"
	for _, stored := range []string{
		"", "x", "$argon2id$v=19$m=65536,t=2,p=1$" + salt, "$argon2i$v=19$m=65536,t=2,p=1$" + salt + "$" + key, "$argon2id$v=16$m=65536,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=4194304,t=2,p=1$" + salt + "$" + key, "$argon2id$v=19$m=65536,t=900,p=1$" + salt + "$" + key, "$argon2id$v=19$m=65536,t=2,p=9$" + salt + "$" + key,
		"$argon2id$v=19$m=64,t=1,p=1$!$" + key, "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$", "$2b$10$abcdefghijklmnopqrstuv",
	} {
		if matches(stored, "") {
			t.Errorf("%q fits", stored)
		}
	}
}

// TestComposedLettersAreTheSame types the umlauts as two characters first.
func TestComposedLettersAreTheSame(t *testing.T) {
	m := &Room{random: func(b []byte) { clear(b) }}
	stored := m.hash("Scho\u0308ne Wo\u0308rter im Umland")
	if !matches(stored, "Schöne Wörter im Umland") || matches(stored, "Schone Worter im Umland") {
		t.Error("the way of typing an umlaut counts")
	}
}

// No password fits the hash that unknown names are compared with.
func TestTheHashOfNobody(t *testing.T) {
	m := New(nil, clock.System{})
	if matches(m.dummy, "") || matches(m.dummy, "Moin") || m.dummy == New(nil, clock.System{}).dummy {
		t.Error("it fits a password, or is always the same")
	}
}
