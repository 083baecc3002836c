-- +goose Up
CREATE TABLE posting (
  word   TEXT COLLATE "C" NOT NULL,
  item   TEXT NOT NULL,
  lang   TEXT NOT NULL,
  weight BIGINT NOT NULL,
  PRIMARY KEY (word, item, lang)
);
CREATE INDEX posting_item ON posting (item);
