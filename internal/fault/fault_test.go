package fault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"umland/internal/fault"
)

func TestStatusOfEachKind(t *testing.T) {
	want := map[fault.Kind]int{
		fault.Invalid: 422, fault.BadRequest: 400, fault.Unauthenticated: 401, fault.Forbidden: 403,
		fault.NotFound: 404, fault.Method: 405, fault.Conflict: 409, fault.TooLarge: 413, fault.Gone: 410, fault.Misdirected: 421,
		fault.TooMany: 429, fault.Internal: 500, fault.Unavailable: 503,
	}
	if len(fault.Kinds()) != len(want) {
		t.Fatalf("Kinds lists %d kinds, want %d", len(fault.Kinds()), len(want))
	}
	for _, k := range fault.Kinds() {
		if k.Status() != want[k] {
			t.Errorf("%s: status %d, want %d", k, k.Status(), want[k])
		}
	}
	if got := fault.Kind("moon").Status(); got != 500 {
		t.Errorf("unknown kind: %d", got)
	}
}

func TestIsAndAs(t *testing.T) {
	err := error(fault.Wrap(io.ErrUnexpectedEOF, fault.Conflict, "place.changed", "name", "Adler"))
	wrapped := fmt.Errorf("save: %w", err)
	if !errors.Is(wrapped, fault.Conflict) || errors.Is(wrapped, fault.NotFound) {
		t.Error("the kind is not recognised through a wrap")
	}
	if !errors.Is(wrapped, io.ErrUnexpectedEOF) {
		t.Error("the cause is out of reach")
	}
	if !errors.Is(wrapped, fault.New(fault.Conflict, "place.changed")) || errors.Is(wrapped, fault.New(fault.Conflict, "other.key")) {
		t.Error("comparison with another Error goes by kind and key")
	}
	var e *fault.Error
	if !errors.As(wrapped, &e) || e.Key != "place.changed" || len(e.Args) != 2 {
		t.Errorf("As = %+v", e)
	}
	if got := wrapped.Error(); got != "save: conflict: place.changed name=Adler: unexpected EOF" {
		t.Errorf("text = %q", got)
	}
}

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		err  error
		want fault.Kind
	}{
		{nil, ""},
		{io.EOF, fault.Internal},
		{fault.New(fault.Gone, "x.y"), fault.Gone},
		{fmt.Errorf("a: %w", fault.New(fault.TooMany, "x.y")), fault.TooMany},
		{fault.Wrap(fault.New(fault.NotFound, "a.b"), fault.Invalid, "c.d"), fault.Invalid},
		{fault.Forbidden, fault.Forbidden},
		{fmt.Errorf("q: %w", context.DeadlineExceeded), fault.Unavailable},
		{context.Canceled, fault.Internal},
	} {
		if got := fault.KindOf(c.err); got != c.want {
			t.Errorf("KindOf(%v) = %q, want %q", c.err, got, c.want)
		}
	}
}

func TestFieldsOfAForm(t *testing.T) {
	if err := fault.Fields(); err != nil {
		t.Fatalf("no field, but %v", err)
	}
	err := fault.Fields(fault.Field{Name: "titel", Key: "form.required"}, fault.Field{Name: "bis", Key: "event.before_start"})
	if fault.KindOf(err).Status() != 422 {
		t.Errorf("kind = %s", fault.KindOf(err))
	}
	got := fault.FieldsOf(fmt.Errorf("submit: %w", err))
	if len(got) != 2 || got[1].Name != "bis" {
		t.Errorf("fields = %+v", got)
	}
	if len(fault.FieldsOf(io.EOF)) != 0 {
		t.Error("a foreign error has fields")
	}
}
