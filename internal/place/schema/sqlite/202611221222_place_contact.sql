-- +goose Up
-- phone, email and web stay what they were: those of the contact without a
-- responsibility.
ALTER TABLE place ADD COLUMN mobile TEXT NOT NULL DEFAULT '';
ALTER TABLE place ADD COLUMN fax TEXT NOT NULL DEFAULT '';
ALTER TABLE place ADD COLUMN contacts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE place ADD COLUMN photos TEXT NOT NULL DEFAULT '[]';
