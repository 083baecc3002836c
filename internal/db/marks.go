package db

import (
	"strconv"
	"strings"
)

// Mark is the placeholder of the n-th argument, counted from 1.
func Mark(n int) string { return "$" + strconv.Itoa(n) }

// Marks is a row of count placeholders from the first on, in brackets, for
// statements that insert several rows.
func Marks(first, count int) string {
	var b strings.Builder
	for i := range count {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(Mark(first + i))
	}
	return "(" + b.String() + ")"
}

// Bit is how a truth is stored: both engines keep it as the number 0 or 1.
func Bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
