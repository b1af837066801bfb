DROP INDEX change_to_read;
DROP TABLE change_count;
