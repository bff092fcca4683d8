-- What a person chose of their account: no other mail than of their own access where notices are silenced, the language of
-- the pages wherever they sign in, and that they saw what paraf shows to whoever is new.

ALTER TABLE access.accounts
    ADD silenced text[] NOT NULL DEFAULT '{}',
    ADD language text CHECK (language <> ''),
    ADD toured_at timestamptz;

-- The number of a civil servant as it stands below a name: beside the log, which cannot forget.
CREATE TABLE access.numbers (
    office text NOT NULL CHECK (office <> ''),
    person text NOT NULL CHECK (person <> ''),
    number text NOT NULL CHECK (number ~ '^[0-9]{18}$'),
    PRIMARY KEY (office, person)
);

-- As 019 has it, and what was chosen.
CREATE OR REPLACE VIEW access.known AS
    SELECT id, username, person, email, created_at, disabled_at IS NOT NULL AS disabled, home,
        ARRAY(
            SELECT home WHERE home IS NOT NULL
            UNION SELECT m.office FROM access.memberships m WHERE m.account = a.id AND m.joined_at IS NOT NULL
            ORDER BY 1
        ) AS offices,
        coalesce(linked_at > clock_timestamp() - interval '1 day', false) AS freshly_linked,
        told_until, silenced, language, toured_at IS NOT NULL AS toured
    FROM access.accounts a;
