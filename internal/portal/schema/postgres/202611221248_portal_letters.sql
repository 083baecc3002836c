-- +goose Up
-- For how many days a portal knows the senders of decided submissions, and
-- where its letters come from ("": the installation's address).
ALTER TABLE portal ADD COLUMN keep_senders BIGINT NOT NULL DEFAULT 90;
ALTER TABLE portal ADD COLUMN mail_from TEXT NOT NULL DEFAULT '';
