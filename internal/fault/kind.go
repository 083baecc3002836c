// Package fault carries what went wrong to the person in front of the page:
// a kind that decides the status, a message in their language and the fields
// to mark, while the technical cause stays in the log.
package fault

// Kind says what sort of thing went wrong. It is an error itself, so that
// errors.Is(err, fault.NotFound) asks for the kind of any error.
type Kind string

// The kinds, each with the HTTP status it is answered with (RFC 9110; 429 is
// RFC 6585).
const (
	Invalid         Kind = "invalid"         // 422: the form's content is wrong, fields are marked
	BadRequest      Kind = "bad_request"     // 400: the request itself makes no sense
	Unauthenticated Kind = "unauthenticated" // 401: sign in first
	Forbidden       Kind = "forbidden"       // 403: signed in, but not allowed
	NotFound        Kind = "not_found"       // 404: there is nothing here
	Method          Kind = "method"          // 405: not with this method
	Conflict        Kind = "conflict"        // 409: someone else changed it meanwhile
	Gone            Kind = "gone"            // 410: it was here and was withdrawn
	TooLarge        Kind = "too_large"       // 413: more than we take at once
	Misdirected     Kind = "misdirected"     // 421: no portal has this host name
	TooMany         Kind = "too_many"        // 429: slow down
	Internal        Kind = "internal"        // 500: our mistake
	Unavailable     Kind = "unavailable"     // 503: try again later
)

// Kinds lists every kind in the order of its status.
func Kinds() []Kind {
	return []Kind{
		BadRequest, Unauthenticated, Forbidden, NotFound, Method, Conflict, Gone,
		TooLarge, Misdirected, Invalid, TooMany, Internal, Unavailable,
	}
}

// Status is the HTTP status of the kind; an unknown kind is our mistake, 500.
func (k Kind) Status() int {
	switch k {
	case Invalid:
		return 422
	case BadRequest:
		return 400
	case Unauthenticated:
		return 401
	case Forbidden:
		return 403
	case NotFound:
		return 404
	case Method:
		return 405
	case Conflict:
		return 409
	case Gone:
		return 410
	case TooLarge:
		return 413
	case Misdirected:
		return 421
	case TooMany:
		return 429
	case Unavailable:
		return 503
	default:
		return 500
	}
}

// Error makes a kind usable as the target of errors.Is.
func (k Kind) Error() string { return string(k) }
