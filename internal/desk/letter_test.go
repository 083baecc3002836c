package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"umland/internal/fault"
	"umland/internal/submit"
)

// TestModeratorRejectsWithAReason: only moderators decide, only in their
// portal, and a form that lacks something comes back with what was typed.
func TestModeratorRejectsWithAReason(t *testing.T) {
	offices(t, func(o *office) {
		ids := map[string]string{}
		for _, portal := range []string{"handewitt", "flensburg"} {
			s := &submit.Submission{Portal: portal, Kind: submit.Event, Subject: "Fest in " + portal}
			if err := o.sent.Add(o.t.Context(), s, submit.Sender{Name: "Inge", Email: "kanarie@example.org"}); err != nil {
				o.t.Fatal(err)
			}
			ids[portal] = s.ID
		}
		path := "/redaktion/handewitt/einsendungen/" + ids["handewitt"]
		for who, want := range map[string]int{"author": http.StatusForbidden, "other": http.StatusForbidden} {
			for _, deed := range []string{"/ablehnen", "/antwort", "/entwurf"} {
				if got := o.do(o.as(who), http.MethodPost, path+deed, values("grund", "doppelt", "antwort", "Hallo")); got.status != want {
					o.t.Errorf("%s %s: %d", who, deed, got.status)
				}
			}
		}
		foreign := "/redaktion/handewitt/einsendungen/" + ids["flensburg"]
		if got := o.do(o.as("moderator"), http.MethodPost, foreign+"/ablehnen", values("grund", "doppelt")); got.status != http.StatusNotFound {
			o.t.Errorf("another portal's: %d", got.status)
		}
		got := o.do(o.as("moderator"), http.MethodPost, path+"/ablehnen", values("text", "Weil es <so> ist"))
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `id="grund-fehler"`) || !strings.Contains(got.body, "Weil es &lt;so&gt; ist</textarea>") || !strings.Contains(got.body, "kanarie@example.org") {
			o.t.Errorf("without a reason: %d", got.status)
		}
		got = o.do(o.as("moderator"), http.MethodPost, path+"/antwort", values("antwort", "Wann beginnt es?"))
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Wann beginnt es?</textarea>") {
			o.t.Errorf("without a mail server: %d", got.status)
		}
		if got := o.do(o.as("moderator"), http.MethodPost, path+"/ablehnen", values("grund", "doppelt")); got.status != http.StatusSeeOther {
			o.t.Errorf("with a reason: %d", got.status)
		}
		s, err := o.sent.Get(o.t.Context(), "handewitt", ids["handewitt"])
		if err != nil || s.Status != submit.Rejected || s.Reason != "doppelt" {
			o.t.Errorf("%+v %v", s, err)
		}
		if page := o.do(o.as("moderator"), http.MethodGet, path, nil); page.status != 200 || !strings.Contains(page.body, "Steht schon im Portal") {
			o.t.Errorf("afterwards: %d", page.status)
		}
		if got := o.do(o.as("moderator"), http.MethodPost, path+"/entwurf", values()); got.status != fault.Conflict.Status() {
			o.t.Errorf("a draft of a rejected one: %d", got.status)
		}
	})
}
