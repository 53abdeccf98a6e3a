-- A store as commit ec4693a wrote it (schema version 1): ann, ben, and cleo, who was forgotten and came back.
PRAGMA application_id = 1348825715;
CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('catalog_epoch',0);
INSERT INTO meta VALUES('generation',1);
INSERT INTO meta VALUES('probe',1);
INSERT INTO meta VALUES('schema_version',1);
CREATE TABLE event (
    position INTEGER PRIMARY KEY, user_key TEXT NOT NULL, sequence INTEGER NOT NULL,
    event_hash INTEGER NOT NULL, entry BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX event_of_user ON event (user_key, sequence, event_hash);
CREATE TABLE grain_state (
    state_name TEXT NOT NULL, grain_id TEXT NOT NULL, etag INTEGER NOT NULL, payload BLOB NOT NULL,
    PRIMARY KEY (state_name, grain_id)) STRICT;
CREATE TABLE item (item_id TEXT PRIMARY KEY NOT NULL, epoch INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX item_by_epoch ON item (epoch);
INSERT INTO event VALUES(1,'ann',1,-295741978924619120,
    CAST('{"kind":"event","event":{"eventId":"a1","userId":"ann","type":"view","itemId":"tent","occurredAt":"2026-11-30T12:00:00+00:00","properties":{}},"receivedAt":"2026-12-01T04:58:45.9793134+00:00"}' AS BLOB));
INSERT INTO event VALUES(2,'ben',1,1897922507333258338,
    CAST('{"kind":"event","event":{"eventId":"b1","userId":"ben","type":"view","itemId":"lamp","occurredAt":"2026-11-30T12:00:00+00:00","properties":{}},"receivedAt":"2026-12-01T04:58:46.1284438+00:00"}' AS BLOB));
INSERT INTO event VALUES(3,'ann',2,-6913961558909578421,
    CAST('{"kind":"event","event":{"eventId":"a2","userId":"ann","type":"view","itemId":"stove","occurredAt":"2026-11-30T12:00:00+00:00","properties":{}},"receivedAt":"2026-12-01T04:58:46.1823656+00:00"}' AS BLOB));
INSERT INTO event VALUES(6,'ben',2,2926094061976602068,
    CAST('{"kind":"event","event":{"eventId":"b2","userId":"ben","type":"view","itemId":"rope","occurredAt":"2026-11-30T12:00:00+00:00","properties":{}},"receivedAt":"2026-12-01T04:58:46.2761761+00:00"}' AS BLOB));
INSERT INTO event VALUES(7,'cleo',3,0,
    CAST('{"kind":"forgotten","eventIds":"xdnhiuDv4itbouJvJewW6A==","receivedAt":"2026-12-01T04:58:46.3501699+00:00"}' AS BLOB));
INSERT INTO event VALUES(8,'ann',3,5365028930055712217,
    CAST('{"kind":"event","event":{"eventId":"a3","userId":"ann","type":"view","itemId":"rope","occurredAt":"2026-11-30T12:00:00+00:00","properties":{}},"receivedAt":"2026-12-01T04:58:46.3952537+00:00"}' AS BLOB));
INSERT INTO event VALUES(9,'cleo',4,5862419376480967330,
    CAST('{"kind":"event","event":{"eventId":"c3","userId":"cleo","type":"view","itemId":"map","occurredAt":"2026-11-30T12:00:00+00:00","properties":{}},"receivedAt":"2026-12-01T04:58:46.4128391+00:00"}' AS BLOB));
INSERT INTO event VALUES(10,'~7Esynthetic-87b1a642baf95290',1,0,
    CAST('{"kind":"forgotten","receivedAt":"2026-12-01T04:58:46.4594178+00:00"}' AS BLOB));
