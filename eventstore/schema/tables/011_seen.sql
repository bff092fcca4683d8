-- Which text version of a plan somebody looked at last, and the one before it: a second look still shows the changes.

CREATE TABLE access.seen (
    account uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    office  text        NOT NULL CHECK (office <> ''),
    stream  text        NOT NULL CHECK (stream <> ''),
    version bigint      NOT NULL CHECK (version >= 0),
    before  bigint      CHECK (before >= 0),  -- null: nothing was seen before
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account, office, stream)
);
