-- Whose an account is: its home is the office that made it. Another office gets it by asking, and by the person's own
-- agreement: until then no role that is granted there opens anything.

ALTER TABLE access.accounts ADD home text CHECK (home <> '');

CREATE TABLE access.memberships (
    account   uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    office    text        NOT NULL CHECK (office <> ''),
    asked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    joined_at timestamptz,  -- null: the person has not agreed
    PRIMARY KEY (account, office)
);

-- What was known before goes on: at home where a role is held, else where the person is known, the earliest of several;
-- and a member wherever else a role is held.
WITH said AS (
    SELECT office, position, recorded_at, tag, convert_from(body, 'UTF8')::json AS event FROM paraf.events
    WHERE stream = 'office' AND tag IN ('person-registered', 'role-granted', 'role-revoked')
), known AS (
    SELECT office, event ->> 'person' AS person, min(recorded_at) AS since FROM said
    WHERE tag = 'person-registered' GROUP BY 1, 2
), latest AS (
    SELECT DISTINCT ON (office, event ->> 'person', event ->> 'role') office, event ->> 'person' AS person, tag
    FROM said WHERE tag <> 'person-registered'
    ORDER BY office, event ->> 'person', event ->> 'role', position DESC
), standing AS (
    SELECT k.office, k.person, k.since,
        EXISTS (SELECT FROM latest l WHERE (l.office, l.person, l.tag) = (k.office, k.person, 'role-granted')) AS acts
    FROM known k
), homes AS (
    SELECT DISTINCT ON (person) person, office FROM standing ORDER BY person, acts DESC, since, office
), settled AS (
    UPDATE access.accounts a SET home = h.office FROM homes h WHERE h.person = a.person RETURNING a.id, a.person, a.home
)
INSERT INTO access.memberships (account, office, joined_at)
    SELECT t.id, s.office, clock_timestamp() FROM settled t JOIN standing s USING (person)
    WHERE s.acts AND s.office <> t.home;
