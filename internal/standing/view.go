package standing

import (
	"net/url"
	"strings"
	"time"

	"umland/internal/i18n"
	"umland/internal/phone"
	"umland/internal/richtext"
)

// view is the data as the texts see it. Its methods protect what was typed in
// at the desk, so that it cannot change the shape of the page.
type view struct {
	Data
	lang   i18n.Lang
	region string // whose telephone numbers need no country code
	none   string // what stands for a detail that is missing
}

func see(data Data, textLang string) view {
	v := view{Data: data, lang: i18n.DE, region: "DE", none: "noch nicht angegeben"}
	switch textLang {
	case string(i18n.DA):
		v.lang, v.none = i18n.DA, "endnu ikke oplyst"
	case string(i18n.EN):
		v.lang, v.none = i18n.EN, "not yet given"
	}
	if data.Denmark() {
		v.region = "DK"
	}
	return v
}

// Given is the text, or that it is missing.
func (v view) Given(s string) string {
	if strings.TrimSpace(s) == "" {
		return v.none
	}
	return richtext.Escape(s)
}

// Plain is the text without a word for a missing one.
func (v view) Plain(s string) string { return richtext.Escape(s) }

// Day is the date in words, or that it is missing.
func (v view) Day(t time.Time) string {
	if t.IsZero() {
		return v.none
	}
	return i18n.Date(v.lang, t)
}

// Number is a telephone number with its country code.
func (v view) Number(s string) string {
	if n, err := phone.Parse(s, v.region); err == nil {
		return richtext.Escape(phone.International(n))
	}
	return v.Given(s)
}

// Tel is a number that can be tapped.
func (v view) Tel(s string) string {
	n, err := phone.Parse(s, v.region)
	if err != nil {
		return v.Given(s)
	}
	return link(phone.International(n), phone.Href(n))
}

// Mail is an address that can be tapped.
func (v view) Mail(s string) string {
	if !strings.Contains(s, "@") || strings.ContainsAny(s, " ()<>") {
		return v.Given(s)
	}
	return link(s, "mailto:"+s)
}

// Site is a link named by its address without https://.
func (v view) Site(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || strings.ContainsAny(s, " ()") {
		return v.Given(s)
	}
	return link(strings.TrimSuffix(u.Host+u.Path, "/"), s)
}

func link(label, href string) string { return "[" + richtext.Escape(label) + "](" + href + ")" }
