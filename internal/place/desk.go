package place

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"umland/internal/desk"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// Form is the place's own part of the desk's form.
type Form struct{ Room *Room }

// Fields implements desk.Form.
func (f Form) Fields(r *web.Request, b desk.Body, wrong []fault.Field) templ.Component {
	p, ok := b.(*Place)
	if !ok {
		return templ.NopComponent
	}
	now, _ := f.Room.readHours(r, p) // without hours there is no sentence
	h := newHoursForm(r, p, now.Sentence)
	return fields(r, p, h, wrong)
}

// Read implements desk.Form.
func (Form) Read(r *web.Request, b desk.Body) []fault.Field {
	p, ok := b.(*Place)
	if !ok {
		return []fault.Field{{Name: "title", Key: "errors.internal"}}
	}
	p.Street, p.Postcode, p.Town = form.Line(r, "street"), form.Line(r, "postcode"), form.Line(r, "town")
	p.Phone, p.Email, p.Web = form.Line(r, "phone"), form.Line(r, "email"), form.Line(r, "web")
	p.Mobile, p.Fax = form.Line(r, "mobile"), form.Line(r, "fax")
	p.readContacts(r)
	p.readPhotos(r)
	p.Checked = form.Line(r, "checked")
	wrong := p.readHoursForm(r)
	p.Approximate = r.PostFormValue("approximate") != ""
	p.Access = map[string]string{}
	for _, a := range Accesses {
		if v := r.PostFormValue("access_" + a); v != "" {
			p.Access[a] = v
		}
	}
	return append(wrong, p.readPosition(form.Line(r, "lat"), form.Line(r, "lon"))...)
}

// readPosition takes two numbers, with a comma or a point; none of them means
// that the position is not known.
func (p *Place) readPosition(lat, lon string) []fault.Field {
	p.HasPosition, p.Lat, p.Lon = false, 0, 0
	if lat == "" && lon == "" {
		return nil
	}
	var err1, err2 error
	p.Lat, err1 = strconv.ParseFloat(strings.Replace(lat, ",", ".", 1), 64)
	p.Lon, err2 = strconv.ParseFloat(strings.Replace(lon, ",", ".", 1), 64)
	if err1 != nil || err2 != nil {
		return []fault.Field{{Name: "lat", Key: "errors.bad_position"}}
	}
	p.HasPosition = true
	return nil
}

// degrees writes a coordinate for the form, "" where there is none.
func degrees(has bool, n float64) string {
	if !has {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func accessOptions(r *web.Request, p *Place, question string) []form.Option {
	return form.Options(p.Access[question], "", r.T("common.unknown"), "yes", r.T("common.yes"), "partly", r.T("common.partly"), "no", r.T("common.no"))
}
