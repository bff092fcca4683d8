-- The year on paper, as it was asked for: each part of each edition, and the document that it became.
-- None of this is a fact: what is lost is printed anew from the record, the same again.

CREATE TABLE paraf.prints (
    office   text    NOT NULL CHECK (office <> ''),
    plan     text    NOT NULL CHECK (plan <> ''),
    edition  text    NOT NULL CHECK (edition ~ '^[0-9a-f]{64}$'),
    part     text    NOT NULL CHECK (part <> ''),
    position bigint  NOT NULL CHECK (position > 0),         -- of the newest entry that the edition shows
    document bytea   CHECK (octet_length(document) = 32),   -- null: not printed
    failed   boolean NOT NULL DEFAULT false,                -- it cannot be printed, and is not tried again
    PRIMARY KEY (office, plan, edition, part)
);
CREATE INDEX ON paraf.prints (office, plan) WHERE document IS NULL AND NOT failed;

GRANT SELECT, INSERT, UPDATE (document, failed) ON paraf.prints TO paraf_runtime;
