-- +goose Up
CREATE TABLE missed (
  portal TEXT NOT NULL,
  day    TEXT NOT NULL,
  lang   TEXT NOT NULL,
  words  TEXT NOT NULL,
  times  BIGINT NOT NULL,
  PRIMARY KEY (portal, day, lang, words)
);
CREATE INDEX missed_day ON missed (day);
