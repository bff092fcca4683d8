-- Rendered documents, each stored once under the SHA-256 of its bytes.

CREATE TABLE paraf.documents (
    digest     bytea PRIMARY KEY CHECK (digest = sha256(data)),
    media_type text  NOT NULL CHECK (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
    data       bytea NOT NULL,
    seal       bytea NOT NULL CHECK (octet_length(seal) = 32)
);
-- PDFs are compressed already.
ALTER TABLE paraf.documents ALTER COLUMN data SET STORAGE EXTERNAL;

GRANT SELECT ON paraf.documents TO paraf_runtime;
