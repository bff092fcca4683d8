-- Files whose tables become typing: kept for whoever sent them while they are read, looked at and taken; and what their
-- columns became, for the next file with the same headings. Neither is a draft, and neither takes the place of one.

CREATE TABLE access.imports (
    account       uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    page          text        NOT NULL CHECK (page <> ''),
    file          uuid        NOT NULL DEFAULT gen_random_uuid(),  -- tells it from one that is sent after it
    name          text        NOT NULL,
    content       bytea       NOT NULL,
    source        bytea,        -- its tables, once they are read
    mapping       bytea,        -- what they are taken for
    refused       bytea,        -- why they cannot be read
    given         bytea,        -- what of it was put where, once it is taken
    reading_until timestamptz,  -- while somebody reads it; a server that died does not come back to it
    sent_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account, page)
);

CREATE TABLE access.import_shapes (
    account uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    shape   text        NOT NULL CHECK (shape <> ''),
    mapping bytea       NOT NULL,
    used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account, shape)
);
