// Package demo holds the region a citizen or a clerk can click through without any real data:
// its portals, places, dates and texts, written for it and marked as sample data.
package demo

// Region is everything the demo shows, parsed and with its defaults filled in.
type Region struct {
	Portals       []Portal
	Notices       []Notice
	Pictures      []Picture
	Organisations []Organisation
	Articles      []Article
	Places        []Place
	Events        []Event
	Services      []Service
	Pages         []Page
}

// Words is one short wording per language: de, da, en or leicht (Leichte Sprache).
type Words map[string]string

// Text is the wording of an item in one language. Body is in the plain syntax of richtext.FromPlain.
type Text struct {
	Title  string `toml:"title"`
	Kicker string `toml:"kicker"`
	Teaser string `toml:"teaser"`
	Body   string `toml:"body"`
	Alt    string `toml:"alt"` // of the item's picture; Content fills it from the picture when empty
}

// Head is what all items share. Slugs are unique per kind over the whole region.
type Head struct {
	Portal     string          `toml:"portal"` // the owner's slug
	Slug       string          `toml:"slug"`
	Lang       string          `toml:"lang"`       // the original language; Content fills in the portal's first
	Shared     []string        `toml:"shared"`     // further portals that show the item
	Categories []string        `toml:"categories"` // slugs of the kind's vocabulary, main one first
	Picture    string          `toml:"picture"`    // name of a Picture, or empty
	Credit     string          `toml:"credit"`     // Content fills it from the picture when empty
	Invented   bool            `toml:"invented"`   // true: exists only in this demo
	Texts      map[string]Text `toml:"text"`       // by language, "leicht" included
}

// Portal is one municipality's site with its letterhead, area, links and teasers.
type Portal struct {
	Slug      string      `toml:"slug"`
	Name      string      `toml:"name"`     // "Handewitt Mobil"
	Place     string      `toml:"place"`    // "Handewitt"
	Subtitle  Words       `toml:"subtitle"` // under the name
	Hosts     []string    `toml:"hosts"`    // first one is the portal's own
	Country   string      `toml:"country"`  // "de" or "dk"
	First     string      `toml:"first"`    // language without a prefix in the address
	Languages []string    `toml:"languages"`
	Zone      string      `toml:"zone"`   // IANA name
	Brand     string      `toml:"brand"`  // #rrggbb
	Accent    string      `toml:"accent"` // #rrggbb
	Operator  Operator    `toml:"operator"`
	Area      Area        `toml:"area"`
	Welcome   Words       `toml:"welcome"` // one or two sentences for the home page
	Leicht    Text        `toml:"leicht"`  // the home page in Leichte Sprache: title and body
	Film      Words       `toml:"film"`    // what stands where a sign-language film will be
	Quick     []QuickLink `toml:"quick"`
	Teasers   []Teaser    `toml:"teaser"` // in the order shown
}

// Operator is the organisation behind a portal, as its letterhead and imprint name it.
type Operator struct {
	Name        string `toml:"name"`
	Project     string `toml:"project"` // "Ein Projekt der …"
	Street      string `toml:"street"`
	Postcode    string `toml:"postcode"`
	Town        string `toml:"town"`
	Phone       string `toml:"phone"`
	Fax         string `toml:"fax"`
	Email       string `toml:"email"`
	URL         string `toml:"url"`
	Register    string `toml:"register"`
	Represented string `toml:"represented"`
}

// Area names the municipalities of a portal and its rough extent in degrees (WGS 84).
// AGSPrefix means: every municipality whose key starts so and that no other portal names.
type Area struct {
	AGS       []string `toml:"ags"`     // German keys, eight digits
	AGSPrefix string   `toml:"prefix"`  // "01059" = the rest of that Kreis
	Komkode   []string `toml:"komkode"` // Danish keys, four digits
	West      float64  `toml:"west"`
	South     float64  `toml:"south"`
	East      float64  `toml:"east"`
	North     float64  `toml:"north"`
	Lat       float64  `toml:"lat"` // centre
	Lon       float64  `toml:"lon"`
}

// QuickLink is a word under the search field of the home page. It leads to a Path of the same
// portal (canonical, German words) or to an item of the demo by Kind and Slug.
type QuickLink struct {
	Path  string `toml:"path"`
	Kind  string `toml:"kind"`
	Slug  string `toml:"slug"`
	Label Words  `toml:"label"`
}

// Teaser is a picture with a line on the home page that leads to an item of the demo.
type Teaser struct {
	Kind    string                `toml:"kind"` // article, place, event, page or service
	Slug    string                `toml:"slug"`
	Picture string                `toml:"picture"`
	Texts   map[string]TeaserText `toml:"text"`
}

// TeaserText is a teaser's wording; Action says where the link goes.
type TeaserText struct {
	Title  string `toml:"title"`
	Line   string `toml:"line"`
	Action string `toml:"action"`
	Alt    string `toml:"alt"` // filled from the picture when empty
}

// Notice is the banner on top of every page, relative to the day the demo starts.
type Notice struct {
	Portals   []string              `toml:"portals"` // empty: the whole region
	Level     string                `toml:"level"`   // info, amber or red
	On        bool                  `toml:"on"`
	FromDays  int                   `toml:"from_days"` // first day, from today
	FromTime  string                `toml:"from_time"` // "07:00" in the portal's zone
	UntilDays int                   `toml:"until_days"`
	UntilTime string                `toml:"until_time"`
	AsOfDays  int                   `toml:"as_of_days"` // day of the statement, from today (0 or less)
	AsOfTime  string                `toml:"as_of_time"`
	Source    Words                 `toml:"source"`
	Texts     map[string]NoticeText `toml:"text"`
}

// NoticeText says what is, when and what to do.
type NoticeText struct {
	Title  string `toml:"title"`
	Body   string `toml:"body"`
	Action string `toml:"action"`
}

// Picture is a drawing of the demo by the name of its file without ending.
type Picture struct {
	Name   string `toml:"name"`
	Credit string `toml:"credit"`
	Alt    Words  `toml:"alt"`
}

// Organisation is a club or an authority that owns places and events.
type Organisation struct {
	Head
	Street   string `toml:"street"`
	Postcode string `toml:"postcode"`
	Town     string `toml:"town"`
	Phone    string `toml:"phone"`
	Email    string `toml:"email"`
	Web      string `toml:"web"`
	Public   bool   `toml:"public"` // an authority, not a club
}

// Article is a dated text: either on a fixed Date (JJJJ-MM-TT) or DaysAgo before today.
type Article struct {
	Head
	Date    string `toml:"date"`
	DaysAgo int    `toml:"days_ago"`
	Time    string `toml:"time"` // "09:00" in the portal's zone
	Byline  string `toml:"byline"`
}

// Place is anything with a position, in degrees (WGS 84).
type Place struct {
	Head
	Street        string            `toml:"street"`
	Postcode      string            `toml:"postcode"`
	Town          string            `toml:"town"`
	Lat           float64           `toml:"lat"`
	Lon           float64           `toml:"lon"`
	Approximate   bool              `toml:"approximate"` // position only known to the street
	Phone         string            `toml:"phone"`
	Fax           string            `toml:"fax"`
	Email         string            `toml:"email"`
	Web           string            `toml:"web"`
	Contacts      []Contact         `toml:"contact"`
	Photos        []Photo           `toml:"photo"`
	Hours         string            `toml:"hours"`         // OSM opening_hours
	Accessibility map[string]string `toml:"accessibility"` // step_free, toilet, induction_loop, parking, guide_dogs = yes|partly|no|unknown
	Organisation  string            `toml:"organisation"`
	DaysAgo       int               `toml:"days_ago"` // when it was added: smaller is newer
}

// Contact is one office of a place.
type Contact struct {
	For    map[string]string `toml:"for"` // by language
	Phone  string            `toml:"phone"`
	Mobile string            `toml:"mobile"`
	Fax    string            `toml:"fax"`
	Email  string            `toml:"email"`
	Web    string            `toml:"web"`
	Hours  string            `toml:"hours"` // OSM opening_hours
}

// Photo is a further drawing of a place; its alt text and credit are the drawing's own.
type Photo struct {
	Picture string            `toml:"picture"`
	Caption map[string]string `toml:"caption"` // by language
}

// Event is something that happens once (InDays), for Days days, or every week on Weekday.
// A weekly one runs from the first such weekday on or after FromDays to the last on or before UntilDays.
type Event struct {
	Head
	Place         string            `toml:"place"` // slug of a place; otherwise Venue and the address
	Venue         string            `toml:"venue"`
	Street        string            `toml:"street"`
	Postcode      string            `toml:"postcode"`
	Town          string            `toml:"town"`
	Lat           float64           `toml:"lat"`
	Lon           float64           `toml:"lon"`
	Organiser     string            `toml:"organiser"`
	InDays        int               `toml:"in_days"` // first day, from today
	Days          int               `toml:"days"`    // how many days; Content makes 0 to 1
	AllDay        bool              `toml:"all_day"`
	Time          string            `toml:"time"`    // wall time "15:00" in the portal's zone
	Minutes       int               `toml:"minutes"` // duration; of the last day for several days
	Every         string            `toml:"every"`   // "" or "week"
	Weekday       string            `toml:"weekday"` // "monday" … "sunday" of a weekly one
	FromDays      int               `toml:"from_days"`
	UntilDays     int               `toml:"until_days"`
	Free          bool              `toml:"free"`
	Price         Words             `toml:"price"` // in words, where cost says too little
	Cost          Cost              `toml:"cost"`
	Room          string            `toml:"room"`
	Rule          string            `toml:"rule"`      // RRULE; the first date on or after FromDays counts
	Hours         string            `toml:"hours"`     // opening_hours of an exhibition
	MoreDays      []int             `toml:"more_days"` // further single dates, from today
	NoHolidays    bool              `toml:"no_holidays"`
	NoSchool      bool              `toml:"no_school"`
	Changes       []Change          `toml:"change"`
	CoOrganisers  []string          `toml:"co_organisers"` // slugs
	Audience      []string          `toml:"audience"`      // families, seniors
	AgeFrom       int               `toml:"age_from"`
	AgeTo         int               `toml:"age_to"`
	Accessibility map[string]string `toml:"accessibility"` // what differs from the place
	Spoken        []string          `toml:"spoken"`
	Registration  Registration      `toml:"registration"`
	Links         []Link            `toml:"links"`
	Online        string            `toml:"online"`      // web address of an event on the net, or empty
	Status        string            `toml:"status"`      // scheduled (filled in), cancelled, postponed, moved-online or sold-out
	StatusNote    Words             `toml:"status_note"` // what holds instead
}

// Cost is what an event costs, in hundredths.
type Cost struct {
	Kind       string `toml:"kind"` // free, donation or paid
	From       int    `toml:"from"`
	To         int    `toml:"to"`
	Reduced    int    `toml:"reduced"`
	ReducedFor Words  `toml:"reduced_for"`
	Words      Words  `toml:"words"`
	SocialPass bool   `toml:"social_pass"`
}

// Registration is how one signs up for an event.
type Registration struct {
	Needed   bool   `toml:"needed"`
	URL      string `toml:"url"`
	Phone    string `toml:"phone"`
	Email    string `toml:"email"`
	InDays   int    `toml:"in_days"` // last day, from today; 0: none
	Left     string `toml:"left"`
	Capacity int    `toml:"capacity"`
}

// Link is a further page about an event.
type Link struct {
	URL   string `toml:"url"`
	Title string `toml:"title"`
}

// Change is what is different about the Nth date from today on, 1 for the next.
type Change struct {
	Nth    int    `toml:"nth"`
	Status string `toml:"status"`
	Days   int    `toml:"days"` // moved by so many
	Time   string `toml:"time"` // begins then, where it is moved
	Place  string `toml:"place"`
	Room   string `toml:"room"`
	Note   Words  `toml:"note"`
}

// Service is what an office does for people.
type Service struct {
	Head
	CheckedDaysAgo int                       `toml:"checked_days_ago"`
	Offices        []Office                  `toml:"office"`
	Details        map[string]ServiceDetails `toml:"details"` // by language
}

// Office is a place that gives a service, with the number for that service if it is known.
type Office struct {
	Place string `toml:"place"` // slug
	Phone string `toml:"phone"`
	Note  Words  `toml:"note"`
}

// ServiceDetails answers what a citizen asks before going to the office.
type ServiceDetails struct {
	Who     []string `toml:"who"`
	Bring   []string `toml:"bring"`
	Steps   []string `toml:"steps"`
	Savings []string `toml:"savings"`
	Cost    string   `toml:"cost"`
	HowLong string   `toml:"how_long"`
}

// Page is a standing text.
type Page struct {
	Head
}
