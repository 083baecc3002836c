package article

import (
	"github.com/a-h/templ"

	"umland/internal/desk"
	"umland/internal/fault"
	"umland/internal/form"
	"umland/internal/web"
)

// Form is the article's own part of the desk's form.
type Form struct{}

// Fields implements desk.Form.
func (Form) Fields(r *web.Request, b desk.Body, wrong []fault.Field) templ.Component {
	a, ok := b.(*Article)
	if !ok {
		return templ.NopComponent
	}
	return form.Input(r, form.Field{
		Name: "byline", Label: r.T("article.desk_byline"), Hint: r.T("article.desk_byline_hint"),
		Value: a.Byline, Max: maxByline, Optional: true, Wrong: form.Of(wrong, "byline"),
	})
}

// Read implements desk.Form.
func (Form) Read(r *web.Request, b desk.Body) []fault.Field {
	a, ok := b.(*Article)
	if !ok {
		return []fault.Field{{Name: "title", Key: "errors.internal"}}
	}
	a.Byline = form.Line(r, "byline")
	return nil
}
