package organisation

import (
	"github.com/a-h/templ"

	"umland/internal/desk"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// Form is the organisation's own part of the desk's form.
type Form struct{}

// Fields implements desk.Form.
func (Form) Fields(r *web.Request, b desk.Body, wrong []fault.Field) templ.Component {
	o, ok := b.(*Organisation)
	if !ok {
		return templ.NopComponent
	}
	return fields(r, o, wrong)
}

// Read implements desk.Form.
func (Form) Read(r *web.Request, b desk.Body) []fault.Field {
	o, ok := b.(*Organisation)
	if !ok {
		return []fault.Field{{Name: "title", Key: "errors.internal"}}
	}
	o.Street, o.Postcode, o.Town = form.Line(r, "street"), form.Line(r, "postcode"), form.Line(r, "town")
	o.Phone, o.Email, o.Web = form.Line(r, "phone"), form.Line(r, "email"), form.Line(r, "web")
	o.Authority = r.PostFormValue("authority") != ""
	return nil
}
