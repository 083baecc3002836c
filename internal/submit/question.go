package submit

import (
	"slices"
	"strings"

	"umland/internal/content"
	"umland/internal/i18n"
)

// shape is how a question is asked.
type shape string

const (
	asLine   shape = "line"
	asArea   shape = "area"
	asChoice shape = "choice" // of values with words of their own
	asTerm   shape = "term"   // of the portal's categories
	asFact   shape = "fact"   // of the facts of an item
	asDay    shape = "day"    // three numbers
	asHour   shape = "hour"
	asEmail  shape = "email"
	asTel    shape = "tel"
	asLink   shape = "link"
	asVenue  shape = "venue" // a line with places to choose from
)

// question is one field of a form. Its words are submit.ask_KEY, hint_KEY and
// need_KEY.
type question struct {
	Name   string
	Key    string // "" is the name
	Form   shape
	Need   bool
	Hint   bool
	Max    int      // characters
	Values []string // of a choice; words are submit.KEY_VALUE
	Fill   string   // autocomplete token of HTML
	Width  string
	Rows   int
	Quiet  string // value that says nothing: not shown in the summary
	Group  string // further questions that stand folded, under submit.group_GROUP
}

func (q question) key() string {
	if q.Key != "" {
		return q.Key
	}
	return q.Name
}

// stage is one of the four steps; its words are submit.step_NAME and
// step_NAME_title.
type stage struct {
	Name      string
	Questions []question
}

// Limits of what visitors write, in characters.
const (
	MaxMessage = 5000
	maxLine    = 200
	maxSender  = 120
)

// Repeats are the ways in which an event comes again.
var Repeats = []string{"nein", "woche", "zweiwochen", "monatstag", "wochentag", "anders"}

// Prices are what an event costs.
var Prices = []string{"unbekannt", "frei", "spende", "kostet"}

// StepFree is whether one gets in without steps.
var StepFree = []string{"unbekannt", "ja", "teils", "nein"}

// Reasons are why a submission is rejected.
var Reasons = []string{"doppelt", "vorbei", "gebiet", "werbung", "angaben", "anders"}

var stages = map[Kind][]stage{
	Event: {
		{"was", []question{
			{Name: "titel", Key: "titel_event", Form: asLine, Need: true, Hint: true, Max: maxLine},
			{Name: "veranstalter", Form: asLine, Hint: true, Max: maxLine},
			{Name: "kategorie", Form: asTerm},
			{Name: "beschreibung", Form: asArea, Hint: true, Max: MaxMessage, Rows: 4},
			{Name: "preis", Form: asChoice, Values: Prices, Quiet: "unbekannt"},
			{Name: "preis_text", Form: asLine, Hint: true, Max: maxLine},
		}},
		{"wann_wo", []question{
			{Name: "tag", Form: asDay, Need: true, Hint: true},
			{Name: "von", Form: asHour, Hint: true, Width: "w-6"},
			{Name: "bis", Form: asHour, Width: "w-6"},
			{Name: "ort", Form: asVenue, Need: true, Hint: true, Max: maxLine},
			{Name: "strasse", Form: asLine, Max: maxLine, Group: "adresse"},
			{Name: "plz", Form: asLine, Max: 10, Width: "w-6", Group: "adresse"},
			{Name: "stadt", Form: asLine, Max: maxLine, Group: "adresse"},
			{Name: "letzter", Form: asDay, Hint: true, Group: "mehrmals"},
			{Name: "wiederholung", Form: asChoice, Values: Repeats, Quiet: "nein", Group: "mehrmals"},
			{Name: "ende", Form: asDay, Hint: true, Group: "mehrmals"},
			{Name: "rhythmus", Form: asLine, Hint: true, Max: maxLine, Group: "mehrmals"},
		}},
		contactStage(true),
		{Name: "pruefen"},
	},
	Place: {
		{"welcher", []question{
			{Name: "titel", Key: "titel_place", Form: asLine, Need: true, Hint: true, Max: maxLine},
			{Name: "kategorie", Form: asTerm},
			{Name: "beschreibung", Form: asArea, Hint: true, Max: MaxMessage, Rows: 4},
		}},
		{"wo", []question{
			{Name: "strasse", Form: asLine, Need: true, Hint: true, Max: maxLine},
			{Name: "plz", Form: asLine, Max: 10, Width: "w-6"},
			{Name: "stadt", Form: asLine, Need: true, Max: maxLine},
			{Name: "telefon_ort", Form: asTel, Max: 40, Width: "w-10"},
			{Name: "email_ort", Form: asEmail, Max: 254},
			{Name: "web", Form: asLink, Hint: true, Max: 300},
			{Name: "zeiten", Form: asArea, Hint: true, Max: 1000, Rows: 3},
			{Name: "stufenlos", Form: asChoice, Values: StepFree, Quiet: "unbekannt"},
		}},
		contactStage(true),
		{Name: "pruefen"},
	},
	Contact: {
		{"worum", []question{{Name: "betreff", Form: asChoice, Need: true, Values: Subjects}}},
		{"nachricht", []question{{Name: "nachricht", Form: asArea, Need: true, Hint: true, Max: MaxMessage, Rows: 8}}},
		contactStage(false),
		{Name: "pruefen"},
	},
	Error: {
		{"was_falsch", []question{{Name: "feld", Form: asFact, Need: true}}},
		{"richtig", []question{
			{Name: "richtig", Form: asArea, Need: true, Max: MaxMessage, Rows: 3},
			{Name: "woher", Form: asArea, Hint: true, Max: MaxMessage, Rows: 3},
		}},
		contactStage(false),
		{Name: "pruefen"},
	},
}

// block is a run of questions that stand together.
type block struct {
	Group     string
	Questions []question
}

// blocks cuts the questions of a step where a group begins or ends.
func (s stage) blocks() []block {
	var list []block
	for _, q := range s.Questions {
		if n := len(list); n > 0 && list[n-1].Group == q.Group {
			list[n-1].Questions = append(list[n-1].Questions, q)
			continue
		}
		list = append(list, block{q.Group, []question{q}})
	}
	return list
}

// contactStage asks who sends it. Events and places need an address, because
// only its owner can change what stands on the portal then.
func contactStage(need bool) stage {
	mail := question{Name: "email", Form: asEmail, Hint: true, Max: 254, Fill: "email", Need: need}
	if !need {
		mail.Key = "email_frei"
	}
	return stage{"kontakt", []question{
		{Name: "name", Form: asLine, Max: maxSender, Fill: "name"},
		mail,
		{Name: "telefon", Form: asTel, Max: 40, Fill: "tel", Width: "w-10"},
	}}
}

// about lists the questions of a kind that are not about the sender.
func about(k Kind) []question {
	var list []question
	for _, s := range stages[k] {
		if s.Name != "kontakt" {
			list = append(list, s.Questions...)
		}
	}
	return list
}

// find gives a question of a kind by its name.
func find(k Kind, name string) (question, bool) {
	for _, s := range stages[k] {
		if i := slices.IndexFunc(s.Questions, func(q question) bool { return q.Name == name }); i >= 0 {
			return s.Questions[i], true
		}
	}
	return question{}, false
}

// Label is what an answer is called, for the desk and the summary.
func Label(lang i18n.Lang, k Kind, key string) string {
	if q, ok := find(k, key); ok {
		return i18n.T(lang, "submit.name_"+q.key())
	}
	switch key {
	case "wann", "wo", "adresse": // of the forms before these
		return i18n.T(lang, "desk.detail_"+key)
	case "alt":
		return i18n.T(lang, "submit.name_alt")
	case "ort_id":
		return i18n.T(lang, "submit.name_ort_id")
	case "zurueckziehen":
		return i18n.T(lang, "submit.name_zurueckziehen")
	}
	return key
}

// Words is an answer as a person reads it; "" where it says nothing.
func (m *Room) Words(lang i18n.Lang, k Kind, key, value string) string {
	q, ok := find(k, key)
	if !ok || value == "" {
		return value
	}
	switch q.Form {
	case asChoice:
		if value == q.Quiet || !slices.Contains(q.Values, value) {
			return ""
		}
		if q.Name == "betreff" {
			return i18n.T(lang, "submit.subject_"+value)
		}
		return i18n.T(lang, "submit."+q.key()+"_"+value)
	case asTerm:
		for _, c := range m.Terms(k.Item()) {
			if c.Slug == value {
				return c.Name(lang)
			}
		}
		return ""
	case asFact:
		return i18n.T(lang, "submit.fact_"+value)
	case asDay:
		if d, ok := parseDay(value); ok {
			return i18n.LongDate(lang, d)
		}
	case asHour:
		if t, ok := parseHour(value); ok {
			return i18n.Time(lang, t)
		}
	}
	return strings.TrimSpace(value)
}

// Item is the kind of item that a submission becomes; "" for none.
func (k Kind) Item() content.Kind {
	switch k {
	case Event:
		return content.Event
	case Place:
		return content.Place
	}
	return ""
}
