-- Stores a document once, and says under what type it is stored already.

CREATE OR REPLACE FUNCTION paraf.put_document(data_ bytea, media_type_ text, OUT digest bytea, OUT media_type text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    digest := sha256(data_);
    INSERT INTO paraf.documents AS d VALUES (digest, media_type_, data_, paraf.document_seal(digest, media_type_))
        ON CONFLICT DO NOTHING;
    SELECT d.media_type INTO STRICT media_type FROM paraf.documents d WHERE d.digest = put_document.digest;
END $$;

REVOKE ALL ON FUNCTION paraf.put_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paraf.put_document TO paraf_runtime;
