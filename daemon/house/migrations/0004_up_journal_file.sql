-- How far the journal's files have come into this database, and when it was last put together again from them.
CREATE TABLE journal_file (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,                    -- of the last frame whose rows are in this database
    recovered_utc_ms INTEGER,                -- NULL: never
    recovered TEXT NOT NULL                  -- what was found and done then, for people
) STRICT;
INSERT INTO journal_file VALUES (1, 0, NULL, '');
