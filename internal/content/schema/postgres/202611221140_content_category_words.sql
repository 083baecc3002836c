-- +goose Up
-- Further words by which people look for items of a category.
ALTER TABLE category ADD COLUMN words_de TEXT NOT NULL DEFAULT '';
ALTER TABLE category ADD COLUMN words_da TEXT NOT NULL DEFAULT '';
ALTER TABLE category ADD COLUMN words_en TEXT NOT NULL DEFAULT '';
