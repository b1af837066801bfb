-- SQLite would look at every view, and some name lists whose tables the program makes later: so it does not mind what they lack.
PRAGMA writable_schema = ON;
ALTER TABLE change DROP COLUMN reason_is_of_pms;
PRAGMA writable_schema = OFF;
