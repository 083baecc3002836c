-- +goose Up
CREATE TABLE article (
  item   TEXT PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  byline TEXT NOT NULL
);
