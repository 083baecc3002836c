-- +goose Up
-- A job waits, runs or was given up; a finished one is gone.
CREATE TABLE job (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    payload     TEXT NOT NULL DEFAULT '',
    unique_key  TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL DEFAULT 'available' CHECK (state IN ('available', 'running', 'discarded')),
    run_at      TEXT NOT NULL DEFAULT '',
    lease_until TEXT NOT NULL DEFAULT '',
    taken       INTEGER NOT NULL DEFAULT 0,
    failures    INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT NOT NULL DEFAULT '',
    failed_at   TEXT NOT NULL DEFAULT ''
);

-- At most one job of a key waits; one more may run meanwhile.
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key) WHERE state = 'available' AND unique_key <> '';
CREATE INDEX job_due ON job (state, run_at, id);

CREATE TABLE job_period (
    kind    TEXT NOT NULL PRIMARY KEY,
    next_at TEXT NOT NULL DEFAULT ''
);
