-- +goose Up
CREATE TABLE portal (
  slug       TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  place      TEXT NOT NULL,
  base_url   TEXT NOT NULL DEFAULT '',
  country    TEXT NOT NULL,
  state      TEXT NOT NULL DEFAULT '',
  first_lang TEXT NOT NULL,
  languages  TEXT NOT NULL,
  zone       TEXT NOT NULL,
  brand      TEXT NOT NULL,
  accent     TEXT NOT NULL,
  demo       BIGINT NOT NULL DEFAULT 0,
  rank       BIGINT NOT NULL DEFAULT 0,
  operator   TEXT NOT NULL,
  area       TEXT NOT NULL DEFAULT '',
  words      TEXT NOT NULL
);

CREATE TABLE portal_host (
  host   TEXT PRIMARY KEY,
  portal TEXT NOT NULL REFERENCES portal (slug) ON DELETE CASCADE,
  rank   BIGINT NOT NULL
);

CREATE TABLE teaser (
  portal TEXT NOT NULL REFERENCES portal (slug) ON DELETE CASCADE,
  rank   BIGINT NOT NULL,
  item   TEXT NOT NULL,
  image  TEXT NOT NULL,
  texts  TEXT NOT NULL,
  PRIMARY KEY (portal, rank)
);

CREATE TABLE notice (
  id         TEXT PRIMARY KEY,
  portal     TEXT NOT NULL,
  level      TEXT NOT NULL,
  shown      BIGINT NOT NULL,
  starts_at  TEXT NOT NULL,
  ends_at    TEXT NOT NULL DEFAULT '',
  source     TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  texts      TEXT NOT NULL
);
CREATE INDEX notice_portal ON notice (portal, id);
