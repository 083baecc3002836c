// Package fetch gets what others publish, such as a club's calendar, without
// ever reaching into the operator's own network. It is the only client of
// HTTP in the house.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"umland/internal/fault"
)

// Limits of one answer.
const (
	timeout       = 30 * time.Second // for all of it, redirects included
	dialTimeout   = 10 * time.Second
	mostRedirects = 5
	headerBytes   = 64 << 10
)

// Client gets addresses of the public internet. Its zero value is ready to
// use.
type Client struct {
	// Allow are networks that may be reached although they are not public: for
	// tests, and for an operator who fetches from machines of his own.
	Allow []netip.Prefix
	// Agent is what the client calls itself.
	Agent string
}

// Known is what a former answer said, so that the other side need not send
// the same again.
type Known struct{ ETag, LastModified string }

// Answer is what came back.
type Answer struct {
	Known
	Unchanged bool   // the other side has nothing new; there is no body
	Body      []byte // at most as long as was asked for
	Type      string // Content-Type
	URL       string // where it was found in the end
}

// errForbidden is a connection to an address that is not public.
var errForbidden = errors.New("address is not public")

// Get fetches one address: http, https, or webcal, which means https. The
// failure is a *fault.Error that a person understands.
func (c *Client) Get(ctx context.Context, address string, most int64, known Known) (*Answer, error) {
	u, err := parse(address)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, timeout)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "fetch.bad_address", "address", short(address))
	}
	agent := c.Agent
	if agent == "" {
		agent = "Umland"
	}
	req.Header.Set("User-Agent", agent)
	req.Header.Set("Accept", "text/calendar, application/rss+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5")
	for name, value := range map[string]string{"If-None-Match": known.ETag, "If-Modified-Since": known.LastModified} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	transport := c.transport()
	defer transport.CloseIdleConnections()
	res, err := (&http.Client{Transport: transport, CheckRedirect: follow}).Do(req)
	if err != nil {
		return nil, explain(err, u)
	}
	defer res.Body.Close()
	return read(res, most, u)
}

func read(res *http.Response, most int64, u *url.URL) (*Answer, error) {
	a := &Answer{
		Known: Known{res.Header.Get("ETag"), res.Header.Get("Last-Modified")},
		Type:  res.Header.Get("Content-Type"), URL: res.Request.URL.String(),
	}
	switch {
	case res.StatusCode == http.StatusNotModified:
		a.Unchanged = true
		return a, nil
	case res.StatusCode != http.StatusOK:
		return nil, fault.New(fault.Unavailable, "fetch.status", "host", u.Hostname(), "status", res.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err != nil {
		return nil, explain(err, u)
	}
	if int64(len(body)) > most {
		return nil, fault.New(fault.TooLarge, "fetch.too_big", "host", u.Hostname(), "mb", most>>20)
	}
	a.Body = body
	return a, nil
}

// parse takes an address apart; only such of the web are taken.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "fetch.bad_address", "address", short(address))
	}
	switch strings.ToLower(u.Scheme) {
	case "webcal", "webcals":
		u.Scheme = "https"
	case "http", "https":
	default:
		return nil, fault.New(fault.Invalid, "fetch.bad_address", "address", short(address))
	}
	if u.Hostname() == "" || u.User != nil {
		return nil, fault.New(fault.Invalid, "fetch.bad_address", "address", short(address))
	}
	u.Fragment = ""
	return u, nil
}

// IsAddress tells whether a text is an address that Get takes.
func IsAddress(s string) bool {
	_, err := parse(s)
	return err == nil
}

func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80])
	}
	return s
}

// follow allows few redirects, to the web only and never from https back.
func follow(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) > mostRedirects:
		return errRedirects
	case req.URL.Scheme != "http" && req.URL.Scheme != "https", req.URL.User != nil:
		return errForbidden
	case req.URL.Scheme == "http" && via[len(via)-1].URL.Scheme == "https":
		return errForbidden
	}
	return nil
}

var errRedirects = errors.New("too many redirects")

// transport has no proxy of the environment, and looks at each address after
// the name was resolved, so that no name can point into the own network.
func (c *Client) transport() *http.Transport {
	d := &net.Dialer{Timeout: dialTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !c.allowed(to.Addr()) {
			return errForbidden
		}
		return nil
	}}
	return &http.Transport{
		DialContext: d.DialContext, TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: timeout,
		MaxResponseHeaderBytes: headerBytes, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

func explain(err error, u *url.URL) error {
	host := u.Hostname()
	var timeout net.Error
	switch {
	case errors.Is(err, errForbidden):
		return fault.Wrap(err, fault.Invalid, "fetch.forbidden", "host", host)
	case errors.Is(err, errRedirects):
		return fault.Wrap(err, fault.Unavailable, "fetch.redirects", "host", host)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fault.Wrap(err, fault.Unavailable, "fetch.timeout", "host", host)
	}
	return fault.Wrap(err, fault.Unavailable, "fetch.unreachable", "host", host)
}
