// Package app puts the house together: it alone knows every room, and it
// starts what citizens and clerks use from one command.
package app

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"umland/internal/fetch"
	"umland/internal/mail"
	"umland/internal/smtpsink"
	"umland/internal/web"
)

// Config is every setting of an installation. Each stands in the file under
// its toml name, or in the environment as UMLAND_ and the name in capitals.
type Config struct {
	Data     string `toml:"data"`      // folder for the database and files
	Addr     string `toml:"addr"`      // host:port to listen on
	Database string `toml:"database"`  // "" is SQLite in the folder; else postgres://…
	DeskHost string `toml:"desk_host"` // host name of the desk
	DeskURL  string `toml:"desk_url"`  // its address, https://… without a slash at the end
	LogLevel string `toml:"log_level"` // debug, info, warn or error
	Proxies  string `toml:"proxies"`   // addresses or networks of proxies in front, whose X-Forwarded-For counts

	FetchAllow string `toml:"fetch_allow"` // networks that calendars may be fetched from although they are not public

	MailHost     string `toml:"mail_host"`     // mail server (SMTP); "" sends no letters
	MailPort     string `toml:"mail_port"`     // its port
	MailTLS      string `toml:"mail_tls"`      // starttls, opportunistic, implicit or none
	MailUser     string `toml:"mail_user"`     // to sign in with; "" sends without
	MailPassword Secret `toml:"mail_password"` // its password
	MailFrom     string `toml:"mail_from"`     // address that letters come from, where a portal has none of its own

	demo bool
	sink *smtpsink.Sink // the demo's mail server, which passes nothing on
}

// Secret is a setting that is never printed.
type Secret string

// Format writes only whether there is one.
func (s Secret) Format(f fmt.State, _ rune) {
	text := "(not set)"
	if s != "" {
		text = "(set)"
	}
	_, _ = f.Write([]byte(text))
}

// defaults are the settings that are not given.
func defaults() Config {
	return Config{Data: "data", Addr: "127.0.0.1:8080", DeskHost: "redaktion.localhost", LogLevel: "info", MailPort: "587", MailTLS: string(mail.StartTLS)}
}

// LoadConfig reads the settings: defaults, then the file, then the
// environment. A file that was not named may be absent.
func LoadConfig(file string, getenv func(string) string) (Config, error) {
	c := defaults()
	named := file != ""
	if !named {
		file = "umland.toml"
	}
	if err := c.readFile(file); err != nil && (named || !errors.Is(err, fs.ErrNotExist)) {
		return c, fmt.Errorf("settings file %s: %w", file, err)
	}
	for name, field := range c.fields() {
		if v := getenv("UMLAND_" + strings.ToUpper(name)); v != "" {
			*field = v
		}
	}
	return c, nil
}

func (c *Config) readFile(file string) error {
	raw, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return err
	}
	meta, err := toml.Decode(string(raw), c)
	if err != nil {
		return err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("unknown setting %q", unknown[0].String())
	}
	return nil
}

func (c *Config) fields() map[string]*string {
	return map[string]*string{
		"data": &c.Data, "addr": &c.Addr, "database": &c.Database,
		"desk_host": &c.DeskHost, "desk_url": &c.DeskURL, "log_level": &c.LogLevel,
		"proxies": &c.Proxies, "fetch_allow": &c.FetchAllow, "mail_host": &c.MailHost, "mail_port": &c.MailPort, "mail_tls": &c.MailTLS,
		"mail_user": &c.MailUser, "mail_password": (*string)(&c.MailPassword), "mail_from": &c.MailFrom,
	}
}

// Validate checks the settings; the error is one clear line.
func (c *Config) Validate() error {
	if c.Data == "" {
		return errors.New("setting data: give the folder for the database")
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fmt.Errorf("setting addr: %q is not host:port", c.Addr)
	}
	if c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		return errors.New("setting database: give postgres://… or leave it out for SQLite")
	}
	if web.HostName(c.DeskHost) != c.DeskHost || c.DeskHost == "" {
		return fmt.Errorf("setting desk_host: %q is not a host name in lower case", c.DeskHost)
	}
	if u, err := url.Parse(c.DeskURL); c.DeskURL != "" && (err != nil || u.Host == "" || u.Path != "" || u.Scheme != "https" && u.Scheme != "http") {
		return fmt.Errorf("setting desk_url: %q is not an address like https://redaktion.example.org", c.DeskURL)
	}
	if _, err := web.ParseProxies(c.Proxies); err != nil {
		return fmt.Errorf("setting proxies: %w", err)
	}
	if _, err := web.ParseProxies(c.FetchAllow); err != nil {
		return fmt.Errorf("setting fetch_allow: %w", err)
	}
	if err := c.validateMail(); err != nil {
		return err
	}
	switch c.LogLevel {
	case "debug", "info", "warn", "error":
	default:
		return fmt.Errorf("setting log_level: %q is none of debug, info, warn, error", c.LogLevel)
	}
	return nil
}

// databaseURL is the address of the database in the form that db.Open takes.
func (c *Config) databaseURL() string {
	if c.Database != "" {
		return c.Database
	}
	return "sqlite:" + filepath.Join(c.Data, "umland.db")
}

// fetcher is the client that gets what others publish.
func (c *Config) fetcher() *fetch.Client {
	networks, _ := web.ParseProxies(c.FetchAllow) // checked by Validate
	return &fetch.Client{Allow: networks, Agent: "Umland/" + Version}
}

// validateMail checks the settings of the mail server, where there is one.
func (c *Config) validateMail() error {
	if c.MailHost == "" {
		return nil
	}
	if n, err := strconv.Atoi(c.MailPort); err != nil || n < 1 || n > 65535 {
		return fmt.Errorf("setting mail_port: %q is not a port", c.MailPort)
	}
	if !slices.Contains(mail.TLSPolicies, mail.TLS(c.MailTLS)) {
		return fmt.Errorf("setting mail_tls: %q is none of starttls, opportunistic, implicit, none", c.MailTLS)
	}
	if !mail.Address(c.MailFrom) {
		return errors.New("setting mail_from: give the address that letters come from, such as portal@example.org")
	}
	return nil
}

// mail is the settings of the mail server as the post takes them.
func (c *Config) mail() mail.Settings {
	port, _ := strconv.Atoi(c.MailPort) // checked by Validate
	return mail.Settings{
		Host: c.MailHost, Port: port, TLS: mail.TLS(c.MailTLS), User: c.MailUser, Password: string(c.MailPassword), From: c.MailFrom,
	}
}
