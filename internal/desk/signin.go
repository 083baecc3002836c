package desk

import (
	"errors"
	"net/http"
	"strings"

	"umland/internal/account"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/i18n"
	"umland/internal/web"
)

// signing is the sign-in form.
type signing struct {
	name  string
	next  string
	lost  bool // a form was sent after the session had ended
	wrong *fault.Error
}

func (m *Room) signInPage(w http.ResponseWriter, r *web.Request) error {
	next := account.Next(r.URL.Query().Get("next"))
	if person(r) != nil {
		return web.Redirect(w, r, next)
	}
	preferred(r)
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.sign_in")}, signInView(r, signing{next: next}))
}

func (m *Room) signIn(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	preferred(r)
	s := signing{name: form.Line(r, "name"), next: account.Next(r.PostFormValue("next"))}
	token, err := m.accounts.SignIn(r.Context(), account.Attempt{
		Name: s.name, Password: r.PostFormValue("password"), Remote: r.RemoteAddr, Old: m.accounts.Token(r.Request),
	})
	switch kind := fault.KindOf(err); kind {
	case "":
		m.accounts.SetToken(w, r.Request, token)
		// The fragment replaces that of the form.
		return web.Redirect(w, r, s.next+"#inhalt")
	case fault.Invalid, fault.TooMany:
		s.wrong, _ = errors.AsType[*fault.Error](err)
		if kind == fault.TooMany {
			w.Header().Set("Retry-After", "900")
		}
		return m.render(w, r, kind.Status(), page{title: r.T("desk.sign_in"), wrong: true}, signInView(r, s))
	}
	return err
}

func (m *Room) signOut(w http.ResponseWriter, r *web.Request) error {
	if err := m.accounts.SignOut(r.Context(), m.accounts.Token(r.Request)); err != nil {
		return err
	}
	m.accounts.SetToken(w, r.Request, "")
	w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	return tell(w, r, "/redaktion/anmelden", "signed_out")
}

// preferred chooses the browser's first language for whoever is not signed in.
func preferred(r *web.Request) {
	if r.User != nil {
		return
	}
	for tag := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		code, _, _ := strings.Cut(strings.TrimSpace(tag), ";")
		code, _, _ = strings.Cut(code, "-")
		if lang, ok := i18n.Parse(strings.ToLower(code)); ok {
			r.Lang = lang
			return
		}
	}
}

// accountPage lets a person choose language and password.
func (m *Room) accountPage(w http.ResponseWriter, r *web.Request) error {
	return m.render(w, r, http.StatusOK, page{title: r.T("desk.account")}, accountView(r, nil))
}

func (m *Room) setLanguage(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	err := m.accounts.SetLanguage(r.Context(), person(r).Name, i18n.Lang(r.PostFormValue("language")))
	return m.accountAnswer(w, r, err, "language")
}

func (m *Room) setPassword(w http.ResponseWriter, r *web.Request) error {
	if err := r.ParseForm(); err != nil {
		return form.Unreadable(err)
	}
	token, err := m.accounts.ChangePassword(r.Context(), person(r), r.PostFormValue("old"), r.PostFormValue("password"), r.RemoteAddr)
	if err == nil {
		m.accounts.SetToken(w, r.Request, token)
	}
	return m.accountAnswer(w, r, err, "password")
}

func (m *Room) accountAnswer(w http.ResponseWriter, r *web.Request, err error, what string) error {
	wrong := fault.FieldsOf(err)
	switch {
	case err == nil:
		return tell(w, r, "/redaktion/konto", what)
	case len(wrong) == 0:
		return err
	}
	return m.render(w, r, http.StatusUnprocessableEntity, page{title: r.T("desk.account"), wrong: true}, accountView(r, wrong))
}
