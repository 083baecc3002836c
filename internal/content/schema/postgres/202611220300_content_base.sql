-- +goose Up
CREATE TABLE item (
  id           TEXT PRIMARY KEY,
  portal       TEXT NOT NULL,
  kind         TEXT NOT NULL,
  slug         TEXT NOT NULL,
  status       TEXT NOT NULL,
  version      BIGINT NOT NULL,
  first_lang   TEXT NOT NULL,
  visible_from TEXT NOT NULL DEFAULT '',
  visible_until TEXT NOT NULL DEFAULT '',
  organisation TEXT NOT NULL DEFAULT '',
  image        TEXT NOT NULL DEFAULT '',
  image_credit TEXT NOT NULL DEFAULT '',
  source       TEXT NOT NULL DEFAULT '',
  source_key   TEXT NOT NULL DEFAULT '',
  source_hash  TEXT NOT NULL DEFAULT '',
  source_title TEXT NOT NULL DEFAULT '',
  licence      TEXT NOT NULL DEFAULT '',
  attribution  TEXT NOT NULL DEFAULT '',
  touched      BIGINT NOT NULL DEFAULT 0,
  created_at   TEXT NOT NULL,
  updated_at   TEXT NOT NULL,
  published_at TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX item_slug ON item (portal, kind, slug);
CREATE UNIQUE INDEX item_source ON item (source, kind, source_key) WHERE source <> '';
CREATE INDEX item_desk ON item (portal, kind, updated_at, id);
CREATE INDEX item_organisation ON item (organisation) WHERE organisation <> '';

CREATE TABLE item_text (
  item   TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  lang   TEXT NOT NULL,
  title  TEXT NOT NULL,
  kicker TEXT NOT NULL DEFAULT '',
  teaser TEXT NOT NULL DEFAULT '',
  body   TEXT NOT NULL DEFAULT '',
  image_alt TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (item, lang)
);

CREATE TABLE item_category (
  item     TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  category TEXT NOT NULL,
  rank     BIGINT NOT NULL,
  PRIMARY KEY (item, category)
);
CREATE INDEX item_category_items ON item_category (category, item);

CREATE TABLE listing (
  item      TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  lang      TEXT NOT NULL,
  text_lang TEXT NOT NULL,
  kind      TEXT NOT NULL,
  portal    TEXT NOT NULL,
  slug      TEXT NOT NULL,
  title     TEXT NOT NULL,
  teaser    TEXT NOT NULL,
  image     TEXT NOT NULL,
  image_alt TEXT NOT NULL,
  category  TEXT NOT NULL,
  organisation TEXT NOT NULL,
  street    TEXT NOT NULL,
  postcode  TEXT NOT NULL,
  town      TEXT NOT NULL,
  phone     TEXT NOT NULL,
  has_position BIGINT NOT NULL,
  lat       DOUBLE PRECISION NOT NULL,
  lon       DOUBLE PRECISION NOT NULL,
  venue     TEXT NOT NULL,
  byline    TEXT NOT NULL,
  facts     TEXT NOT NULL,
  leicht    BIGINT NOT NULL,
  source    TEXT NOT NULL,
  licence   TEXT NOT NULL,
  published_at TEXT NOT NULL,
  updated_at   TEXT NOT NULL,
  PRIMARY KEY (item, lang)
);
CREATE INDEX listing_kind ON listing (kind, lang, item);

CREATE TABLE placement (
  portal   TEXT NOT NULL,
  item     TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL,
  origin   TEXT NOT NULL,
  public   BIGINT NOT NULL,
  sort     TEXT NOT NULL,
  headline TEXT NOT NULL DEFAULT '',
  rank     BIGINT NOT NULL DEFAULT 0,
  since    TEXT NOT NULL,
  PRIMARY KEY (portal, item)
);
CREATE INDEX placement_list ON placement (portal, kind, public, sort, item);
CREATE INDEX placement_region ON placement (origin, kind, public, sort, item);
CREATE INDEX placement_newest ON placement (portal, kind, public, since, item);
CREATE INDEX placement_region_newest ON placement (origin, kind, public, since, item);
CREATE INDEX placement_item ON placement (item);

CREATE TABLE event_date (
  portal     TEXT NOT NULL,
  item       TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  start_wall TEXT NOT NULL,
  end_wall   TEXT NOT NULL,
  start_at   TEXT NOT NULL,
  end_at     TEXT NOT NULL,
  day        TEXT NOT NULL,
  end_day    TEXT NOT NULL,
  all_day    BIGINT NOT NULL,
  several    BIGINT NOT NULL,
  own        BIGINT NOT NULL,
  place      TEXT NOT NULL,
  status     TEXT NOT NULL,
  PRIMARY KEY (portal, item, start_wall)
);
CREATE INDEX event_date_list ON event_date (portal, day, start_at, item);
CREATE INDEX event_date_region ON event_date (own, day, start_at, item);
CREATE INDEX event_date_running ON event_date (portal, end_day) WHERE several = 1;
CREATE INDEX event_date_running_region ON event_date (own, end_day) WHERE several = 1;
CREATE INDEX event_date_item ON event_date (item, start_at);
CREATE INDEX event_date_place ON event_date (place, day) WHERE place <> '';

CREATE TABLE revision (
  item     TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  version  BIGINT NOT NULL,
  at       TEXT NOT NULL,
  actor    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  snapshot TEXT NOT NULL,
  PRIMARY KEY (item, version)
);

CREATE TABLE counter (
  name  TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('change', 0);

CREATE TABLE change_log (
  number BIGINT PRIMARY KEY,
  at     TEXT NOT NULL,
  portal TEXT NOT NULL,
  kind   TEXT NOT NULL,
  item   TEXT NOT NULL,
  action TEXT NOT NULL
);

CREATE TABLE category (
  slug    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  grp     TEXT NOT NULL DEFAULT '',
  name_de TEXT NOT NULL,
  name_da TEXT NOT NULL,
  name_en TEXT NOT NULL,
  icon    TEXT NOT NULL DEFAULT '',
  schema_type TEXT NOT NULL DEFAULT '',
  rank    BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, slug)
);

CREATE TABLE redirect (
  portal TEXT NOT NULL,
  path   TEXT NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (portal, path)
);
