-- +goose Up
-- What lists of events are narrowed by besides place and category: free,
-- families, seniors and the like.
CREATE TABLE item_mark (
  item TEXT NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  mark TEXT NOT NULL,
  PRIMARY KEY (item, mark)
);
CREATE INDEX item_mark_items ON item_mark (mark, item);

-- A date that was moved knows when it would have been; one that is held
-- elsewhere has an address of its own.
ALTER TABLE event_date ADD COLUMN was TEXT NOT NULL DEFAULT '';
ALTER TABLE event_date ADD COLUMN elsewhere BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event_date ADD COLUMN venue TEXT NOT NULL DEFAULT '';
ALTER TABLE event_date ADD COLUMN street TEXT NOT NULL DEFAULT '';
ALTER TABLE event_date ADD COLUMN postcode TEXT NOT NULL DEFAULT '';
ALTER TABLE event_date ADD COLUMN town TEXT NOT NULL DEFAULT '';
ALTER TABLE event_date ADD COLUMN has_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE event_date ADD COLUMN lat DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE event_date ADD COLUMN lon DOUBLE PRECISION NOT NULL DEFAULT 0;
