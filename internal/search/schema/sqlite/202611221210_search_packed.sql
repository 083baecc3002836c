-- +goose Up
-- A document is an item as the readers of some languages find it; langs, shown
-- are words with blanks around them.
CREATE TABLE search_document (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  item   TEXT NOT NULL,
  langs  TEXT NOT NULL,
  kind   TEXT NOT NULL,
  portal TEXT NOT NULL,
  shown  TEXT NOT NULL,
  town   TEXT NOT NULL,
  day    TEXT NOT NULL,
  until  TEXT NOT NULL
);
CREATE INDEX search_document_item ON search_document (item);

CREATE TABLE search_text (
  document BIGINT PRIMARY KEY REFERENCES search_document (id) ON DELETE CASCADE,
  body     TEXT NOT NULL
);

-- A segment is the index of many documents, written once, by the vocabulary
-- of one snapshot. state: new (being written), live, old (to be swept).
CREATE TABLE search_segment (
  id         INTEGER PRIMARY KEY,
  snapshot   BIGINT NOT NULL,
  state      TEXT NOT NULL,
  documents  BLOB NOT NULL,
  dictionary BLOB NOT NULL
);

CREATE TABLE search_block (
  id      INTEGER PRIMARY KEY,
  segment BIGINT NOT NULL REFERENCES search_segment (id) ON DELETE CASCADE,
  first   BLOB NOT NULL,
  data    BLOB NOT NULL
);
CREATE INDEX search_block_segment ON search_block (segment, id);

CREATE TABLE search_vocabulary (
  number BIGINT PRIMARY KEY,
  words  BLOB NOT NULL
);

-- What the index is made of now. ready is 0 while the items of an older
-- installation are taken over.
CREATE TABLE search_state (
  name     TEXT PRIMARY KEY,
  snapshot BIGINT NOT NULL,
  version  BIGINT NOT NULL,
  synonyms BIGINT NOT NULL,
  ready    BIGINT NOT NULL
);
INSERT INTO search_state (name, snapshot, version, synonyms, ready)
  SELECT 'index', 0, 1, 1, CASE WHEN EXISTS (SELECT 1 FROM document) THEN 0 ELSE 1 END;
-- What they held is made anew from the items.
DROP TABLE posting;
DROP TABLE document;
