package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	t.Chdir(t.TempDir())
	none := func(string) string { return "" }
	c, err := LoadConfig("", none)
	if err != nil || c != defaults() || c.Validate() != nil {
		t.Fatalf("without anything: %+v %v", c, err)
	}
	if _, err := LoadConfig("missing.toml", none); err == nil || !strings.Contains(err.Error(), "missing.toml") {
		t.Errorf("a named file that is not there: %v", err)
	}
	write := func(text string) {
		if err := os.WriteFile("umland.toml", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("data = \"/srv/a\"\naddr = \"0.0.0.0:80\"\n")
	if c, err = LoadConfig("", none); err != nil || c.Data != "/srv/a" || c.Addr != "0.0.0.0:80" || c.DeskHost != defaults().DeskHost {
		t.Errorf("file: %+v %v", c, err)
	}
	env := func(name string) string {
		return map[string]string{"UMLAND_DATA": "/srv/b", "UMLAND_DESK_URL": "https://desk.example.org"}[name]
	}
	if c, err = LoadConfig("", env); err != nil || c.Data != "/srv/b" || c.Addr != "0.0.0.0:80" || c.DeskURL != "https://desk.example.org" {
		t.Errorf("environment: %+v %v", c, err)
	}
	for what, text := range map[string]string{"unknown": "colour = \"red\"", "broken": "data = ", "wrong type": "data = 5"} {
		write(text)
		if _, err := LoadConfig("", none); err == nil || !strings.Contains(err.Error(), "umland.toml") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if c := (&Config{Data: "x"}); c.databaseURL() != "sqlite:"+filepath.Join("x", "umland.db") {
		t.Error(c.databaseURL())
	}
}

// TestPasswordIsNeverPrinted writes the settings in every way that Go has.
func TestPasswordIsNeverPrinted(t *testing.T) {
	env := func(name string) string { return map[string]string{"UMLAND_MAIL_PASSWORD": "kanarie"}[name] }
	t.Chdir(t.TempDir())
	c, err := LoadConfig("", env)
	if err != nil || c.mail().Password != "kanarie" {
		t.Fatalf("%v", err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if text := fmt.Sprintf(verb, c); strings.Contains(text, "kanarie") || strings.Contains(text, "6b616e61726965") {
			t.Errorf("%s: %s", verb, text)
		}
	}
}

func TestWrongSettingsAreOneLine(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"data": func(c *Config) { c.Data = "" }, "addr": func(c *Config) { c.Addr = "8080" },
		"database":  func(c *Config) { c.Database = "mysql://x" },
		"desk_host": func(c *Config) { c.DeskHost = "Desk.example.org:80" },
		"desk_url":  func(c *Config) { c.DeskURL = "ftp://desk.example.org" },
		"log_level": func(c *Config) { c.LogLevel = "loud" },
		"mail_port": func(c *Config) {
			c.MailHost, c.MailFrom, c.MailPort = "mail.example.org", "portal@example.org", "70000"
		},
		"mail_tls":  func(c *Config) { c.MailHost, c.MailFrom, c.MailTLS = "mail.example.org", "portal@example.org", "ssl" },
		"mail_from": func(c *Config) { c.MailHost, c.MailFrom = "mail.example.org", "Portal <portal@example.org>" },
	} {
		c := defaults()
		change(&c)
		if err := c.Validate(); err == nil || !strings.HasPrefix(err.Error(), "setting "+name+":") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, url := range []string{"desk.example.org", "https://desk.example.org/", "https://", "https://x/redaktion"} {
		c := defaults()
		c.DeskURL = url
		if c.Validate() == nil {
			t.Errorf("desk_url %q is taken", url)
		}
	}
}

// Every setting is told in doc/settings.md, and none that does not exist.
func TestSettingsAreTold(t *testing.T) {
	raw, err := os.ReadFile("../../doc/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	c := defaults()
	told := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| `?([^`|]*)`? \\|").FindAllStringSubmatch(string(raw), -1) {
		told[m[1]] = true
		field, ok := c.fields()[m[1]]
		if !ok {
			t.Errorf("there is no setting %s", m[1])
		} else if *field != "" && *field != m[2] {
			t.Errorf("%s: the default is %q, told is %q", m[1], *field, m[2])
		}
	}
	for name := range c.fields() {
		if !told[name] {
			t.Errorf("%s is not told", name)
		}
	}
}
