-- Customers as staff see them: their waiting changes laid over, and the live stay each one owns or accompanies: in
-- house first, else the nearest, NULL for who has none. A profile that was merged is its survivor, by whose uid it is found. Companions of a
-- whole group, without a stay, are not followed: nothing says which of its stays is theirs.
-- DISTINCT is a fence: what stands below it is computed once, however often it is named above.
CREATE TEMP VIEW person_now AS
SELECT DISTINCT
    person.uid AS uid,
    person.stay_uid AS stay_uid,
    person.is_active AS is_active,
    iif(json_type(waiting, '$.FirstName') IS NULL, first_name, waiting ->> 'FirstName') AS first_name,
    iif(json_type(waiting, '$.LastName') IS NULL, last_name, waiting ->> 'LastName') AS last_name,
    iif(json_type(waiting, '$.SecondLastName') IS NULL, second_last_name, waiting ->> 'SecondLastName') AS second_last_name,
    iif(json_type(waiting, '$.Sex') IS NULL, sex, waiting ->> 'Sex') AS sex,
    iif(json_type(waiting, '$.NationalityCode') IS NULL, nationality_code, waiting ->> 'NationalityCode') AS nationality,
    iif(json_type(waiting, '$.BirthDate') IS NULL, birth_date, waiting ->> 'BirthDate') AS birth_date,
    iif(json_type(waiting, '$.BirthPlace') IS NULL, rest ->> 'BirthPlace', waiting ->> 'BirthPlace') AS birth_place,
    rest ->> 'BirthCountryCode' AS birth_country,
    iif(json_type(waiting, '$.PreferredLanguageCode') IS NULL, preferred_language_code,
        waiting ->> 'PreferredLanguageCode') AS preferred_language,
    language_code AS derived_language,
    iif(json_type(waiting, '$.Email') IS NULL, email, waiting ->> 'Email') AS email,
    has_ota_email AND json_type(waiting, '$.Email') IS NULL AS email_of_intermediary,
    iif(json_type(waiting, '$.Phone') IS NULL, phone, waiting ->> 'Phone') AS phone,
    iif(json_type(waiting, '$.LoyaltyCode') IS NULL, rest ->> 'LoyaltyCode', waiting ->> 'LoyaltyCode') AS loyalty_code,
    iif(json_type(waiting, '$.CarRegistrationNumber') IS NULL, car_registration_number,
        waiting ->> 'CarRegistrationNumber') AS car_registration,
    iif(json_type(waiting, '$.DietaryRequirements') IS NULL, dietary_requirements,
        waiting ->> 'DietaryRequirements') AS dietary,
    rest ->> 'TaxIdentificationNumber' AS tax_identifier,
    notes AS notes,
    coalesce(classifications, '') AS classifications,
    coalesce(options, '') AS options,
    preferred_space_features AS preferred_features,
    company_uid AS company_uid,
    address_uid AS address_uid,
    documents AS documents
FROM (
    SELECT DISTINCT customer.*,
        -- Of two changes of one field the later stands first, and is the one that is read.
        (SELECT json_group_object(key, value) FROM (
            SELECT field.key AS key, field.value AS value FROM change, json_each(change.value) AS field
             WHERE change.subject_uid = customer.uid AND change.kind = 'UpdateGuest'
               AND change.stage IN ('Ready', 'InFlight', 'Unknown')
             ORDER BY change.seq DESC)) AS waiting,
        (SELECT json_group_array(json_object('type', type, 'number', number, 'country', country, 'expires', expires,
                                             'issued', issued, 'city', city, 'support', support, 'known', known)) FROM (
            SELECT type, nullif(number, '') AS number, issuing_country_code AS country, expiration_date AS expires,
                   issuance_date AS issued, rest ->> 'IssuingCity' AS city,
                   rest ->> 'IdentityDocumentSupportNumber' AS support, read_utc_ms AS known
              FROM identity_document WHERE customer_uid = customer.uid
               AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = identity_document.uid
                                  AND kind = 'RemoveDocument' AND stage IN ('Ready', 'InFlight', 'Unknown'))
             UNION ALL
            SELECT added.value ->> 'Type', added.value ->> 'Number', added.value ->> 'IssuingCountryCode',
                   added.value ->> 'ExpirationDate', added.value ->> 'IssuanceDate', added.value ->> 'IssuingCity',
                   added.value ->> 'IdentityDocumentSupportNumber', added.accepted_utc_ms
              FROM change AS added WHERE added.about_uid = customer.uid AND added.kind = 'AddDocument'
               AND added.stage IN ('Ready', 'InFlight', 'Unknown')
               AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = added.uid AND kind = 'RemoveDocument'
                                  AND stage IN ('Ready', 'InFlight', 'Unknown')))) AS documents,
        (SELECT stay.uid FROM (
            SELECT uid FROM reservation WHERE account_uid IN (
                SELECT customer.uid UNION ALL
                SELECT merged.uid FROM customer AS merged WHERE merged.merge_target_uid = customer.uid)
             UNION ALL
            SELECT reservation_uid FROM companionship WHERE customer_uid IN (
                SELECT customer.uid UNION ALL
                SELECT merged.uid FROM customer AS merged WHERE merged.merge_target_uid = customer.uid)
               AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = companionship.uid AND kind = 'RemoveCompanion'
                                  AND stage IN ('Ready', 'InFlight', 'Unknown'))
             UNION ALL
            SELECT added.about_uid FROM change AS added WHERE added.kind = 'AddCompanion'
               AND added.stage IN ('Ready', 'InFlight', 'Unknown')
               AND replace(added.value ->> 'Guest', '-', '') = lower(hex(customer.uid))
               AND NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = added.uid AND kind = 'RemoveCompanion'
                                  AND stage IN ('Ready', 'InFlight', 'Unknown'))) AS mine
           CROSS JOIN stay_now AS stay ON stay.uid = mine.uid
          WHERE stay.state IN ('Inquired', 'Requested', 'Optional', 'Confirmed', 'Started')
            AND stay.state_now <> 'Processed'
            AND stay.end_now_utc_ms >= (SELECT business_day_start_utc_ms FROM house) - 86400000
          ORDER BY stay.state_now = 'Started' DESC, stay.start_now_utc_ms, stay.uid LIMIT 1) AS stay_uid
    FROM customer
) AS person
WHERE NOT EXISTS (SELECT 1 FROM customer AS survivor WHERE survivor.uid = person.merge_target_uid);
