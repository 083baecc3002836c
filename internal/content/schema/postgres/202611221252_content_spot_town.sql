-- +goose Up
-- The municipality as it is written, for the choice in the finder.
ALTER TABLE spot ADD COLUMN town_name TEXT NOT NULL DEFAULT '';
UPDATE spot SET town_name = COALESCE((SELECT MIN(l.town) FROM listing l WHERE l.item = spot.item), '');
