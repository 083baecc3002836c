package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"umland/internal/clock"
	"umland/internal/fault"
	"umland/internal/i18n"
)

// Version is set when the program is built.
var Version = "dev"

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is the whole command line.
type command struct {
	Config   string           `help:"Settings file (TOML). Default: umland.toml where it exists." placeholder:"FILE"`
	Data     string           `help:"Folder for the database and files." env:"UMLAND_DATA" placeholder:"DIR"`
	Database string           `help:"postgres://… instead of SQLite in the folder." env:"UMLAND_DATABASE" placeholder:"URL"`
	Version  kong.VersionFlag `help:"Print the version and stop."`

	Serve   serveCommand   `cmd:"" help:"Serve the portals of the data folder. Example: umland serve --data /srv/umland --addr 127.0.0.1:8080"`
	Demo    demoCommand    `cmd:"" help:"Start a region of sample content, ready to click. Example: umland demo --with ../shared/data"`
	Import  importCommand  `cmd:"" help:"Take over records from a file. Example: umland import places schulen.csv --map schools --by-area --data data"`
	Portal  portalCommand  `cmd:"" help:"Set up portals. Example: umland portal add handewitt --name 'Handewitt Mobil' --place Handewitt --host handewitt.example.org"`
	User    userCommand    `cmd:"" help:"Set up accounts of the desk. Example: umland user add anna --role editor --portal handewitt"`
	Map     mapCommand     `cmd:"" help:"Build, take over and look at the map. Example: umland map build --out region.pmtiles angeln.osm.pbf"`
	Hours   hoursCommand   `cmd:"" help:"Try opening hours. Example: umland hours eval --help"`
	Privacy privacyCommand `cmd:"" help:"Export or delete what is known about one person. Example: umland privacy export --email name@example.org"`
	Check   checkCommand   `cmd:"" help:"Compare all derived data with the items. Example: umland check --repair --data data"`
}

// errUsage ends with 2.
var errUsage = errors.New("usage")

// Main runs the command line and gives the exit code: 0 done, 1 refused or
// failed with one clear line, 2 wrong use.
func Main(args []string, in io.Reader, out, errs io.Writer) int {
	var c command
	code := -1
	parser, err := kong.New(&c,
		kong.Name("umland"), kong.Description("The citizens' portals of a region."), kong.Vars{"version": Version},
		kong.Writers(out, errs), kong.Exit(func(n int) { code = n }), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(errs, "umland:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help or --version has answered
		return code
	}
	if err != nil {
		fmt.Fprintf(errs, "umland: %v. See: umland --help\n", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err = parsed.Run(&c, streams{in, out, errs}, &runContext{ctx})
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintln(errs, "umland:", strings.TrimPrefix(err.Error(), "usage: "))
		return 2
	}
	fmt.Fprintln(errs, "umland:", explain(err))
	return 1
}

// runContext hands the context to commands through kong.
type runContext struct{ context.Context }

// explain is one line for a person at a terminal.
func explain(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return strings.ReplaceAll(err.Error(), "\n", " ")
	}
	lines := []string{}
	for _, field := range f.Fields {
		lines = append(lines, field.Name+": "+i18n.T(i18n.DE, field.Key, field.Args...))
	}
	if len(lines) == 0 {
		lines = append(lines, i18n.T(i18n.DE, f.Key, f.Args...))
	}
	return strings.Join(lines, " ")
}

// settings gives the settings of a command: file, environment, flags.
func (c *command) settings() (Config, error) {
	cfg, err := LoadConfig(c.Config, os.Getenv)
	if c.Data != "" {
		cfg.Data = c.Data
	}
	if c.Database != "" {
		cfg.Database = c.Database
	}
	return cfg, err
}

// open opens the house for a command that is no server.
func (c *command) open(ctx context.Context, s streams) (*App, error) {
	cfg, err := c.settings()
	if err != nil {
		return nil, err
	}
	return Open(ctx, cfg, clock.System{}, logger(s.err, "warn"))
}

func logger(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

type checkCommand struct {
	Repair bool `help:"Write what differs anew."`
	JSON   bool `help:"Only JSON on standard output." name:"json"`
}

// Run checks the installation; it fails where something is left to mend.
func (k *checkCommand) Run(c *command, s streams, ctx *runContext) error {
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	found, err := a.Check(ctx, k.Repair)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	if k.JSON {
		if err := writeJSON(s.out, found); err != nil {
			return err
		}
	} else {
		found.Print(s.out)
	}
	if !found.Sound() {
		return errors.New("not everything is as it should be; run: umland check --repair")
	}
	return nil
}
