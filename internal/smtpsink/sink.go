// Package smtpsink is a mail server that takes every letter and passes none
// on: the demo shows its visitor what would be sent, and tests read it.
package smtpsink

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"umland/internal/clock"
)

// most is how many letters are kept; the oldest go first.
const most = 200

// maxSize bounds one letter, in bytes.
const maxSize = 256 << 10

// Letter is one that was taken.
type Letter struct {
	From, To string // of the envelope
	Subject  string
	Header   mail.Header
	Body     string
	Raw      string
	At       time.Time
}

// Sink is a running server.
type Sink struct {
	Host string
	Port int

	server  *smtp.Server
	clock   clock.Clock
	mu      sync.Mutex
	letters []Letter
	answer  func(to string) error
}

// Start listens on a free port of this machine; Close ends it.
func Start(ctx context.Context, c clock.Clock) (*Sink, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Sink{Host: "127.0.0.1", clock: c}
	if a, ok := l.Addr().(*net.TCPAddr); ok {
		s.Port = a.Port
	}
	s.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{sink: s}, nil }))
	s.server.Domain = "localhost"
	s.server.MaxMessageBytes = maxSize
	s.server.MaxRecipients = 10
	s.server.ReadTimeout, s.server.WriteTimeout = 10*time.Second, 10*time.Second
	s.server.EnableSMTPUTF8 = true
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	go func() { _ = s.server.Serve(l) }() // ends with Close
	return s, nil
}

// Close ends the server.
func (s *Sink) Close() error {
	if err := s.server.Close(); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
		return err
	}
	return nil
}

// Answer lets a test refuse recipients, for good or for now; nil takes all.
func (s *Sink) Answer(fn func(to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = fn
}

// Letters gives what was taken, the newest first.
func (s *Sink) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.Clone(s.letters)
	slices.Reverse(list)
	return list
}

func (s *Sink) keep(from string, to []string, raw []byte) error {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "not a letter"}
	}
	body, err := text(m)
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		subject = m.Header.Get("Subject")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, Letter{
		From: from, To: strings.Join(to, ", "), Subject: subject, Header: m.Header, Body: body, Raw: string(raw), At: s.clock.Now(),
	})
	if len(s.letters) > most {
		s.letters = slices.Delete(s.letters, 0, len(s.letters)-most)
	}
	return nil
}

func text(m *mail.Message) (string, error) {
	body := m.Body
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	raw, err := io.ReadAll(body)
	return strings.ReplaceAll(string(raw), "\r\n", "\n"), err
}

// session is one letter on its way in.
type session struct {
	sink *Sink
	from string
	to   []string
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from, s.to = from, nil
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.sink.mu.Lock()
	answer := s.sink.answer
	s.sink.mu.Unlock()
	if answer != nil {
		if err := answer(to); err != nil {
			return err
		}
	}
	s.to = append(s.to, to)
	return nil
}

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return s.sink.keep(s.from, s.to, raw)
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout implements smtp.Session.
func (*session) Logout() error { return nil }
