-- +goose Up
CREATE TABLE spot (
  item      TEXT PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL,
  cell      BIGINT NOT NULL,
  lat       DOUBLE PRECISION NOT NULL,
  lon       DOUBLE PRECISION NOT NULL,
  town      TEXT NOT NULL,
  step_free TEXT NOT NULL
);
CREATE INDEX spot_cell ON spot (kind, cell, item);
CREATE INDEX spot_town ON spot (kind, town, item);
CREATE INDEX spot_step_free ON spot (kind, step_free, item);

CREATE TABLE place_open (
  item     TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  start_at TEXT NOT NULL,
  end_at   TEXT NOT NULL,
  state    TEXT NOT NULL,
  PRIMARY KEY (item, start_at)
);
CREATE INDEX place_open_now ON place_open (state, start_at, end_at, item);
CREATE INDEX place_open_end ON place_open (end_at);
