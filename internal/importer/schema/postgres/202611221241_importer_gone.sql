-- +goose Up
-- What a source no longer has, since when, and who said that it stays.
CREATE TABLE import_gone (
  item    TEXT PRIMARY KEY,
  source  TEXT NOT NULL,
  since   TEXT NOT NULL,
  kept_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX import_gone_source ON import_gone (source, item);
