-- +goose Up
ALTER TABLE item ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX item_merged ON item (merged_into) WHERE merged_into <> '';
