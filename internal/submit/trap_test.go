package submit_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"umland/internal/submit"
)

func TestTrapAndPace(t *testing.T) {
	staged(t, func(s *stage) {
		at := s.fill("handewitt", "/kontakt", contactSteps("Hallo")...)
		stamp := stampField.FindStringSubmatch(s.get("handewitt", at).body)[1]
		s.clock.Advance(time.Second)
		if got := s.do("handewitt", http.MethodPost, at, values("stand", stamp, "probe", solve(stamp))); got.status != 422 || !strings.Contains(got.body, "sehr schnell") || !strings.Contains(got.body, "Hallo") {
			s.t.Errorf("too fast: %d", got.status)
		}
		s.clock.Advance(20 * time.Second)
		other := s.fill("handewitt", "/kontakt", contactSteps("Nachbar")...)
		foreign := stampField.FindStringSubmatch(s.get("handewitt", other).body)[1]
		parts := strings.Split(stamp, ".")
		for name, forged := range map[string]string{
			"none": "", "forged": "1764000000000.15.00000000000000000000000000000000", "garbled": "x.y.z", "of another form": foreign,
			"easier": parts[0] + ".1." + parts[2], "later": "1964000000000." + parts[1] + "." + parts[2],
		} {
			got := s.do("handewitt", http.MethodPost, at, values("stand", forged, "probe", "0"))
			if got.status != 422 || !strings.Contains(got.body, "lange offen") {
				s.t.Errorf("%s: %d", name, got.status)
			}
		}
		for name, counter := range map[string]string{"none": "", "wrong": "1", "long": strings.Repeat("9", 400)} {
			if got := s.do("handewitt", http.MethodPost, at, values("stand", stamp, "probe", counter)); got.status != 422 || !strings.Contains(got.body, "E-Mail-Adresse") {
				s.t.Errorf("counter %s: %d", name, got.status)
			}
		}
		s.clock.Advance(25 * time.Hour)
		if got := s.do("handewitt", http.MethodPost, at, values("stand", stamp, "probe", solve(stamp))); got.status != 422 || !strings.Contains(got.body, "lange offen") {
			s.t.Errorf("a day old: %d", got.status)
		}
		if len(s.stored("handewitt", "")) != 0 {
			s.t.Error("stored all the same")
		}
		if got := s.send("handewitt", at, true, "webseite", "https://spam.example"); got.status != 303 {
			s.t.Errorf("trapped: %d", got.status)
		}
		if got := s.stored("handewitt", submit.Spam); len(got) != 1 || got[0].By != submit.Trap || got[0].Decided.IsZero() || len(s.sink.Letters()) != 0 {
			s.t.Errorf("trapped: %+v", got)
		}
	})
}

// TestProofIsUsedOnce: the task of a form that was sent opens no second one.
func TestProofIsUsedOnce(t *testing.T) {
	staged(t, func(s *stage) {
		at := s.fill("handewitt", "/kontakt", contactSteps("erste")...)
		stamp := stampField.FindStringSubmatch(s.get("handewitt", at).body)[1]
		s.clock.Advance(5 * time.Second)
		v := values("stand", stamp, "probe", solve(stamp))
		s.do("handewitt", http.MethodPost, at, v)
		first := strings.Replace(at, "schritt=4", "schritt=1", 1)
		if got := s.do("handewitt", http.MethodPost, first, values("betreff", "barriere")); got.status != 303 || !strings.HasPrefix(got.location, "/kontakt/danke") {
			s.t.Errorf("a sent form is begun again: %d to %q", got.status, got.location)
		}
		s.do("handewitt", http.MethodPost, at, v)
		if n := len(s.stored("handewitt", "")); n != 1 {
			s.t.Errorf("%d stored", n)
		}
	})
}

func TestLimitPerSource(t *testing.T) {
	staged(t, func(s *stage) {
		send := func(text string, proven bool) answer {
			at := s.fill("handewitt", "/kontakt", contactSteps(text, "email", "n"+text+"@example.org")...)
			return s.send("handewitt", at, proven)
		}
		for i := range 5 {
			if got := send(strconv.Itoa(i), false); got.status != 303 {
				s.t.Fatalf("%d: %d", i, got.status)
			}
		}
		got := send("sechste", false)
		if got.status != http.StatusTooManyRequests || !strings.Contains(got.body, "sechste") || !strings.Contains(got.body, "1503-0") || !strings.Contains(got.body, "gespeichert") {
			s.t.Errorf("the sixth: %d", got.status)
		}
		if wait, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || wait < 3000 || wait > 3600 {
			s.t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
		}
		for i := range 15 {
			if got := send("mit"+strconv.Itoa(i), true); got.status != 303 {
				s.t.Fatalf("with script %d: %d", i, got.status)
			}
		}
		if got := send("21", true); got.status != 429 {
			s.t.Errorf("the 21st: %d", got.status)
		}
		s.remote = "203.0.113.8:4000"
		if got := send("Nachbar", false); got.status != 303 {
			s.t.Errorf("the neighbour: %d", got.status)
		}
		s.remote = "203.0.113.7:4001"
		s.clock.Advance(time.Hour)
		if got := send("spaeter", false); got.status != 303 {
			s.t.Errorf("an hour later: %d", got.status)
		}
		s.remote = "[2001:db8::1]:1"
		for i := range 5 {
			send("sechs"+strconv.Itoa(i), false)
		}
		s.remote = "[2001:db8::2]:1"
		if got := send("gleichesHaus", false); got.status != 429 {
			s.t.Errorf("same house: %d", got.status)
		}
	})
}

// TestFloodKeepsTheInput: when a portal gets more than people send, the form
// says so and can be sent later; other portals notice nothing.
func TestFloodKeepsTheInput(t *testing.T) {
	staged(t, func(s *stage) {
		at := s.fill("handewitt", "/kontakt", contactSteps("von einem Menschen", "email", "inge@example.org")...)
		stamp := stampField.FindStringSubmatch(s.get("handewitt", at).body)[1]
		s.clock.Advance(time.Minute)
		for i := range 200 {
			s.remote = "198.51." + strconv.Itoa(i/100) + "." + strconv.Itoa(i%100+1) + ":9"
			flood := s.fill("handewitt", "/kontakt", contactSteps("Flut "+strconv.Itoa(i), "email", "f"+strconv.Itoa(i)+"@example.org")...)
			if got := s.sendNow("handewitt", flood); got.status != 303 {
				s.t.Fatalf("%d: %d", i, got.status)
			}
		}
		s.remote = "203.0.113.7:4000"
		got := s.do("handewitt", http.MethodPost, at, values("stand", stamp))
		if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "von einem Menschen") || !strings.Contains(got.body, "sehr viele") {
			s.t.Errorf("in the flood: %d", got.status)
		}
		if page := s.get("handewitt", at); !strings.Contains(page.body, "von einem Menschen") {
			s.t.Error("the answers are lost")
		} else if hard := strings.Split(stampField.FindStringSubmatch(page.body)[1], ".")[1]; hard <= strings.Split(stamp, ".")[1] {
			s.t.Errorf("the task is no harder: %s", hard)
		}
		if got := s.send("handewitt", at, true); got.status != 303 {
			s.t.Errorf("with script, in the flood: %d", got.status)
		}
		if got := s.send("flensburg", s.fill("flensburg", "/kontakt", contactSteps("ruhig", "email", "karl@example.org")...), false); got.status != 303 {
			s.t.Errorf("the other portal: %d", got.status)
		}
	})
}

// sendNow sends the last page off without waiting longer than it must be.
func (s *stage) sendNow(portal, at string) answer {
	s.t.Helper()
	stamp := stampField.FindStringSubmatch(s.get(portal, at).body)[1]
	s.clock.Advance(1500 * time.Millisecond)
	return s.do(portal, http.MethodPost, at, values("stand", stamp))
}

// TestFormsOfAPortalAreBounded: who begins form after form fills no disk.
func TestFormsOfAPortalAreBounded(t *testing.T) {
	staged(t, func(s *stage) {
		s.t.Run("per source", func(*testing.T) {
			var last answer
			for range 61 {
				at := s.begin("handewitt", "/orte/melden")
				last = s.do("handewitt", http.MethodPost, at, values("titel", "Mein Ort"))
			}
			if last.status != 429 || !strings.Contains(last.body, `value="Mein Ort"`) || last.header.Get("Retry-After") == "" {
				s.t.Errorf("the 61st form: %d", last.status)
			}
		})
		s.remote = "203.0.113.9:1"
		first := s.begin("handewitt", "/orte/melden")
		s.do("handewitt", http.MethodPost, first, values("titel", "Mein Ort"))
		s.fillWithDrafts("handewitt", 5000)
		got := s.do("handewitt", http.MethodPost, s.begin("handewitt", "/orte/melden"), values("titel", "Zu viel"))
		if got.status != 503 || !strings.Contains(got.body, `value="Zu viel"`) || got.header.Get("Retry-After") == "" {
			s.t.Errorf("one more form: %d", got.status)
		}
		if got := s.do("handewitt", http.MethodPost, first, values("titel", "Mein Ort doch")); got.status != 303 {
			s.t.Errorf("one that was begun before: %d", got.status)
		}
		if got := s.do("flensburg", http.MethodPost, s.begin("flensburg", "/orte/melden"), values("titel", "Anderswo")); got.status != 303 {
			s.t.Errorf("another portal: %d", got.status)
		}
	})
}
