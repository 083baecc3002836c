-- +goose Up
CREATE TABLE place (
  item          TEXT PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  street        TEXT NOT NULL,
  postcode      TEXT NOT NULL,
  town          TEXT NOT NULL,
  has_position  BIGINT NOT NULL,
  lat           DOUBLE PRECISION NOT NULL,
  lon           DOUBLE PRECISION NOT NULL,
  approximate   BIGINT NOT NULL,
  phone         TEXT NOT NULL,
  email         TEXT NOT NULL,
  web           TEXT NOT NULL,
  hours         TEXT NOT NULL,
  accessibility TEXT NOT NULL,
  identifiers   TEXT NOT NULL,
  details       TEXT NOT NULL,
  checked       TEXT NOT NULL
);
