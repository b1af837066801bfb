-- For the other views: the live stays that may be in a room. What staff moved away is among them, so whoever asks looks
-- at `room_uid_now` too. Asked by `uid IN (SELECT uid FROM room_candidate WHERE room_uid = …)`: SQLite takes a condition
-- into both halves only where nothing is counted or ordered.
CREATE TEMP VIEW room_candidate AS
SELECT assigned_resource_uid AS room_uid, uid
FROM reservation WHERE state IN ('Optional', 'Confirmed', 'Started')
UNION ALL
SELECT about_uid, subject_uid
FROM change WHERE kind = 'MoveStay' AND stage IN ('Ready', 'InFlight', 'Unknown');
