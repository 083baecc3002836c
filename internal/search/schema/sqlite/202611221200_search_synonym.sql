-- +goose Up
-- Words that mean the same, separated by ", "; portal '' is the installation.
CREATE TABLE synonym (
  id     INTEGER PRIMARY KEY,
  portal TEXT NOT NULL,
  lang   TEXT NOT NULL,
  words  TEXT NOT NULL
);
CREATE INDEX synonym_portal ON synonym (portal, words);
