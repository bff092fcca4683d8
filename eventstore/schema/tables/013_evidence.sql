-- Files that owners sent as evidence for a row of a quarter: which bytes, under which name, by whom. A filing may refer
-- to these alone, so that by a digest nobody reaches the document of another office.

CREATE TABLE paraf.evidence (
    office     text        NOT NULL REFERENCES paraf.heads,
    stream     text        NOT NULL CHECK (stream <> ''),
    indicator  text        NOT NULL CHECK (indicator <> ''),
    sent       bigint      NOT NULL CHECK (sent > 0),  -- counts what was sent for the row
    digest     bytea       NOT NULL REFERENCES paraf.documents,
    name       text        NOT NULL CHECK (name <> ''),
    media_type text        NOT NULL CHECK (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
    size       bigint      NOT NULL CHECK (size > 0),
    person     text        NOT NULL CHECK (person <> ''),
    sent_at    timestamptz NOT NULL,
    PRIMARY KEY (office, stream, indicator, sent)
);

GRANT SELECT ON paraf.evidence TO paraf_runtime;
