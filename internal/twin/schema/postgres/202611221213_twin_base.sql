-- +goose Up
CREATE TABLE twin_key (
  key  TEXT NOT NULL,
  item TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  PRIMARY KEY (key, item)
);
CREATE INDEX twin_key_item ON twin_key (item);

-- a is the smaller id of the two.
CREATE TABLE twin_pair (
  a          TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  b          TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  ground     TEXT NOT NULL,
  likeness   DOUBLE PRECISION NOT NULL,
  metres     DOUBLE PRECISION NOT NULL,
  state      TEXT NOT NULL,
  found_at   TEXT NOT NULL,
  decided_at TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (a, b)
);
CREATE INDEX twin_pair_b ON twin_pair (b);
CREATE INDEX twin_pair_state ON twin_pair (state, found_at, a, b);

CREATE TABLE twin_merge (
  id           TEXT PRIMARY KEY,
  kept         TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  dropped      TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  kept_before  BIGINT NOT NULL,
  kept_after   BIGINT NOT NULL,
  drop_before  BIGINT NOT NULL,
  placed       TEXT NOT NULL,
  moved        TEXT NOT NULL,
  at           TEXT NOT NULL,
  actor        TEXT NOT NULL,
  undone_at    TEXT NOT NULL DEFAULT '',
  undone_by    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX twin_merge_kept ON twin_merge (kept, at);
CREATE INDEX twin_merge_dropped ON twin_merge (dropped, at);

INSERT INTO counter (name, value) VALUES ('twin', 0);
