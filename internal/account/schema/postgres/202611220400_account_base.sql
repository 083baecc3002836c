-- +goose Up
CREATE TABLE account (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  shown       TEXT NOT NULL,
  language    TEXT NOT NULL,
  password    TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  disabled_at TEXT NOT NULL DEFAULT ''
);

CREATE TABLE role (
  slug        TEXT PRIMARY KEY,
  name_de     TEXT NOT NULL,
  name_da     TEXT NOT NULL,
  name_en     TEXT NOT NULL,
  permissions TEXT NOT NULL,
  rank        BIGINT NOT NULL
);
INSERT INTO role (slug, name_de, name_da, name_en, permissions, rank) VALUES
  ('author', 'Schreiben', 'Skribent', 'Author', 'desk edit', 1),
  ('editor', 'Redaktion', 'Redaktør', 'Editor', 'desk edit publish review notice', 2),
  ('moderator', 'Einsendungen prüfen', 'Gennemgår indsendelser', 'Moderator', 'desk review moderate', 3),
  ('admin', 'Verwaltung', 'Administration', 'Administration', 'desk edit publish review moderate notice admin', 4);

CREATE TABLE account_role (
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  portal  TEXT NOT NULL,
  role    TEXT NOT NULL REFERENCES role (slug),
  PRIMARY KEY (account, portal, role)
);

CREATE TABLE session (
  token      TEXT PRIMARY KEY,
  account    TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  seen_at    TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX session_account ON session (account, token);
CREATE INDEX session_expires ON session (expires_at, token);
