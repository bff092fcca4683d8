-- Programs are told, too. A secret is sealed with the keys of the installation, and is in no log; the one of before holds
-- until `former_until`.

CREATE TABLE access.webhooks (
    id           uuid        PRIMARY KEY DEFAULT uuidv7(),
    office       text        NOT NULL CHECK (office <> ''),
    url          text        NOT NULL CHECK (url <> ''),
    kinds        text[]      NOT NULL CHECK (kinds <> '{}'),
    secret       bytea       NOT NULL,
    former       bytea,
    former_until timestamptz,
    made_by      text        NOT NULL CHECK (made_by <> ''),
    made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    failures     int         NOT NULL DEFAULT 0 CHECK (failures >= 0),  -- deliveries given up since the last that arrived
    disabled_at  timestamptz,
    removed_at   timestamptz,
    CHECK ((former IS NULL) = (former_until IS NULL))
);
CREATE INDEX ON access.webhooks (office) WHERE removed_at IS NULL;

-- One for each webhook and happening: its id is the same at every try. `since` is when it was last to be sent.
CREATE TABLE access.deliveries (
    id        uuid        PRIMARY KEY DEFAULT uuidv7(),
    webhook   uuid        NOT NULL REFERENCES access.webhooks ON DELETE CASCADE,
    happening uuid        NOT NULL REFERENCES access.happenings ON DELETE CASCADE,
    since     timestamptz NOT NULL DEFAULT clock_timestamp(),
    state     text        NOT NULL DEFAULT 'waits' CHECK (state IN ('waits', 'arrived', 'given-up', 'held')),
    UNIQUE (webhook, happening)
);
CREATE INDEX ON access.deliveries (webhook, id DESC);
CREATE INDEX ON access.deliveries (id) WHERE state = 'waits';

CREATE TABLE access.tries (
    id       uuid        PRIMARY KEY DEFAULT uuidv7(),
    delivery uuid        NOT NULL REFERENCES access.deliveries ON DELETE CASCADE,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    status   int,        -- null: no answer
    took     int         NOT NULL CHECK (took >= 0),  -- milliseconds
    answer   text        NOT NULL,
    fault    text        NOT NULL  -- a code; empty: it arrived
);
CREATE INDEX ON access.tries (delivery, id);
