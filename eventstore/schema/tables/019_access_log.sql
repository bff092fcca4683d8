-- The access log: every act on somebody's way in, written with the act. No address, password, token or link is in it.

CREATE TABLE access.log (
    id      uuid        PRIMARY KEY DEFAULT uuidv7(),
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    act     text        NOT NULL CHECK (act <> ''),
    actor   text        NOT NULL,             -- a person, `system`, or nobody known
    person  text        NOT NULL,             -- whose way in; empty: of a name that nobody has
    office  text        NOT NULL DEFAULT '',  -- in which it was done
    about   text        NOT NULL DEFAULT '',  -- the token's id
    offices text[]      NOT NULL              -- whose auditors read it: that office, and those the account acted in then
);
CREATE INDEX ON access.log USING gin (offices);
CREATE INDEX ON access.log (person, at);
REVOKE UPDATE, DELETE ON access.log FROM paraf_runtime;

-- What the person is to be told by mail, at the address they had then. An address stays until the mail is sent.
CREATE TABLE access.letters (
    key     text        PRIMARY KEY CHECK (key <> ''),
    at      timestamptz NOT NULL,
    act     text        NOT NULL,
    person  text        NOT NULL,
    office  text        NOT NULL,
    about   text        NOT NULL,
    address text,
    sent_at timestamptz
);
CREATE INDEX ON access.letters (at) WHERE sent_at IS NULL;

-- Until when the person has read the acts of others, and when somebody else's link last set the password.
ALTER TABLE access.accounts ADD told_until timestamptz NOT NULL DEFAULT clock_timestamp(), ADD linked_at timestamptz;
ALTER TABLE access.invitations ADD made_by text NOT NULL DEFAULT '';  -- before: by whom was not kept

-- Accounts as they may be shown; `offices` are those in which the account acts.
CREATE OR REPLACE VIEW access.known AS
    SELECT id, username, person, email, created_at, disabled_at IS NOT NULL AS disabled, home,
        ARRAY(
            SELECT home WHERE home IS NOT NULL
            UNION SELECT m.office FROM access.memberships m WHERE m.account = a.id AND m.joined_at IS NOT NULL
            ORDER BY 1
        ) AS offices,
        coalesce(linked_at > clock_timestamp() - interval '1 day', false) AS freshly_linked,
        told_until
    FROM access.accounts a;
