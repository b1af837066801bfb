DROP TABLE record;
CREATE TABLE record (                        -- a fact that staff know and the PMS has no field for
    subject_uid BLOB NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    made_by TEXT NOT NULL, made_utc_ms INTEGER NOT NULL, PRIMARY KEY (subject_uid, name)
) STRICT, WITHOUT ROWID;
DELETE FROM readiness;
