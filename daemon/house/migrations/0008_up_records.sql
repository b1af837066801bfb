-- Staff record what the PMS has no field for: a record has an id, so that the journal's files can name it. Nobody could before.
DROP TABLE record;
CREATE TABLE record (                        -- a fact that staff know and the PMS has no field for: operations/records.hpp
    uid BLOB PRIMARY KEY, subject_uid BLOB NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    made_by TEXT NOT NULL, made_utc_ms INTEGER NOT NULL, UNIQUE (subject_uid, name)
) STRICT, WITHOUT ROWID;
DELETE FROM readiness; -- concluded anew by every new program, and its form is another
