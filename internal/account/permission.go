package account

import (
	"slices"
	"strings"

	"umland/internal/i18n"
	"umland/internal/web"
)

// The permissions that roles are made of.
const (
	Desk     web.Permission = "desk"     // see the desk of a portal
	Edit     web.Permission = "edit"     // write drafts
	Publish  web.Permission = "publish"  // bring drafts to the public, change and withdraw what is public
	Review   web.Permission = "review"   // read what visitors sent in, without who sent it
	Moderate web.Permission = "moderate" // decide on it, see who sent it
	Notice   web.Permission = "notice"   // the banner on top of every page
	Admin    web.Permission = "admin"    // what concerns the whole portal
)

// Permissions lists all of them.
var Permissions = []web.Permission{Desk, Edit, Publish, Review, Moderate, Notice, Admin}

// Person is whoever is signed in; it implements web.Identity.
type Person struct {
	ID    string
	Name  string
	Shown string
	Lang  i18n.Lang
	may   map[string][]web.Permission // by portal; "" is all portals
}

// May tells whether the person has the permission in the portal; portal ""
// asks for any portal.
func (p *Person) May(perm web.Permission, portal string) bool {
	if portal == "" {
		for _, list := range p.may {
			if slices.Contains(list, perm) {
				return true
			}
		}
		return false
	}
	return slices.Contains(p.may[portal], perm) || slices.Contains(p.may[""], perm)
}

// MayEverywhere tells whether the person has the permission in all portals,
// those of tomorrow included.
func (p *Person) MayEverywhere(perm web.Permission) bool { return slices.Contains(p.may[""], perm) }

// Language is the language in which the person sees the desk.
func (p *Person) Language() i18n.Lang { return p.Lang }

func (p *Person) grant(portal, permissions string) {
	for _, perm := range strings.Fields(permissions) {
		p.may[portal] = append(p.may[portal], web.Permission(perm))
	}
}
