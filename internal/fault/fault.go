package fault

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Error is a failure that a page can explain. Key names the message in the
// i18n catalogue and Args are its name, value pairs; both are for people.
// An empty Key means the general message of the kind. The cause is for the
// log and never shown.
type Error struct {
	Kind   Kind
	Key    string
	Args   []any
	Fields []Field
	cause  error
}

// Field is one form field that was filled in wrongly: its name in the form
// and the key and arguments of the message beside it.
type Field struct {
	Name string
	Key  string
	Args []any
}

// New is a failure of a kind with the message key and its name, value pairs.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Wrap is New with a cause for the log. errors.Is and errors.As reach the
// cause. Wrapping nil still is a failure: check the error before.
func Wrap(err error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args, cause: err}
}

// Fields is the failure of a form: kind Invalid with the fields to mark. No
// field means that nothing is wrong and gives nil, so that a check can end in
// "return fault.Fields(found...)".
func Fields(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "fault.invalid", Fields: fields}
}

// Error is the text for the log, in English.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Kind))
	if e.Key != "" {
		b.WriteString(": " + e.Key)
	}
	for i := 0; i+1 < len(e.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", e.Args[i], e.Args[i+1])
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", f.Name, f.Key)
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is(err, fault.Conflict) true for every conflict, and
// errors.Is(err, other) for the same kind and key.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case Kind:
		return e.Kind == t
	case *Error:
		return e.Kind == t.Kind && e.Key == t.Key
	default:
		return false
	}
}

// KindOf is the kind of any error: that of the outermost Error in its chain,
// Unavailable when time ran out, Internal for all that nobody has explained,
// and "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if k, ok := errors.AsType[Kind](err); ok {
		return k
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Unavailable
	}
	return Internal
}

// FieldsOf is the fields to mark, from the outermost Error in the chain.
func FieldsOf(err error) []Field {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Fields
	}
	return []Field{}
}
