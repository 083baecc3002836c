-- +goose Up
-- What visitors send in. It stays for the record of the editors' work.
CREATE TABLE submission (
  id         TEXT PRIMARY KEY,
  portal     TEXT NOT NULL,
  kind       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  item       TEXT NOT NULL DEFAULT '',
  details    TEXT NOT NULL DEFAULT '[]',
  message    TEXT NOT NULL,
  created_at TEXT NOT NULL,
  status     TEXT NOT NULL,
  decided_at TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX submission_desk ON submission (portal, status, created_at, id);
CREATE INDEX submission_decided ON submission (decided_at, id) WHERE decided_at <> '';

-- Who sent it: personal data, for questions and answers only; deleted 90 days
-- after the decision.
CREATE TABLE submission_sender (
  submission TEXT PRIMARY KEY REFERENCES submission (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  email      TEXT NOT NULL,
  phone      TEXT NOT NULL
);

-- The key that signs the time at which a form was handed out.
CREATE TABLE submission_key (
  name   TEXT PRIMARY KEY,
  secret TEXT NOT NULL
);
