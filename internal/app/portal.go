package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"umland/internal/i18n"
	"umland/internal/portal"
	"umland/internal/web"
)

type portalCommand struct {
	Add  portalAdd  `cmd:"" help:"Set a portal up, or change it. Example: umland portal add handewitt --name 'Handewitt Mobil' --place Handewitt --host handewitt.example.org --url https://handewitt.example.org --area handewitt.geojson"`
	List portalList `cmd:"" help:"List the portals. Example: umland portal list --json"`
	Show portalShow `cmd:"" help:"Show a portal. Example: umland portal show handewitt --json"`
}

type portalAdd struct {
	Slug      string   `arg:"" help:"Short name: a to z, digits, hyphen."`
	Name      string   `help:"Name, such as 'Handewitt Mobil'." required:""`
	Place     string   `help:"Name of the municipality." required:""`
	Host      []string `help:"Host name; the first is the portal's own." required:""`
	URL       string   `help:"Address, https://… Default: https:// and the first host name." name:"url"`
	First     string   `help:"First language." enum:"de,da,en" default:"de"`
	Languages []string `help:"All languages." enum:"de,da,en" default:"de,da,en"`
	Zone      string   `help:"Time zone." default:"Europe/Berlin"`
	Country   string   `help:"Country." enum:"de,dk" default:"de"`
	State     string   `help:"Land, for its public holidays (ISO 3166-2 without the country), such as SH."`
	Brand     string   `help:"First colour." default:"#1f4e79"`
	Accent    string   `help:"Second colour." default:"#f0c02e"`
	Area      string   `help:"GeoJSON file with the area." type:"existingfile"`
	Rank      int      `help:"Order; where areas overlap the lower one counts." default:"0"`
	Subtitle  string   `help:"Line under the name, in the first language."`

	KeepSenders int    `help:"For how many days after the decision the senders of submissions are known." default:"0" placeholder:"DAYS"`
	MailFrom    string `help:"Address that the portal's letters come from. Default: that of the installation."`

	Operator web.Operator `embed:"" prefix:"operator-" help:"Letterhead."`
}

// Run stores the portal. What was set up before and is not named here stays.
func (k *portalAdd) Run(c *command, s streams, ctx *runContext) error {
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	return errors.Join(k.save(ctx, a, s), a.Close())
}

func (k *portalAdd) save(ctx context.Context, a *App, s streams) error {
	p := &portal.Portal{Words: portal.Words{Subtitle: map[string]string{}}}
	if old, ok := a.Portals.Portal(k.Slug); ok {
		copied := *old
		p = &copied
	}
	p.Slug, p.Name, p.Place, p.Hosts, p.Country, p.State, p.Zone = k.Slug, k.Name, k.Place, k.Host, k.Country, k.State, k.Zone
	p.Brand, p.Accent, p.Rank, p.First = strings.ToLower(k.Brand), strings.ToLower(k.Accent), k.Rank, i18n.Lang(k.First)
	p.Languages = nil
	for _, l := range k.Languages {
		p.Languages = append(p.Languages, i18n.Lang(l))
	}
	if p.BaseURL = k.URL; k.URL == "" {
		p.BaseURL = "https://" + k.Host[0]
	}
	if k.KeepSenders != 0 {
		p.KeepSenders = k.KeepSenders
	}
	if k.MailFrom != "" {
		p.MailFrom = k.MailFrom
	}
	if k.Operator != (web.Operator{}) {
		p.Operator = k.Operator
	}
	if k.Subtitle != "" {
		if p.Words.Subtitle == nil {
			p.Words.Subtitle = map[string]string{}
		}
		p.Words.Subtitle[k.First] = k.Subtitle
	}
	if k.Area != "" {
		raw, err := os.ReadFile(filepath.Clean(k.Area))
		if err != nil {
			return err
		}
		area, err := readArea(raw)
		if err != nil {
			return fmt.Errorf("area %s: %w", k.Area, err)
		}
		p.AreaJSON = area
	}
	if err := a.Portals.Save(ctx, p); err != nil {
		return err
	}
	printf(s.out, "portal %s is set up: %s\n", p.Slug, p.BaseURL)
	return nil
}

type portalList struct {
	JSON bool `help:"Only JSON on standard output." name:"json"`
}

// Run lists the portals.
func (k *portalList) Run(c *command, s streams, ctx *runContext) error {
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	list, err := a.Portals.All(ctx)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	if k.JSON {
		out := []portalOut{}
		for _, p := range list {
			out = append(out, shown(p))
		}
		return writeJSON(s.out, out)
	}
	t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	for _, p := range list {
		printf(t, "%s\t%s\t%s\n", p.Slug, p.Name, strings.Join(p.Hosts, " "))
	}
	return t.Flush()
}

type portalShow struct {
	Slug string `arg:"" help:"Short name of the portal."`
	JSON bool   `help:"Only JSON on standard output." name:"json"`
}

// Run shows a portal.
func (k *portalShow) Run(c *command, s streams, ctx *runContext) error {
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	p, ok := a.Portals.Portal(k.Slug)
	if err := a.Close(); err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("there is no portal %q; umland portal list shows them", k.Slug)
	}
	if k.JSON {
		return writeJSON(s.out, shown(p))
	}
	printf(s.out, "%s (%s)\naddress   %s\nhosts     %s\nlanguages %v, first %s\nzone      %s\ncolours   %s %s\narea      %s\noperator  %s, %s, %s %s\n",
		p.Name, p.Slug, p.BaseURL, strings.Join(p.Hosts, " "), p.Languages, p.First, p.Zone, p.Brand, p.Accent, yesNo(p.Area != nil),
		p.Operator.Name, p.Operator.Street, p.Operator.Postcode, p.Operator.Town)
	return nil
}

func yesNo(b bool) string {
	if b {
		return "given"
	}
	return "none"
}

// portalOut is a portal as JSON.
type portalOut struct {
	Slug      string       `json:"slug"`
	Name      string       `json:"name"`
	Place     string       `json:"place"`
	URL       string       `json:"url"`
	Hosts     []string     `json:"hosts"`
	First     i18n.Lang    `json:"first"`
	Languages []i18n.Lang  `json:"languages"`
	Zone      string       `json:"zone"`
	Country   string       `json:"country"`
	Brand     string       `json:"brand"`
	Accent    string       `json:"accent"`
	HasArea   bool         `json:"has_area"`
	Operator  web.Operator `json:"operator"`
}

func shown(p *portal.Portal) portalOut {
	return portalOut{p.Slug, p.Name, p.Place, p.BaseURL, p.Hosts, p.First, p.Languages, p.Zone, p.Country, p.Brand, p.Accent, p.Area != nil, p.Operator}
}
