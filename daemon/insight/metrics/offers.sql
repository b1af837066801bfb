-- What came of offers (hotel-domain.md 11): of those first made in the last 30 days. What still waits for its answer, was
-- withdrawn by the house, or dismissed by staff is in nobody's favour.
WITH ended AS MATERIALIZED (
    SELECT count(*) AS many, coalesce(sum(decision = 'Accepted'), 0) AS taken
    FROM offer_outcome WHERE decision IN ('Accepted', 'Declined', 'Ignored') AND shown_utc_ms > :now - 30 * 86400000)
SELECT 'opportunity_conversion' AS name, 'percent' AS unit, 100 AS parts,
       (taken * 10000 + many / 2) / nullif(many, 0) AS value, many AS subjects, :now AS as_of_utc_ms,
       'offers taken, of those made in the last 30 days that were taken, declined or left without answer' AS says,
       '' AS waits_for FROM ended
