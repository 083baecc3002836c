package gazetteer

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"umland/internal/fault"
	"umland/internal/geo"
)

// maxFile bounds a file, unpacked, in bytes.
const maxFile = 64 << 20

// table is a CSV file with its header.
type table struct {
	header map[string]int
	rows   [][]string
}

func (t table) get(row []string, names ...string) string {
	for _, n := range names {
		if i, ok := t.header[n]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
	}
	return ""
}

// open reads a CSV file, or the one CSV file in a ZIP archive.
func open(file string) (table, error) {
	raw, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return table{}, err
	}
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		if raw, err = unpack(raw); err != nil {
			return table{}, err
		}
	}
	if len(raw) > maxFile {
		return table{}, fault.New(fault.Invalid, "gazetteer.too_large")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = 0
	rows, err := r.ReadAll()
	if err != nil {
		return table{}, fault.Wrap(err, fault.Invalid, "gazetteer.unreadable")
	}
	if len(rows) < 2 {
		return table{}, fault.New(fault.Invalid, "gazetteer.empty")
	}
	t := table{header: map[string]int{}, rows: rows[1:]}
	for i, name := range rows[0] {
		t.header[strings.ToLower(strings.TrimSpace(name))] = i
	}
	return t, nil
}

func unpack(raw []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fault.Wrap(err, fault.Invalid, "gazetteer.unreadable")
	}
	for _, f := range archive.File {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".csv") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "gazetteer.unreadable")
		}
		out, err := io.ReadAll(io.LimitReader(in, maxFile+1))
		if err := errors.Join(err, in.Close()); err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "gazetteer.unreadable")
		}
		return out, nil
	}
	return nil, fault.New(fault.Invalid, "gazetteer.no_table")
}

// ReadPostcodes reads towns with their postcodes: a CSV with the columns of
// GeoNames (zipcode, place, latitude, longitude, country_code), plain or in a
// ZIP. German rows whose state is a number are firms with a postcode of their
// own and are left out.
func ReadPostcodes(file string) ([]Entry, error) {
	t, err := open(file)
	if err != nil {
		return nil, err
	}
	var list []Entry
	for _, row := range t.rows {
		country := strings.ToLower(t.get(row, "country_code", "country"))
		if state := t.get(row, "state_code"); country == "de" && state != "" && strings.Trim(state, "0123456789") == "" {
			continue
		}
		e := Entry{Kind: Postcode, Name: t.get(row, "place", "town", "name"), Postcode: t.get(row, "zipcode", "postcode", "plz"), Country: country}
		var ok bool
		if e.Point, ok = point(t.get(row, "latitude", "lat"), t.get(row, "longitude", "lon")); ok && e.Name != "" && e.Postcode != "" {
			list = append(list, e)
		}
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Invalid, "gazetteer.no_postcodes")
	}
	return list, nil
}

// ReadStreets reads houses with their streets: a CSV with street_name,
// housenumber, and latitude and longitude, or easting and northing of
// EPSG:25832 in metres or millimetres. A street's own entry is the middle of
// what is known in it.
func ReadStreets(file string) ([]Entry, error) {
	t, err := open(file)
	if err != nil {
		return nil, err
	}
	type sum struct {
		Entry
		n int
	}
	streets := map[string]*sum{}
	houses := map[string]Entry{}
	var order, houseOrder []string
	for _, row := range t.rows {
		e := Entry{
			Kind: Street, Name: t.get(row, "street_name", "street", "strasse"), House: strings.ToLower(t.get(row, "housenumber", "house", "hausnummer")),
			Postcode: t.get(row, "postcode", "plz"), Town: town(t.get(row, "municipality_name", "town", "ort")), Country: "de",
		}
		var ok bool
		if e.Point, ok = t.position(row); !ok || e.Name == "" {
			continue
		}
		key := e.Name + "|" + e.Town
		if streets[key] == nil {
			streets[key] = &sum{Entry: Entry{Kind: Street, Name: e.Name, Town: e.Town, Country: e.Country}}
			order = append(order, key)
		}
		s := streets[key]
		s.Point.Lat, s.Point.Lon, s.n = s.Point.Lat+e.Point.Lat, s.Point.Lon+e.Point.Lon, s.n+1
		if _, known := houses[key+"|"+e.House]; e.House != "" && !known {
			houses[key+"|"+e.House] = e
			houseOrder = append(houseOrder, key+"|"+e.House)
		}
	}
	var list []Entry
	for _, key := range order {
		s := streets[key]
		s.Point.Lat, s.Point.Lon = s.Point.Lat/float64(s.n), s.Point.Lon/float64(s.n)
		list = append(list, s.Entry)
	}
	for _, key := range houseOrder {
		list = append(list, houses[key])
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Invalid, "gazetteer.no_streets")
	}
	return list, nil
}

// town drops what stands before a town's name in official lists.
func town(s string) string {
	for _, p := range []string{"Stadt ", "Gemeinde ", "Kreisfreie Stadt "} {
		s = strings.TrimPrefix(s, p)
	}
	return s
}

func (t table) position(row []string) (geo.Point, bool) {
	if p, ok := point(t.get(row, "latitude", "lat"), t.get(row, "longitude", "lon")); ok {
		return p, true
	}
	east, err1 := strconv.ParseFloat(t.get(row, "easting", "east"), 64)
	north, err2 := strconv.ParseFloat(t.get(row, "northing", "north"), 64)
	if err1 != nil || err2 != nil {
		return geo.Point{}, false
	}
	if east > 10e6 { // millimetres
		east, north = east/1000, north/1000
	}
	if east < 100_000 || east > 900_000 || north < 5_000_000 || north > 7_000_000 {
		return geo.Point{}, false
	}
	return FromUTM32(east, north), true
}

func point(lat, lon string) (geo.Point, bool) {
	a, err1 := strconv.ParseFloat(lat, 64)
	b, err2 := strconv.ParseFloat(lon, 64)
	return geo.Point{Lat: a, Lon: b}, err1 == nil && err2 == nil && geo.ValidPosition(a, b)
}
