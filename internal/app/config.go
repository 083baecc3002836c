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
	"strings"

	"github.com/BurntSushi/toml"

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

	demo bool
}

// defaults are the settings that are not given.
func defaults() Config {
	return Config{Data: "data", Addr: "127.0.0.1:8080", DeskHost: "redaktion.localhost", LogLevel: "info"}
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
		"proxies": &c.Proxies,
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
