package mail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"umland/internal/db"
	"umland/internal/jobs"
)

// patience bounds one talk with the server; maxTries is how often a letter is
// tried: over a day, with the growing pauses of package jobs.
const (
	patience = 60 * time.Second
	maxTries = 14
)

// Send does a job: it hands one letter to the server. A refusal for good
// (5xx, RFC 5321 section 4.2.1) is written down; anything else is tried again.
// No error names an address.
func (p *Post) Send(ctx context.Context, payload []byte) error {
	var id string
	if err := json.Unmarshal(payload, &id); err != nil {
		return jobs.Cancel(err)
	}
	l, err := p.load(ctx, id)
	if errors.Is(err, db.ErrNone) || err == nil && l.state != Waiting {
		return nil // deleted meanwhile, or sent already
	}
	if err != nil {
		return err
	}
	if !p.Ready() {
		return errors.New("mail: there is no mail server in the settings")
	}
	failed := p.deliver(ctx, l)
	if failed == nil {
		return p.settle(ctx, id, Sent, "")
	}
	code, final := verdict(failed)
	if final || l.tries+1 >= maxTries {
		return p.settle(ctx, id, Refused, code)
	}
	return errors.Join(fmt.Errorf("mail: not sent yet: %s", masked(failed)), p.postponed(ctx, id, code))
}

func (p *Post) deliver(ctx context.Context, l stored) error {
	m, err := p.message(l)
	if err != nil {
		return &refusal{code: "address"}
	}
	c, err := p.client()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	return c.DialAndSendWithContext(ctx, m)
}

// refusal is a letter that cannot even be written.
type refusal struct{ code string }

func (r *refusal) Error() string { return "the letter cannot be written: " + r.code }

// message writes the letter by RFC 5322. It is an automatic one (RFC 3834),
// so that no absence notice answers it, and keeps its Message-ID however
// often it is tried.
func (p *Post) message(l stored) (*gomail.Msg, error) {
	from := l.From
	if from == "" {
		from = p.settings.From
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From((&netmail.Address{Name: l.Name, Address: from}).String()); err != nil {
		return nil, err
	}
	if err := m.To(l.To); err != nil {
		return nil, err
	}
	if l.ReplyTo != "" {
		if err := m.ReplyTo(l.ReplyTo); err != nil {
			return nil, err
		}
	}
	_, host, _ := strings.Cut(from, "@")
	m.SetMessageIDWithValue(l.id + "@" + host)
	m.SetDateWithValue(l.created)
	m.SetGenHeader(gomail.Header("Auto-Submitted"), "auto-generated")
	m.SetGenHeader(gomail.HeaderContentLang, line(l.Lang))
	m.Subject(line(l.Subject))
	m.SetBodyString(gomail.TypeTextPlain, l.Body)
	return m, nil
}

func (p *Post) client() (*gomail.Client, error) {
	s := p.settings
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(patience / 2)}
	switch s.TLS {
	case Implicit:
		options = append(options, gomail.WithSSL())
	case Opportunistic:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case NoTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	if s.Dial != nil {
		options = append(options, gomail.WithDialContextFunc(s.Dial))
	}
	return gomail.NewClient(s.Host, options...)
}

// verdict gives the server's code, such as "550 5.1.1", and whether it is a
// refusal for good. A server that cannot be reached or does not let us in is
// not the letter's fault.
func verdict(err error) (code string, final bool) {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.code, true
	}
	e, ok := errors.AsType[*gomail.SendError](err)
	if !ok || e.ErrorCode() == 0 {
		return "", false
	}
	code = strings.TrimSpace(fmt.Sprint(e.ErrorCode(), " ", e.EnhancedStatusCode()))
	return code, e.ErrorCode() >= 500 && !e.IsTemp()
}

var addresses = regexp.MustCompile(`[^\s<>,;:"']+@[^\s<>,;:"']+`)

// masked is an error's text without any address.
func masked(err error) string {
	if e, ok := errors.AsType[*gomail.SendError](err); ok {
		code, _ := verdict(err)
		return strings.TrimSpace(e.Reason.String() + " " + code)
	}
	return addresses.ReplaceAllString(err.Error(), "(address)")
}
