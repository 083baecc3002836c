package submit

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"umland/internal/db"
	"umland/internal/i18n"
	"umland/internal/mail"
	"umland/internal/web"
)

// askToConfirm writes the letter with the link that confirms a submission.
func (m *Room) askToConfirm(ctx context.Context, tx *db.Tx, s *Submission, from Sender) error {
	token, err := m.issue(ctx, tx, s.ID, toConfirm, Waits)
	if err != nil {
		return err
	}
	key := "confirm"
	if s.Status == Open {
		key = "confirm_address"
	}
	return m.tell(ctx, tx, s, from, key, "link", m.linkTo(s, token), "days", int(Waits.Hours()/24))
}

// linkTo is the absolute address that a letter of a submission leads to.
func (m *Room) linkTo(s *Submission, token string) string {
	path := linkPath + "?schluessel=" + url.QueryEscape(token)
	if site, ok := m.Site(s.Portal); ok {
		return s.Origin + web.Address(site, s.Lang, path)
	}
	return s.Origin + path
}

// tell writes a letter to the sender of a submission: submit.mail_KIND_subject
// and submit.mail_KIND, with greeting and signature.
func (m *Room) tell(ctx context.Context, tx *db.Tx, s *Submission, from Sender, kind string, args ...any) error {
	args = append([]any{"title", s.Title(s.Lang), "kind", s.Kind.Name(s.Lang)}, args...)
	return m.write(ctx, tx, s, from, kind, i18n.T(s.Lang, "submit.mail_"+kind+"_subject", args...), i18n.T(s.Lang, "submit.mail_"+kind, args...))
}

// write puts words into the frame of a letter. Without an address or a mail
// server nothing is written.
func (m *Room) write(ctx context.Context, tx *db.Tx, s *Submission, from Sender, kind, subject, words string) error {
	if from.Email == "" || !m.writes() {
		return nil
	}
	l := mail.Letter{Portal: s.Portal, Topic: s.ID, Kind: kind, To: from.Email, Lang: string(s.Lang), Subject: subject, Name: s.Portal}
	var b strings.Builder
	hello := i18n.T(s.Lang, "submit.mail_hello")
	if name := strings.Join(strings.Fields(from.Name), " "); name != "" {
		hello = i18n.T(s.Lang, "submit.mail_hello_name", "name", name)
	}
	b.WriteString(hello + "\n\n" + strings.TrimSpace(words) + "\n\n" + i18n.T(s.Lang, "submit.mail_bye") + "\n")
	if site, ok := m.Site(s.Portal); ok {
		l.Name, l.From = site.Name, site.MailFrom
		if mail.Address(site.Operator.Email) {
			l.ReplyTo = site.Operator.Email
		}
		o := site.Operator
		b.WriteString(site.Name + "\n\n-- \n")
		for _, text := range []string{o.Name, o.Street, strings.TrimSpace(o.Postcode + " " + o.Town), o.Phone} {
			if text != "" {
				b.WriteString(text + "\n")
			}
		}
	}
	l.Body = b.String()
	return m.Post.Write(ctx, tx, l)
}

// replace brings a changed submission in the place of the one it changes.
func (m *Room) replace(ctx context.Context, tx *db.Tx, old, s *Submission, from Sender) error {
	details, err := json.Marshal(s.Details)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE submission SET subject = $1, details = $2, message = $3, lang = $4, origin = $5 WHERE id = $6 AND portal = $7`,
		s.Subject, string(details), s.Message, string(s.Lang), s.Origin, old.ID, old.Portal)
	if err != nil {
		return err
	}
	if err := m.forgetSender(ctx, tx, old.ID); err != nil || from.Empty() {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO submission_sender (submission, name, email, phone) VALUES ($1,$2,$3,$4)`, old.ID, from.Name, from.Email, from.Phone)
	return err
}

func (m *Room) forgetSender(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM submission_sender WHERE submission = $1`, id)
	return err
}
