package db

import "context"

// Integrity asks the engine whether its file is whole: no line means yes.
// PostgreSQL checks its pages itself and has no such question.
func (d *DB) Integrity(ctx context.Context) ([]string, error) {
	if d.engine != SQLite {
		return []string{}, nil
	}
	lines, err := All(ctx, d, Text, `PRAGMA integrity_check(20)`)
	if err != nil {
		return nil, err
	}
	if len(lines) == 1 && lines[0] == "ok" {
		return []string{}, nil
	}
	return lines, nil
}
