-- +goose Up
CREATE TABLE service (
  item    TEXT PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  checked TEXT NOT NULL,
  details TEXT NOT NULL,
  offices TEXT NOT NULL
);
