package tiles

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"umland/internal/geo"
)

func (e *element) point() geo.Point { return geo.Point{Lat: e.lat, Lon: e.lon} }

// osmXML reads the XML form (.osm).
type osmXML struct{ open func() (io.ReadCloser, error) }

func (x osmXML) each(ctx context.Context, want elementKind, visit func(*element) error) (err error) {
	in, err := x.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	d := xml.NewDecoder(in)
	p := &xmlPass{want: want, visit: visit}
	for n := 0; ; n++ {
		if n%100_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t, err := d.Token()
		if errors.Is(err, io.EOF) && p.ended {
			return nil
		}
		if err != nil {
			return xmlError(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			err = p.start(t)
		case xml.EndElement:
			err = p.end(t.Name.Local)
		}
		if err != nil {
			return err
		}
	}
}

// xmlError is one line for a file that is cut off or no XML.
func xmlError(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("the OSM file is damaged or cut off at line %d: %s", syntax.Line, syntax.Msg)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the OSM file is cut off")
	}
	return fmt.Errorf("the OSM file cannot be read: %w", err)
}

// xmlPass collects the elements of one kind.
type xmlPass struct {
	want  elementKind
	visit func(*element) error
	open  *element
	depth int
	ended bool
}

func (p *xmlPass) start(t xml.StartElement) error {
	p.depth++
	if p.depth == 1 && t.Name.Local != "osm" {
		return fmt.Errorf("it begins with <%s>, not with <osm>", t.Name.Local)
	}
	if p.depth == 2 && t.Name.Local == p.want.word() {
		p.open = &element{kind: p.want}
		return p.attributes(t.Attr)
	}
	if p.open == nil {
		return nil
	}
	get := func(name string) string {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	switch t.Name.Local {
	case "tag":
		if p.open.tags == nil {
			p.open.tags = map[string]string{}
		}
		p.open.tags[get("k")] = get("v")
	case "nd", "member":
		if t.Name.Local == "member" && get("type") != "way" {
			return nil
		}
		ref, err := strconv.ParseInt(get("ref"), 10, 64)
		if err != nil {
			return fmt.Errorf("%s %d: %q is no number", p.want.word(), p.open.id, get("ref"))
		}
		if t.Name.Local == "nd" {
			p.open.refs = append(p.open.refs, ref)
		} else {
			p.open.members = append(p.open.members, member{ref, get("role")})
		}
	}
	return nil
}

func (k elementKind) word() string {
	return map[elementKind]string{nodeElement: "node", wayElement: "way", relationElement: "relation"}[k]
}

func (p *xmlPass) attributes(list []xml.Attr) error {
	for _, a := range list {
		var err error
		switch a.Name.Local {
		case "id":
			p.open.id, err = strconv.ParseInt(a.Value, 10, 64)
		case "lat":
			p.open.lat, err = strconv.ParseFloat(a.Value, 64)
		case "lon":
			p.open.lon, err = strconv.ParseFloat(a.Value, 64)
		}
		if err != nil {
			return fmt.Errorf("%s %d: %s=%q is no number", p.want.word(), p.open.id, a.Name.Local, a.Value)
		}
	}
	return nil
}

func (p *xmlPass) end(name string) error {
	p.depth--
	if p.depth == 0 {
		p.ended = true
	}
	if p.depth != 1 || p.open == nil || name != p.want.word() {
		return nil
	}
	done := p.open
	p.open = nil
	return p.visit(done)
}
