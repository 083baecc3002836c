package phone

import (
	"errors"
	"strings"
	"testing"

	"umland/internal/fault"
	"umland/internal/i18n"
)

func TestParseAndFormat(t *testing.T) {
	for _, c := range []struct{ raw, region, kept, de, da, href string }{
		{"04608 9737520", "DE", "+4946089737520", "04608 9737520", "+49 4608 9737520", "tel:+4946089737520"},
		{"+49 461 1503-0", "DE", "+494611503-0", "0461 1503-0", "+49 461 1503-0", "tel:+4946115030"},
		{"+49 461 1503-100", "DK", "+494611503-100", "0461 1503-100", "+49 461 1503-100", "tel:+494611503100"},
		{"0461/1503–0", "DE", "+494611503-0", "0461 1503-0", "+49 461 1503-0", "tel:+4946115030"},
		{"0461-15030", "DE", "+4946115030", "0461 15030", "+49 461 15030", "tel:+4946115030"},
		{"0461-1503-0", "DE", "+494611503-0", "0461 1503-0", "+49 461 1503-0", "tel:+4946115030"},
		{"+49 (0)461 / 85 - 1234", "DE", "+4946185-1234", "0461 85-1234", "+49 461 85-1234", "tel:+49461851234"},
		{"73 76 76 76", "DK", "+4573767676", "+45 73 76 76 76", "73 76 76 76", "tel:+4573767676"},
		{"0045 73767676", "DE", "+4573767676", "+45 73 76 76 76", "73 76 76 76", "tel:+4573767676"},
		{"73-76-76-76", "dk", "+4573767676", "+45 73 76 76 76", "73 76 76 76", "tel:+4573767676"},
		{"Tel.: 0461 1503-0", "DE", "+494611503-0", "0461 1503-0", "+49 461 1503-0", "tel:+4946115030"},
		{"112", "DE", "112", "112", "112", "tel:112"},
		{"116 117", "DE", "116117", "116 117", "116 117", "tel:116117"},
	} {
		kept, err := Parse(c.raw, c.region)
		if err != nil || kept != c.kept {
			t.Errorf("Parse(%q) = %q, %v; want %q", c.raw, kept, err, c.kept)
			continue
		}
		if got := Format(kept, i18n.DE); got != c.de {
			t.Errorf("Format(%q, de) = %q, want %q", kept, got, c.de)
		}
		if got := Format(kept, i18n.DA); got != c.da {
			t.Errorf("Format(%q, da) = %q, want %q", kept, got, c.da)
		}
		if got := Href(kept); got != c.href {
			t.Errorf("Href(%q) = %q, want %q", kept, got, c.href)
		}
		if again, err := Parse(c.de, "DE"); err != nil || again != kept {
			t.Errorf("Parse(%q) = %q, %v; what is shown is not read as %q", c.de, again, err, kept)
		}
	}
	if got := Format("+4573767676", i18n.EN); got != "+45 73 76 76 76" {
		t.Errorf("English readers see %q", got)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, raw := range []string{"", "abc", "0461", "1", "04608 97375201234567890", "0461 1503 oder 0461 1504", "+0 1", "---", "tel. unbekannt", "000000000000"} {
		got, err := Parse(raw, "DE")
		var e *fault.Error
		if !errors.As(err, &e) || e.Key != "errors.bad_phone" || got != "" {
			t.Errorf("Parse(%q) = %q, %v", raw, got, err)
		}
	}
}

func TestFormatOfOtherText(t *testing.T) {
	for _, s := range []string{"", "keine", "+", "+x", "0461"} {
		if got := Format(s, i18n.DE); got != s {
			t.Errorf("Format(%q) = %q", s, got)
		}
	}
	if Href("keine") != "" {
		t.Error("a word can be dialled")
	}
}

// FuzzParse holds that what is shown of a German or Danish number dials the
// same number when it is typed in again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0461 1503-0", "+45 73 76 76 76", "-", "1-", "+49-1-2-3", "0461 1503 ext. 12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		kept, err := Parse(raw, "DE")
		if err != nil || strings.HasPrefix(kept, "+") && !strings.HasPrefix(kept, "+49") && !strings.HasPrefix(kept, "+45") {
			return // how far countries write their zeros is not ours to hold
		}
		again, err := Parse(Format(kept, i18n.DE), "DE")
		if err != nil || Href(again) != Href(kept) {
			t.Fatalf("%q is kept as %q, shown as %q and read as %q, %v", raw, kept, Format(kept, i18n.DE), again, err)
		}
	})
}
