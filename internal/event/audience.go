package event

import (
	"slices"

	"umland/internal/content"
)

// Audience is for whom an event is made; without any of it, for everybody.
type Audience struct {
	AgeFrom  int // years; 0 is open
	AgeTo    int // years, inclusive; 0 is open
	Families bool
	Seniors  bool
}

// Accesses are the questions about accessibility: those about the place, and
// those that only an event answers.
var Accesses = []string{"step_free", "toilet", "induction_loop", "parking", "guide_dogs", "sign_language", "plain_language"}

// answers are what is known about one of them; unknown is not stored.
var answers = []string{"yes", "partly", "no"}

// SpokenLanguages are those an event may be held in (ISO 639), in the order of
// the form; gsg is German Sign Language.
var SpokenLanguages = []string{"de", "da", "nds", "frr", "en", "uk", "ar", "fa", "tr", "pl", "ru", "fr", "gsg"}

const oldest = 120

func (a *Audience) validate(wrong *faults) {
	if a.AgeFrom < 0 || a.AgeFrom > oldest {
		wrong.add("age_from", "event.bad_age", "max", oldest)
	}
	if a.AgeTo < 0 || a.AgeTo > oldest {
		wrong.add("age_to", "event.bad_age", "max", oldest)
	} else if a.AgeTo > 0 && a.AgeTo < a.AgeFrom {
		wrong.add("age_to", "event.ages_crossed")
	}
}

// Range is the ages as schema.org's typicalAgeRange has them: "6-12", "16-",
// "-12" is written "0-12"; "" where all are welcome.
func (a Audience) Range() string {
	switch {
	case a.AgeFrom == 0 && a.AgeTo == 0:
		return ""
	case a.AgeTo == 0:
		return itoa(a.AgeFrom) + "-"
	}
	return itoa(a.AgeFrom) + "-" + itoa(a.AgeTo)
}

// touches tells whether the event names ages and some of a span are among
// them.
func (a Audience) touches(from, to int) bool {
	return (a.AgeFrom > 0 || a.AgeTo > 0) && a.AgeFrom <= to && (a.AgeTo == 0 || a.AgeTo >= from)
}

// Ages of the young, in years.
const (
	lastOfChildren = 12
	firstOfYouth   = 13
	lastOfYouth    = 17
	adult          = 18
)

// marks are what a list of events can be narrowed by.
func (e *Event) marks() []string {
	var m []string
	add := func(ok bool, mark string) {
		if ok && !slices.Contains(m, mark) {
			m = append(m, mark)
		}
	}
	a := e.Audience
	young := a.AgeTo > 0 && a.AgeTo < adult || a.AgeFrom > 0 && a.AgeFrom < adult
	add(a.Families || young && a.touches(0, lastOfChildren), "kinder")
	add(young && a.touches(firstOfYouth, lastOfYouth), "jugendliche")
	add(a.Families, "familien")
	add(a.Seniors, "senioren")
	add(e.Cost.Kind == CostFree, "kostenlos")
	add(e.Cost.SocialPass, "sozialpass")
	for _, o := range append([]string{e.Organisation}, e.CoOrganisers...) {
		add(o != "", content.OrganiserMark(o))
	}
	return m
}
