// Command umland runs the citizens' portals of a region.
package main

import (
	"os"
	_ "time/tzdata" // time zones come with the program

	"umland/internal/app"
)

func main() {
	os.Exit(app.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
