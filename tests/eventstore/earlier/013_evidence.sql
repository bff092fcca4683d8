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

CREATE TRIGGER frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON paraf.evidence
    FOR EACH STATEMENT EXECUTE FUNCTION paraf.frozen();
ALTER TABLE paraf.evidence ENABLE ALWAYS TRIGGER frozen;

-- Bytes that are there already stay under the type they are stored as; the evidence has its own.
CREATE FUNCTION paraf.put_evidence(
    office_ text, stream_ text, indicator_ text, person_ text, name_ text, media_type_ text, data_ bytea, most_ bigint,
    OUT digest bytea  -- null: `most_` files were sent for the row before
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before bigint;
BEGIN
    -- One at a time for each row, so that they can be counted.
    PERFORM pg_advisory_xact_lock(hashtextextended(office_ || '/' || stream_ || '/' || indicator_, 0));
    SELECT count(*) INTO before FROM paraf.evidence e
        WHERE e.office = office_ AND e.stream = stream_ AND e.indicator = indicator_;
    IF before >= most_ THEN
        RETURN;
    END IF;
    digest := sha256(data_);
    INSERT INTO paraf.documents VALUES (digest, media_type_, data_, paraf.document_seal(digest, media_type_))
        ON CONFLICT DO NOTHING;
    INSERT INTO paraf.evidence VALUES (
        office_, stream_, indicator_, before + 1, digest, name_, media_type_, octet_length(data_), person_,
        clock_timestamp()
    );
END $$;

REVOKE ALL ON FUNCTION paraf.put_evidence FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paraf.put_evidence TO paraf_runtime;
