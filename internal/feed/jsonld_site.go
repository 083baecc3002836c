package feed

import "umland/internal/web"

// Website is a portal for schema.org, with the way to search it.
type Website struct {
	Context   string       `json:"@context"`
	Type      string       `json:"@type"`
	Name      string       `json:"name"`
	URL       string       `json:"url"`
	Language  string       `json:"inLanguage"`
	Publisher Party        `json:"publisher"`
	Search    searchAction `json:"potentialAction"`
}

type searchAction struct {
	Type   string `json:"@type"`
	Target struct {
		Type     string `json:"@type"`
		Template string `json:"urlTemplate"`
	} `json:"target"`
	Input string `json:"query-input"`
}

// WebsiteLD describes the portal, for its home page.
func WebsiteLD(r *web.Request) Website {
	w := Website{
		Context: schema, Type: "WebSite", Name: r.Site.Name, URL: r.Abs("/"), Language: string(r.Lang), Publisher: operator(r, r.Site.Slug),
		Search: searchAction{Type: "SearchAction", Input: "required name=search_term_string"},
	}
	w.Search.Target.Type, w.Search.Target.Template = "EntryPoint", r.Abs("/suche")+"?q={search_term_string}"
	return w
}

// OperatorLD describes whoever runs the portal, for its letterhead pages.
func OperatorLD(r *web.Request) Party {
	p := operator(r, r.Site.Slug)
	p.Context = schema
	return p
}

// Step is one step of the way from the home page to a page.
type Step struct {
	Name string
	URL  string // absolute; "" is the page itself
}

// Breadcrumb is the way to a page for schema.org.
type Breadcrumb struct {
	Context string  `json:"@context"`
	Type    string  `json:"@type"`
	Steps   []crumb `json:"itemListElement"`
}

type crumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	URL      string `json:"item,omitempty"`
}

// BreadcrumbLD describes the way to a page.
func BreadcrumbLD(steps []Step) Breadcrumb {
	b := Breadcrumb{Context: schema, Type: "BreadcrumbList", Steps: []crumb{}}
	for i, s := range steps {
		b.Steps = append(b.Steps, crumb{"ListItem", i + 1, s.Name, s.URL})
	}
	return b
}
