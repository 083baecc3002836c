package testkit

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

// order gives the server a command that cannot stand in a transaction.
func order(tb testing.TB, server, command string) {
	tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		tb.Fatalf("PostgreSQL for tests: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, command); err != nil {
		tb.Fatalf("PostgreSQL for tests: %v", err)
	}
}
