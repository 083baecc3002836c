-- +goose Up
-- A document is one text of an item with the languages that read it: an item
-- without a Danish text is found by Danish readers through its German one, and
-- its words stand here once.
CREATE TABLE document (
  id    INTEGER PRIMARY KEY,
  item  TEXT NOT NULL,
  langs TEXT NOT NULL
);
CREATE INDEX document_item ON document (item);

CREATE TABLE posting (
  word     TEXT NOT NULL,
  document BIGINT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  weight   BIGINT NOT NULL,
  PRIMARY KEY (word, document)
) WITHOUT ROWID;
CREATE INDEX posting_document ON posting (document);
