-- +goose Up
CREATE TABLE school_holiday (
  state  TEXT NOT NULL,
  first  TEXT NOT NULL,
  last   TEXT NOT NULL,
  names  TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (state, first)
);
