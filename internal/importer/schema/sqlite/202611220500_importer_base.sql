-- +goose Up
CREATE TABLE import_source (
  id          TEXT PRIMARY KEY,
  title       TEXT NOT NULL,
  url         TEXT NOT NULL DEFAULT '',
  publisher   TEXT NOT NULL DEFAULT '',
  licence     TEXT NOT NULL,
  attribution TEXT NOT NULL,
  data_date   TEXT NOT NULL DEFAULT '',
  first_at    TEXT NOT NULL,
  last_at     TEXT NOT NULL
);
-- A run without finished_at was broken off; running the import again finishes it.
CREATE TABLE import_run (
  id          TEXT PRIMARY KEY,
  source      TEXT NOT NULL REFERENCES import_source (id),
  profile     TEXT NOT NULL,
  file        TEXT NOT NULL,
  actor       TEXT NOT NULL DEFAULT '',
  started_at  TEXT NOT NULL,
  finished_at TEXT NOT NULL DEFAULT '',
  n_read      BIGINT NOT NULL DEFAULT 0,
  n_new       BIGINT NOT NULL DEFAULT 0,
  n_changed   BIGINT NOT NULL DEFAULT 0,
  n_unchanged BIGINT NOT NULL DEFAULT 0,
  n_outside   BIGINT NOT NULL DEFAULT 0,
  n_touched   BIGINT NOT NULL DEFAULT 0,
  n_rejected  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX import_run_source ON import_run (source, started_at, id);
