package account

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"umland/internal/fault"
)

// Limits of a password, in characters. There are no rules about kinds of
// characters: length is what counts (NIST SP 800-63B).
const (
	MinPassword = 15
	MaxPassword = 200
)

//go:embed common.txt
var commonList string

// common holds long passwords that everybody would try first.
var common = func() map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Fields(commonList) {
		set[line] = true
	}
	return set
}()

// checkPassword says what is wrong with a new password, as the field "password".
func checkPassword(password, name string) []fault.Field {
	password = norm.NFC.String(password)
	n := utf8.RuneCountInString(password)
	plain := strings.ToLower(strings.Join(strings.Fields(password), ""))
	wrong := func(key string, args ...any) []fault.Field {
		return []fault.Field{{Name: "password", Key: key, Args: args}}
	}
	switch {
	case password == "":
		return wrong("errors.required")
	case n < MinPassword:
		return wrong("errors.too_short", "min", MinPassword)
	case n > MaxPassword:
		return wrong("errors.too_long", "max", MaxPassword)
	case common[plain], repeats(plain), name != "" && strings.Trim(strings.ReplaceAll(plain, name, ""), "0123456789") == "":
		return wrong("account.common_password")
	}
	return nil
}

// repeats tells whether the text is one short piece over and over.
func repeats(s string) bool {
	for size := 1; size <= 4; size++ {
		if len(s) > size*2 && strings.HasPrefix(strings.Repeat(s[:size], len(s)/size+1), s) {
			return true
		}
	}
	return false
}
