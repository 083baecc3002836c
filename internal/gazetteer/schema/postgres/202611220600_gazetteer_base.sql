-- +goose Up
CREATE TABLE gazetteer (
  source   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  name     TEXT NOT NULL,
  sort     TEXT NOT NULL,
  postcode TEXT NOT NULL,
  town     TEXT NOT NULL,
  house    TEXT NOT NULL,
  country  TEXT NOT NULL,
  lat      DOUBLE PRECISION NOT NULL,
  lon      DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (source, kind, sort, postcode, town, house)
);
CREATE INDEX gazetteer_name ON gazetteer (kind, sort, house);
CREATE INDEX gazetteer_postcode ON gazetteer (postcode) WHERE postcode <> '';
