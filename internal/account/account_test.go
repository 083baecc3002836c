package account_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"umland/internal/account"
	"umland/internal/clock"
	"umland/internal/db"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/testkit"
	"umland/internal/web"
)

const (
	good  = "vier Wörter ohne Zusammenhang"
	other = "noch vier andere stille Wörter"
	here  = "203.0.113.7:5000"
)

var start = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// rooms runs fn on each engine with accounts in two portals.
func rooms(t *testing.T, fn func(t *testing.T, m *account.Room, c *clock.Manual, d *db.DB)) {
	testkit.Engines(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(t.Context(), account.Schema); err != nil {
			t.Fatal(err)
		}
		c := clock.At(start)
		m := account.New(d, c)
		for name, g := range map[string]account.Grant{
			"author": {Portal: "handewitt", Role: "author"}, "editor": {Portal: "handewitt", Role: "editor"},
			"moderator": {Portal: "flensburg", Role: "moderator"}, "admin": {Portal: "", Role: "admin"},
		} {
			if _, err := m.Add(t.Context(), account.Details{Name: name, Language: i18n.DA, Password: good, Grants: []account.Grant{g}}); err != nil {
				t.Fatal(err)
			}
		}
		fn(t, m, c, d)
	})
}

func signIn(t *testing.T, m *account.Room, name, password, old string) string {
	t.Helper()
	token, err := m.SignIn(t.Context(), account.Attempt{Name: name, Password: password, Remote: here, Old: old})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func gone(t *testing.T, m *account.Room, token, why string) {
	t.Helper()
	if p, err := m.Identify(t.Context(), token); fault.KindOf(err) != fault.Unauthenticated || p != nil {
		t.Errorf("%s: the session still works (%v)", why, err)
	}
}

func TestSignInAndOut(t *testing.T) {
	rooms(t, func(t *testing.T, m *account.Room, _ *clock.Manual, d *db.DB) {
		token := signIn(t, m, " Editor ", good, "")
		p, err := m.Identify(t.Context(), token)
		if err != nil || p.Name != "editor" || p.Language() != i18n.DA {
			t.Fatalf("%+v, %v", p, err)
		}
		stored, err := db.All(t.Context(), d, db.Text, `SELECT token FROM session ORDER BY token`)
		if err != nil || len(stored) != 1 || strings.Contains(stored[0], token) || len(stored[0]) != 64 {
			t.Errorf("stored: %v, %v", stored, err)
		}
		again := signIn(t, m, "editor", good, token)
		gone(t, m, token, "rotated at sign-in")
		if err := m.SignOut(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		gone(t, m, again, "signed out")
		for _, bad := range []string{"", "x", again[:42], again + "A", strings.Repeat("'", 43)} {
			gone(t, m, bad, "made-up token")
		}
	})
}

func TestWrongUnknownAndDisabledLookAlike(t *testing.T) {
	rooms(t, func(t *testing.T, m *account.Room, _ *clock.Manual, _ *db.DB) {
		kept := signIn(t, m, "author", good, "")
		if err := m.Disable(t.Context(), "author"); err != nil {
			t.Fatal(err)
		}
		gone(t, m, kept, "disabled")
		var texts []string
		for _, a := range []account.Attempt{{Name: "editor", Password: other}, {Name: "niemand", Password: good}, {Name: "author", Password: good}} {
			_, err := m.SignIn(t.Context(), a)
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%s: %v", a.Name, err)
			}
			texts = append(texts, err.Error())
		}
		if texts[0] != texts[1] || texts[1] != texts[2] {
			t.Errorf("answers differ: %v", texts)
		}
		if err := m.Enable(t.Context(), "author"); err != nil {
			t.Fatal(err)
		}
		gone(t, m, kept, "enabled again")
		signIn(t, m, "author", good, "")
	})
}

func TestSessionsEnd(t *testing.T) {
	rooms(t, func(t *testing.T, m *account.Room, c *clock.Manual, d *db.DB) {
		idle := signIn(t, m, "editor", good, "")
		c.Advance(account.Idle)
		gone(t, m, idle, "idle")
		busy := signIn(t, m, "editor", good, "")
		for at := time.Duration(0); at < account.Longest-20*time.Minute; at += 20 * time.Minute {
			c.Advance(20 * time.Minute)
			if _, err := m.Identify(t.Context(), busy); err != nil {
				t.Fatalf("after %v: %v", at, err)
			}
		}
		c.Advance(20 * time.Minute)
		gone(t, m, busy, "twelve hours")
		n, err := m.Sweep(t.Context())
		if err != nil || n != 2 {
			t.Errorf("swept %d, %v", n, err)
		}
		left, err := db.One(t.Context(), d, db.Int, `SELECT COUNT(*) FROM session`)
		if err != nil || left != 0 {
			t.Errorf("%d left, %v", left, err)
		}
	})
}

func TestPasswordChangeEndsSessions(t *testing.T) {
	rooms(t, func(t *testing.T, m *account.Room, _ *clock.Manual, _ *db.DB) {
		token := signIn(t, m, "editor", good, "")
		p, err := m.Identify(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.ChangePassword(t.Context(), p, other, other, here); len(fault.FieldsOf(err)) != 1 {
			t.Errorf("with the wrong old one: %v", err)
		}
		fresh, err := m.ChangePassword(t.Context(), p, good, other, here)
		if err != nil {
			t.Fatal(err)
		}
		gone(t, m, token, "password changed")
		if _, err := m.Identify(t.Context(), fresh); err != nil {
			t.Error(err)
		}
		if _, err := m.SignIn(t.Context(), account.Attempt{Name: "editor", Password: good, Remote: here}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("the old password: %v", err)
		}
	})
}

func TestPermissionMatrix(t *testing.T) {
	want := map[string]map[string]string{ // name → portal → permissions
		"author":    {"handewitt": "desk edit", "flensburg": "", "": "desk edit"},
		"editor":    {"handewitt": "desk edit publish review notice", "flensburg": "", "": "desk edit publish review notice"},
		"moderator": {"handewitt": "", "flensburg": "desk review moderate", "": "desk review moderate"},
		"admin": {
			"handewitt": "desk edit publish review moderate notice admin", "flensburg": "desk edit publish review moderate notice admin",
			"": "desk edit publish review moderate notice admin",
		},
	}
	rooms(t, func(t *testing.T, m *account.Room, _ *clock.Manual, _ *db.DB) {
		cells := 0
		for name, portals := range want {
			p, err := m.Identify(t.Context(), signIn(t, m, name, good, ""))
			if err != nil {
				t.Fatal(err)
			}
			for portal, list := range portals {
				for _, perm := range account.Permissions {
					cells++
					should := strings.Contains(" "+list+" ", " "+string(perm)+" ")
					if p.May(perm, portal) != should {
						t.Errorf("%s, %q, %s: %v", name, portal, perm, !should)
					}
				}
			}
			if p.May(web.Permission(""), "handewitt") || p.May("unknown", "") {
				t.Errorf("%s may do what no role has", name)
			}
			if p.MayEverywhere(account.Admin) != (name == "admin") {
				t.Errorf("%s everywhere", name)
			}
		}
		t.Logf("%d cells", cells)
	})
}

func TestRolesCountAtOnce(t *testing.T) {
	rooms(t, func(t *testing.T, m *account.Room, _ *clock.Manual, _ *db.DB) {
		token := signIn(t, m, "author", good, "")
		g := account.Grant{Portal: "flensburg", Role: "editor"}
		for _, step := range []struct {
			do   func(context.Context, string, account.Grant) error
			want bool
		}{{m.Grant, true}, {m.Grant, true}, {m.Revoke, false}} {
			if err := step.do(t.Context(), "author", g); err != nil {
				t.Fatal(err)
			}
			p, err := m.Identify(t.Context(), token)
			if err != nil || p.May(account.Publish, "flensburg") != step.want {
				t.Errorf("want %v, %v", step.want, err)
			}
		}
		if err := m.Grant(t.Context(), "author", account.Grant{Portal: "x", Role: "king"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("unknown role: %v", err)
		}
		if err := m.Grant(t.Context(), "niemand", g); fault.KindOf(err) != fault.NotFound {
			t.Errorf("unknown account: %v", err)
		}
	})
}

func TestAddRefuses(t *testing.T) {
	rooms(t, func(t *testing.T, m *account.Room, _ *clock.Manual, _ *db.DB) {
		for _, c := range []struct {
			d    account.Details
			name string
			key  string
		}{
			{account.Details{Name: "neu", Password: "kurz"}, "password", "errors.too_short"},
			{account.Details{Name: "neu", Password: ""}, "password", "errors.required"},
			{account.Details{Name: "neu", Password: strings.Repeat("lang", 60)}, "password", "errors.too_long"},
			{account.Details{Name: "neu", Password: "Passwort Passwort"}, "password", "account.common_password"},
			{account.Details{Name: "neu", Password: strings.Repeat("ab", 10)}, "password", "account.common_password"},
			{account.Details{Name: "marianne.petersen", Password: "Marianne.Petersen1962"}, "password", "account.common_password"},
			{account.Details{Name: "Zwei Wörter", Password: good}, "name", "account.name_form"},
			{account.Details{Name: "EDITOR", Password: good}, "name", "account.name_taken"},
			{account.Details{Name: "neu", Password: good, Language: "fr"}, "language", "errors.bad_choice"},
			{account.Details{Name: "neu", Password: good, Grants: []account.Grant{{Role: "king"}}}, "role", "account.unknown_role"},
		} {
			_, err := m.Add(t.Context(), c.d)
			fields := fault.FieldsOf(err)
			if len(fields) != 1 || fields[0].Name != c.name || fields[0].Key != c.key {
				t.Errorf("%q %q: %v", c.d.Name, c.key, err)
			}
		}
		list, err := m.List(t.Context())
		if err != nil || len(list) != 4 || list[0].Name != "admin" || len(list[0].Grants) != 1 {
			t.Errorf("%d accounts, %v: a refused one left something behind", len(list), err)
		}
	})
}

func TestTooManyTries(t *testing.T) {
	d := testkit.SQLite(t)
	if err := d.Migrate(t.Context(), account.Schema); err != nil {
		t.Fatal(err)
	}
	c := clock.At(start)
	m := account.New(d, c)
	if _, err := m.Add(t.Context(), account.Details{Name: "editor", Password: good}); err != nil {
		t.Fatal(err)
	}
	try := func(name, password, remote string) fault.Kind {
		_, err := m.SignIn(t.Context(), account.Attempt{Name: name, Password: password, Remote: remote})
		return fault.KindOf(err)
	}
	if k := try("editor", good, "192.0.2.9:1"); k != "" {
		t.Fatal(k)
	}
	refused := 0
	for i := range 14 { // one account, a network each
		if try("editor", other, "198.51."+strconv.Itoa(i)+".1:1") == fault.TooMany {
			refused++
		}
	}
	if refused != 4 {
		t.Errorf("per account: %d of 14 refused", refused)
	}
	if k := try("editor", good, "198.51.200.1:1"); k != fault.TooMany {
		t.Errorf("a stranger with the password: %q", k)
	}
	if k := try("editor", good, "192.0.2.77:2"); k != "" {
		t.Errorf("the owner, where she signed in before: %q", k)
	}
	refused = 0
	for i := range 14 { // one network, a name each
		if try("name"+strconv.Itoa(i), other, "203.0.113."+strconv.Itoa(i)+":1") == fault.TooMany {
			refused++
		}
	}
	if refused != 4 {
		t.Errorf("per network: %d of 14 refused", refused)
	}
	c.Advance(15 * time.Minute)
	if k := try("editor", good, "198.51.200.1:1"); k != "" {
		t.Errorf("after a quarter of an hour: %q", k)
	}
}

func TestFloodOfSignInsIsBounded(t *testing.T) {
	d := testkit.SQLite(t)
	if err := d.Migrate(t.Context(), account.Schema); err != nil {
		t.Fatal(err)
	}
	m := account.New(d, clock.At(start))
	var wg sync.WaitGroup
	kinds := make([]fault.Kind, 60)
	for i := range kinds {
		wg.Go(func() {
			_, err := m.SignIn(context.Background(), account.Attempt{Name: "n" + strconv.Itoa(i), Password: other, Remote: "10." + strconv.Itoa(i) + ".0.1:1"})
			kinds[i] = fault.KindOf(err)
		})
	}
	wg.Wait()
	var wrong, busy int
	for _, k := range kinds {
		switch k {
		case fault.Invalid:
			wrong++
		case fault.TooMany:
			busy++
		}
	}
	if wrong+busy != 60 || busy == 0 || wrong == 0 {
		t.Errorf("%d compared, %d told to wait: %v", wrong, busy, kinds)
	}
}

func TestNothingSecretInErrors(t *testing.T) {
	rooms(t, func(t *testing.T, m *account.Room, _ *clock.Manual, d *db.DB) {
		token := signIn(t, m, "editor", good, "")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := m.Identify(ctx, token)
		_, err2 := m.SignIn(t.Context(), account.Attempt{Name: "kanarie@example.org", Password: "Kanarienvogel im Bergwerk", Remote: here})
		for _, e := range []error{err, err2, errors.Join(err, err2)} {
			for _, secret := range []string{token, "kanarie", "Kanarienvogel"} {
				if e != nil && strings.Contains(e.Error(), secret) {
					t.Errorf("%q stands in %v", secret, e)
				}
			}
		}
	})
}
