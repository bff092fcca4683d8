-- Stores a file as evidence for a row of a quarter. Bytes that are there already stay under the type they are stored as;
-- the evidence has its own.

CREATE OR REPLACE FUNCTION paraf.put_evidence(
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
