-- Who has a page open on which several write. A page that is gone is forgotten; one whose server died is, after a while.

CREATE TABLE access.present (
    tab     uuid        PRIMARY KEY,
    account uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    office  text        NOT NULL CHECK (office <> ''),
    stream  text        NOT NULL CHECK (stream <> ''),
    person  text        NOT NULL CHECK (person <> ''),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX ON access.present (office, stream);
