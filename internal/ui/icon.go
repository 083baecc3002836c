package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Icon draws an icon of web/icons.json beside a word; it is hidden from screen
// readers, for which the word stands. A name from data that the list does not
// hold draws a plain tag: a page does not fail for want of a sign.
func Icon(name string) templ.Component {
	body := iconBody(name)
	if body == "" {
		body = iconBody("tag")
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for _, part := range [...]string{`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">`, body, `</svg>`} {
			if _, err := io.WriteString(w, part); err != nil {
				return err
			}
		}
		return nil
	})
}

// HasIcon reports whether Icon can draw that name; names that come from data,
// as those of categories, are checked with it before they are kept.
func HasIcon(name string) bool {
	return iconBody(name) != ""
}
