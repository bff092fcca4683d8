-- A text or bytes with its length before it (4 bytes, big-endian), so that no two rows are spelled alike.

CREATE OR REPLACE FUNCTION paraf.spelled(field bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN int4send(octet_length(field)) || field;
