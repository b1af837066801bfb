DROP TABLE journal_file;
