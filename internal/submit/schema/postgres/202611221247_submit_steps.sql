-- +goose Up
-- What a submission became, in whose language, and which one it changes.
ALTER TABLE submission ADD COLUMN lang TEXT NOT NULL DEFAULT 'de';
ALTER TABLE submission ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE submission ADD COLUMN confirmed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE submission ADD COLUMN made TEXT NOT NULL DEFAULT '';
ALTER TABLE submission ADD COLUMN changes TEXT NOT NULL DEFAULT '';
ALTER TABLE submission ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX submission_made ON submission (made) WHERE made <> '';
CREATE INDEX submission_changes ON submission (changes) WHERE changes <> '';
CREATE INDEX submission_status ON submission (status, created_at);

-- A form that is being filled in. Its key is the SHA-256 of what stands in
-- the form's address; a sent one is kept without its answers, so that it
-- cannot be sent again.
CREATE TABLE submission_draft (
  id         TEXT PRIMARY KEY,
  portal     TEXT NOT NULL,
  kind       TEXT NOT NULL,
  item       TEXT NOT NULL DEFAULT '',
  answers    TEXT NOT NULL,
  email      TEXT NOT NULL DEFAULT '',
  changes    TEXT NOT NULL DEFAULT '',
  sent       TEXT NOT NULL DEFAULT '',
  touched_at TEXT NOT NULL
);
CREATE INDEX submission_draft_touched ON submission_draft (touched_at);
CREATE INDEX submission_draft_portal ON submission_draft (portal, sent);
CREATE INDEX submission_draft_email ON submission_draft (email) WHERE email <> '';

-- The links in letters, as SHA-256 of what stands in their addresses.
CREATE TABLE submission_link (
  id         TEXT PRIMARY KEY,
  submission TEXT NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
  purpose    TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX submission_link_of ON submission_link (submission);
CREATE INDEX submission_link_over ON submission_link (expires_at);
