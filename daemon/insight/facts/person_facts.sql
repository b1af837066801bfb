-- What is known of a person, once for all rules: all of person_known.sql, and what the market makes of it. Between
-- braces stand texts made of completeness/*.toml (completeness_sql.hpp).
-- DISTINCT is a fence: what stands below it is computed once, however often it is named above.
CREATE TEMP VIEW person_facts AS
SELECT
    known.*,
    known.likest_other ->> 0 AS duplicate_score, -- of the likest other profile that shares birth date, e-mail, phone or document and nearly the name, 0 to 100 (hotel-domain.md 2.8); NULL: there is none
    nullif(known.likest_other ->> 1, '') AS duplicate_uid, -- that profile's id in the PMS, without dashes; NULL: there is none
    {market} AS market, -- whose law is asked: the code of the market profile that is on, GENERIC when none is
    {registrable} AS is_registrable, -- 1: this person must be registered here
    {all_persons} AS needs_all_persons, -- 1: the market registers every companion
    {signature} AS needs_signature, -- 1: this person must sign the registration form
    {legal_gaps} AS legal_gaps, -- how many fields the law asks of this person are missing
    {forbidden} AS forbidden_kept, -- how many fields are kept that the market forbids
    {report_due} AS report_due_utc_ms, -- when the authority's report must be made, milliseconds; NULL: none is made
    {retention} AS retention_ends_utc_ms -- when the copy on the box must be gone, milliseconds; NULL: there is none
FROM (SELECT DISTINCT * FROM person_known) AS known;
