-- The seal of a document: the twin of eventstore/chain.py, byte for byte.

CREATE OR REPLACE FUNCTION paraf.document_seal(digest bytea, media_type text) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(
    paraf.spelled(convert_to('document', 'UTF8')) || digest || paraf.spelled(convert_to(media_type, 'UTF8'))
);
