-- Who is known to stay, with staff's waiting changes: the owner, when it is a person, and the companions. A profile that
-- was merged and its survivor may both stand here, with the survivor's uid.
CREATE TEMP VIEW stay_person AS
SELECT stay.uid AS stay_uid,
       coalesce(person.merge_target_uid, person.uid) AS person_uid,
       coalesce((SELECT value ->> 'BirthDate' FROM change WHERE subject_uid = person.uid AND kind = 'UpdateGuest'
                    AND stage IN ('Ready', 'InFlight', 'Unknown') AND json_type(value, '$.BirthDate') IS NOT NULL
                  ORDER BY seq DESC LIMIT 1), person.birth_date) AS birth_date,
       -- The owner first, then in the order of the PMS's companions, then those staff have just added.
       CASE WHEN person.uid = stay.account_uid THEN 0
            ELSE coalesce((SELECT min(id) FROM companionship WHERE reservation_uid = stay.uid
                              AND customer_uid = person.uid), 1 << 62) END AS place
  FROM reservation AS stay
 CROSS JOIN customer AS person
 WHERE person.uid IN (
        SELECT stay.account_uid
         UNION ALL
        SELECT customer_uid FROM companionship WHERE reservation_uid = stay.uid
           AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = companionship.uid AND kind = 'RemoveCompanion'
                              AND stage IN ('Ready', 'InFlight', 'Unknown'))
         UNION ALL
        SELECT CAST(uuid_bytes(added.value ->> 'Guest') AS BLOB) FROM change AS added
         WHERE added.about_uid = stay.uid AND added.kind = 'AddCompanion'
           AND added.stage IN ('Ready', 'InFlight', 'Unknown')
           AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = added.uid AND kind = 'RemoveCompanion'
                              AND stage IN ('Ready', 'InFlight', 'Unknown')));
