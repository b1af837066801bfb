-- The balance's own side: counted where a change is accepted and where it ends. So a change that is lost, or ends twice, shows.
CREATE TABLE change_count (
    what TEXT PRIMARY KEY CHECK (what IN ('Accepted', 'Confirmed', 'BoxOnly', 'Replaced', 'Refused')),
    changes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO change_count SELECT 'Accepted', count(*) FROM change;
INSERT INTO change_count SELECT column1, (SELECT count(*) FROM change WHERE stage = column1)
    FROM (VALUES ('Confirmed'), ('BoxOnly'), ('Replaced'), ('Refused'));
CREATE INDEX change_to_read ON change (seq)
    WHERE NOT dismissed AND (stage IN ('Refused', 'Replaced') OR (stage = 'Confirmed' AND beaten <> '{}'));
