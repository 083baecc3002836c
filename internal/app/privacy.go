package app

import (
	"errors"
	"fmt"

	"umland/internal/mail"
	"umland/internal/submit"
)

type privacyCommand struct {
	Export privacyExport `cmd:"" help:"Print all that is known about the owner of an address, as JSON. Example: umland privacy export --email name@example.org --data data"`
	Delete privacyDelete `cmd:"" help:"Delete what is known about the owner of an address: sender data, submissions that nothing came of, forms, links and letters that wait. What is public stays, without its sender. Example: umland privacy delete --email name@example.org --data data"`
}

// errNoAddress ends with 2.
var errNoAddress = fmt.Errorf("%w: give one e-mail address, such as name@example.org", errUsage)

type privacyExport struct {
	Email string `help:"E-mail address of the person." required:"" placeholder:"ADDRESS"`
	JSON  bool   `help:"Only JSON on standard output, which the export always is." name:"json"`
}

// Run prints what is known about a person.
func (k *privacyExport) Run(c *command, s streams, ctx *runContext) error {
	if !mail.Address(k.Email) {
		return errNoAddress
	}
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	known, err := a.Submissions.Export(ctx, k.Email)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	return writeJSON(s.out, known)
}

type privacyDelete struct {
	Email string `help:"E-mail address of the person." required:"" placeholder:"ADDRESS"`
	JSON  bool   `help:"Only JSON on standard output." name:"json"`
}

// Run deletes what is known about a person and tells how much it was.
func (k *privacyDelete) Run(c *command, s streams, ctx *runContext) error {
	if !mail.Address(k.Email) {
		return errNoAddress
	}
	a, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	gone, err := a.Submissions.Delete(ctx, k.Email)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	if k.JSON {
		return writeJSON(s.out, gone)
	}
	if gone == (submit.Forgotten{}) {
		printf(s.out, "nothing is known about this address\n")
		return nil
	}
	printf(s.out, "deleted: %d times name, address and telephone; %d submissions; %d forms; %d letters\n", gone.Senders, gone.Submissions, gone.Drafts, gone.Letters)
	return nil
}
