package desk

import (
	"umland/internal/web"
)

// Fact is something that two items may tell differently and a person chooses
// between when they are merged.
type Fact struct {
	Name  string // as the room takes it over
	Label string
	Value string // in words; "" where nothing is known
}

// Teller is a room that tells its items fact by fact, always in the same
// order.
type Teller interface {
	Facts(r *web.Request, b Body) []Fact
}
