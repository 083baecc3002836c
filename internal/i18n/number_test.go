package i18n

import "testing"

func TestNumber(t *testing.T) {
	for n, want := range map[int][3]string{
		0:        {"0", "0", "0"},
		999:      {"999", "999", "999"},
		1000:     {"1.000", "1.000", "1,000"},
		-1234567: {"-1.234.567", "-1.234.567", "-1,234,567"},
		123456:   {"123.456", "123.456", "123,456"},
	} {
		for i, l := range All {
			if got := Number(l, n); got != want[i] {
				t.Errorf("Number(%s, %d) = %q, want %q", l, n, got, want[i])
			}
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		f      float64
		digits int
		de, en string
	}{
		{3.14159, 2, "3,14", "3.14"},
		{-0.05, 2, "-0,05", "-0.05"},
		{1999.999, 2, "2.000,00", "2,000.00"},
		{2.5, 0, "3", "3"},
	} {
		if de, en := Decimal(DE, c.f, c.digits), Decimal(EN, c.f, c.digits); de != c.de || en != c.en {
			t.Errorf("Decimal(%v, %d) = %q, %q; want %q, %q", c.f, c.digits, de, en, c.de, c.en)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		metres float64
		de, en string
	}{
		{3, "10 m", "10 m"},
		{347, "350 m", "350 m"},
		{994, "990 m", "990 m"},
		{996, "1,0 km", "1.0 km"},
		{3149, "3,1 km", "3.1 km"},
		{9949, "9,9 km", "9.9 km"},
		{9951, "10 km", "10 km"},
		{1234567, "1.235 km", "1,235 km"},
	} {
		if de, en := Distance(DE, c.metres), Distance(EN, c.metres); de != c.de || en != c.en {
			t.Errorf("Distance(%v) = %q, %q; want %q, %q", c.metres, de, en, c.de, c.en)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		cents    int64
		currency string
		want     [3]string
	}{
		{2500, "EUR", [3]string{"25 Euro", "25 euro", "25 euros"}},
		{250, "EUR", [3]string{"2,50 Euro", "2,50 euro", "2.50 euros"}},
		{100, "EUR", [3]string{"1 Euro", "1 euro", "1 euro"}},
		{10000, "DKK", [3]string{"100 Kronen", "100 kroner", "100 kroner"}},
		{100, "DKK", [3]string{"1 Krone", "1 krone", "1 krone"}},
		{500, "SEK", [3]string{"5 SEK", "5 SEK", "5 SEK"}},
	} {
		for i, l := range All {
			if got := Money(l, c.cents, c.currency); got != c.want[i] {
				t.Errorf("Money(%s, %d %s) = %q, want %q", l, c.cents, c.currency, got, c.want[i])
			}
		}
	}
}

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{"heute": "Heute", "i dag": "I dag", "ærø": "Ærø", "Da": "Da", "": ""} {
		if got := Sentence(in); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", in, got, want)
		}
	}
}
