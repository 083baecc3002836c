package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"umland/internal/clock"
)

type serveCommand struct {
	Addr string `help:"Host and port to listen on." env:"UMLAND_ADDR" placeholder:"HOST:PORT"`
}

// Run serves until it is told to stop.
func (k *serveCommand) Run(c *command, s streams, ctx *runContext) error {
	cfg, err := c.settings()
	if err != nil {
		return err
	}
	if k.Addr != "" {
		cfg.Addr = k.Addr
	}
	log := logger(s.err, cfg.LogLevel)
	a, err := New(ctx, cfg, clock.System{}, log)
	if err != nil {
		return err
	}
	if len(a.Portals.Portals()) == 0 {
		log.Warn("there is no portal yet; set one up with: umland portal add --help")
	}
	err = a.Run(ctx, func(addr net.Addr) { log.Info("serving", "address", addr.String(), "version", Version) })
	return errors.Join(err, a.Close())
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// secondSegment is the x of /redaktion/x/y.
func secondSegment(path string) string {
	parts := strings.SplitN(strings.Trim(path, "/"), "/", 3)
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

// portOf is ":8080" of a listener's address, or "" for port 80.
func portOf(addr net.Addr) string {
	if _, p, err := net.SplitHostPort(addr.String()); err == nil && p != "80" {
		return ":" + p
	}
	return ""
}

func printf(w io.Writer, format string, args ...any) { fmt.Fprintf(w, format, args...) }
