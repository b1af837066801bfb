DROP INDEX task_room;
DROP TABLE record;
DROP TABLE concluded;
DROP TABLE rule_edit;
DROP TABLE rule;
DROP TABLE readiness;
DROP TABLE ask_again;
DROP TABLE finding;
