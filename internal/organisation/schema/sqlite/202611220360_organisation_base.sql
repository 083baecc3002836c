-- +goose Up
CREATE TABLE organisation (
  item      TEXT PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  street    TEXT NOT NULL,
  postcode  TEXT NOT NULL,
  town      TEXT NOT NULL,
  phone     TEXT NOT NULL,
  email     TEXT NOT NULL,
  web       TEXT NOT NULL,
  authority BIGINT NOT NULL
);
