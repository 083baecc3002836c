package event

import (
	"strconv"
	"strings"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/i18n"
	"umland/internal/web"
)

// The kinds of a cost; "" is not known.
const (
	CostFree     = "free"
	CostDonation = "donation"
	CostPaid     = "paid"
)

// CostKinds are the kinds in the order of the form.
var CostKinds = []string{"", CostFree, CostDonation, CostPaid}

// Cost is what an event costs. Amounts are in hundredths of the currency, 0
// where not known.
type Cost struct {
	Kind       string
	From, To   int               // To is 0 where there is one price
	Reduced    int               // for whom ReducedFor says
	Currency   string            // ISO 4217; the portal's country's
	ReducedFor map[string]string // by language
	Words      map[string]string // what else is to say about it, by language
	SocialPass bool              // cheaper with the Sozialpass
}

// dearest is the highest price, in hundredths.
const dearest = 1_000_000_00

// CurrencyOf is what is paid with in a country.
func CurrencyOf(country string) string {
	if country == "dk" {
		return "DKK"
	}
	return "EUR"
}

func (c *Cost) validate(wrong *faults, country string) {
	switch c.Kind {
	case "", CostFree, CostDonation, CostPaid:
	default:
		wrong.add("cost_kind", "errors.bad_choice")
	}
	if c.Kind == CostFree {
		c.From, c.To, c.Reduced = 0, 0, 0
	}
	if c.Currency == "" {
		c.Currency = CurrencyOf(country)
	}
	if len(c.Currency) != 3 {
		wrong.add("cost_from", "errors.bad_choice")
	}
	for name, n := range map[string]int{"cost_from": c.From, "cost_to": c.To, "cost_reduced": c.Reduced} {
		if n < 0 || n > dearest {
			wrong.add(name, "event.bad_amount")
		}
	}
	if c.To == c.From {
		c.To = 0
	}
	if c.To > 0 && c.To < c.From {
		wrong.add("cost_to", "event.amounts_crossed")
	}
	wrong.words("reduced_for", c.ReducedFor)
	wrong.words("price", c.Words)
}

// Text is the cost in words: "4 Euro", "4 bis 8 Euro, ermäßigt 2 Euro
// (Kinder)"; "" where nothing is known.
func (c Cost) Text(r *web.Request) string {
	money := func(n int) string { return i18n.Money(r.Lang, int64(n), c.Currency) }
	text := ""
	switch {
	case c.Kind == CostFree:
		text = r.T("event.free")
	case c.Kind == CostDonation && c.From > 0:
		text = r.T("event.donation_of", "amount", money(c.From))
	case c.Kind == CostDonation:
		text = r.T("event.donation")
	case c.To > 0:
		text = r.T("event.price_range", "from", amount(r.Lang, c.From), "to", money(c.To))
	case c.From > 0:
		text = money(c.From)
	}
	if c.Reduced > 0 {
		part := r.T("event.reduced", "amount", money(c.Reduced))
		if who := words(r, c.ReducedFor); who != "" {
			part += " (" + who + ")"
		}
		text = join(text, part)
	}
	return join(text, words(r, c.Words))
}

// pack writes the cost so that the facts of a listing can carry it.
func (c Cost) pack() string {
	if c.Kind == "" || c.Kind == CostPaid && c.From+c.To == 0 {
		return ""
	}
	return c.Kind + "/" + strconv.Itoa(c.From) + "/" + strconv.Itoa(c.To) + "/" + c.Currency
}

// costFact is the cost that a listing's facts carry, in words, or "".
func costFact(r *web.Request, facts string) string {
	parts := strings.Split(content.Fact(facts, "cost"), "/")
	if len(parts) != 4 {
		return ""
	}
	from, err1 := strconv.Atoi(parts[1])
	to, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil {
		return ""
	}
	return Cost{Kind: parts[0], From: from, To: to, Currency: parts[3]}.Text(r)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// amount is a number of money without its unit: "4", "2,50".
func amount(lang i18n.Lang, hundredths int) string {
	if hundredths%100 == 0 {
		return i18n.Number(lang, hundredths/100)
	}
	return i18n.Decimal(lang, float64(hundredths)/100, 2)
}

// readAmount reads what a clerk writes as a price: "4", "2,50", "2.50 €"; ""
// is 0.
func readAmount(name, typed string) (int, []fault.Field) {
	n, ok := hundredths(typed)
	if !ok {
		return 0, []fault.Field{{Name: name, Key: "event.bad_amount"}}
	}
	return n, nil
}

// hundredths reads an amount with at most two decimals.
func hundredths(s string) (int, bool) {
	digits, decimals, seen := 0, -1, false
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9' && decimals < 2:
			digits, seen = digits*10+int(c-'0'), true
			if decimals >= 0 {
				decimals++
			}
		case (c == ',' || c == '.') && decimals < 0:
			decimals = 0
		case c == ' ' || c == '\u00a0' || c == '€' || c == '-' && decimals == 0:
		default:
			return 0, false
		}
		if digits > dearest {
			return 0, false
		}
	}
	for decimals = max(decimals, 0); decimals < 2; decimals++ {
		digits *= 10
	}
	return digits, seen || s == ""
}
