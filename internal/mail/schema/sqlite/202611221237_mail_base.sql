-- +goose Up
-- Letters that wait, were sent or were refused. Address and text are there
-- only while a letter waits.
CREATE TABLE mail (
  id         TEXT PRIMARY KEY,
  portal     TEXT NOT NULL,
  topic      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  sender     TEXT NOT NULL,
  reply_to   TEXT NOT NULL,
  recipient  TEXT NOT NULL,
  lang       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  state      TEXT NOT NULL,
  code       TEXT NOT NULL DEFAULT '',
  tries      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mail_topic ON mail (topic, created_at);
CREATE INDEX mail_waiting ON mail (recipient) WHERE recipient <> '';
CREATE INDEX mail_over ON mail (changed_at) WHERE state <> 'waiting';
