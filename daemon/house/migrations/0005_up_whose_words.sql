-- A refusal's reason is the PMS's own text, or the box's. Of older ones it is not known: they are shown as the box's.
ALTER TABLE change ADD COLUMN reason_is_of_pms INTEGER NOT NULL DEFAULT 0;
