package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Width is how long an answer is expected to be.
type Width string

// The widths of an input; the empty one is the whole column.
const (
	Short  Width = "w-4"  // day, postcode
	Medium Width = "w-6"  // time
	Long   Width = "w-10" // a number, a short choice
)

// Field is one question of a form. The words are ready; Error is empty when
// the answer is right.
type Field struct {
	Name         string
	ID           string // the name where it is empty
	Label        string
	Hint         string
	Error        string
	Value        string
	Optional     bool   // marked as such; all else must be answered
	Type         string // of <input>; "text" where it is empty
	Autocomplete string // token of HTML, as "email"; "off" for none
	InputMode    string // as "numeric"
	MaxLength    int    // characters; 0 for no limit
	Rows         int    // of a text area
	Width        Width
	Lang         string // of the answer, as at the desk
}

// Option is one answer to choose.
type Option struct {
	Value, Text string
	Hint        string
	Chosen      bool
}

// Problem is an error of a form, with the id of the input that it is about.
type Problem struct{ ID, Text string }

// Problems lists the errors of fields in their order, for ErrorSummary.
func Problems(fields ...Field) []Problem {
	var all []Problem
	for _, f := range fields {
		if f.Error != "" {
			all = append(all, Problem{f.id(), f.Error})
		}
	}
	return all
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

func (f Field) class() string {
	if f.Error != "" {
		return "field invalid"
	}
	return "field"
}

func (f Field) inputClass() string {
	return strings.TrimSpace("input " + string(f.Width))
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// described links the input to hint and error, in this order.
func (f Field) described() templ.Attributes {
	a := templ.Attributes{}
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.id()+"-hinweis")
	}
	if f.Error != "" {
		ids = append(ids, f.id()+"-fehler")
		a["aria-invalid"] = "true"
	}
	if len(ids) > 0 {
		a["aria-describedby"] = strings.Join(ids, " ")
	}
	if f.Lang != "" {
		a["lang"] = f.Lang
	}
	return a
}

// lang is the attribute for a text in another language than its surroundings.
func lang(code string) templ.Attributes {
	if code == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"lang": code}
}
