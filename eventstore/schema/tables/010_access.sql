-- Who may come in: accounts, sessions, tokens. Ordinary tables with ordinary grants: none of this is a fact of a plan.
-- Whatever opens a door is kept as a hash only.

CREATE SCHEMA access;
GRANT USAGE ON SCHEMA access TO paraf_runtime;
ALTER DEFAULT PRIVILEGES IN SCHEMA access GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO paraf_runtime;

CREATE TABLE access.accounts (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    username    text        NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9][a-z0-9._-]{1,62}$'),
    person      text        NOT NULL UNIQUE CHECK (person <> ''),  -- as the offices' events name the person
    email       text        CHECK (email <> ''),                   -- where reminders go; never in an event
    password    text        CHECK (password LIKE '$argon2id$%'),   -- null: invited, nothing chosen yet
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    disabled_at timestamptz
);

-- Accounts as they may be shown.
CREATE VIEW access.known AS
    SELECT id, username, person, email, created_at, disabled_at IS NOT NULL AS disabled FROM access.accounts;

-- A one-time link by which a person chooses a password that no administrator ever sees.
CREATE TABLE access.invitations (
    hash       bytea       PRIMARY KEY CHECK (octet_length(hash) = 32),
    account    uuid        NOT NULL UNIQUE REFERENCES access.accounts ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);

CREATE TABLE access.sessions (
    hash       bytea       PRIMARY KEY CHECK (octet_length(hash) = 32),
    account    uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    opened_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at   timestamptz
);
CREATE INDEX ON access.sessions (account);

CREATE TABLE access.tokens (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    hash       bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    account    uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    name       text        NOT NULL CHECK (name <> ''),
    issued_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at    timestamptz,
    revoked_at timestamptz
);
CREATE INDEX ON access.tokens (account);

-- Attempts to sign in within a window of time. Keys are hashed: people type passwords into the field of their name.
CREATE TABLE access.attempts (
    key   bytea       PRIMARY KEY CHECK (octet_length(key) = 32),
    made  int         NOT NULL CHECK (made >= 0),
    since timestamptz NOT NULL
);

-- The one secret that makes the first administrator; at most one row, which stays when it was used.
CREATE TABLE access.bootstrap (
    lone    boolean     PRIMARY KEY DEFAULT true CHECK (lone),
    hash    bytea       NOT NULL CHECK (octet_length(hash) = 32),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at timestamptz,
    account uuid        REFERENCES access.accounts
);

-- What somebody typed and could not save: it comes back when they do.
CREATE TABLE access.unsaved (
    account  uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    plan     text        NOT NULL CHECK (plan <> ''),
    body     bytea       NOT NULL,
    reason   text        NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account, plan)
);
