-- +goose Up
-- What each calendar held when it was read last, to know events again whose
-- identity has changed, and to see what is gone.
CREATE TABLE import_entry (
  source    TEXT NOT NULL REFERENCES import_source (id),
  entry_key TEXT NOT NULL,
  mark      TEXT NOT NULL,
  seen_at   TEXT NOT NULL,
  PRIMARY KEY (source, entry_key)
);
ALTER TABLE import_run ADD COLUMN report TEXT NOT NULL DEFAULT '';
-- Calendars that are asked again and again. One that nobody has confirmed
-- after its preview is not asked.
CREATE TABLE import_watch (
  id            TEXT PRIMARY KEY,
  portal        TEXT NOT NULL,
  source        TEXT NOT NULL,
  url           TEXT NOT NULL,
  title         TEXT NOT NULL,
  licence       TEXT NOT NULL,
  attribution   TEXT NOT NULL,
  category      TEXT NOT NULL,
  hours         BIGINT NOT NULL,
  active        BIGINT NOT NULL,
  etag          TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  created_at    TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  next_at       TEXT NOT NULL,
  asked_at      TEXT NOT NULL DEFAULT '',
  failures      BIGINT NOT NULL DEFAULT 0,
  failure       TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX import_watch_source ON import_watch (portal, source);
CREATE INDEX import_watch_next ON import_watch (active, next_at);
