-- +goose Up
CREATE TABLE event (
  item        TEXT PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  place       TEXT NOT NULL,
  venue       TEXT NOT NULL,
  street      TEXT NOT NULL,
  postcode    TEXT NOT NULL,
  town        TEXT NOT NULL,
  has_position BIGINT NOT NULL,
  lat         DOUBLE PRECISION NOT NULL,
  lon         DOUBLE PRECISION NOT NULL,
  online      TEXT NOT NULL,
  free        BIGINT NOT NULL,
  price       TEXT NOT NULL,
  status      TEXT NOT NULL,
  status_note TEXT NOT NULL,
  dates       TEXT NOT NULL
);
CREATE INDEX event_place ON event (place) WHERE place <> '';
