-- The hash of an entry and the seals of other rows: the twin of eventstore/chain.py, byte for byte.

-- A text or bytes with its length before it (4 bytes, big-endian), so that no two rows are spelled alike.
CREATE FUNCTION paraf.spelled(field bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN int4send(octet_length(field)) || field;

-- Microseconds since 1970 in UTC (8 bytes, big-endian).
CREATE FUNCTION paraf.spelled(instant timestamptz) RETURNS bytea
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN int8send((extract(epoch FROM instant) * 1000000)::bigint);

CREATE FUNCTION paraf.entry_hash(
    previous bytea, office text, place bigint, stream text, version bigint, command_id text,
    fingerprint bytea, recorded_at timestamptz, tag text, body bytea
) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(
    previous || paraf.spelled(convert_to(office, 'UTF8')) || int8send(place)
    || paraf.spelled(convert_to(stream, 'UTF8')) || int8send(version)
    || paraf.spelled(convert_to(command_id, 'UTF8')) || fingerprint || paraf.spelled(recorded_at)
    || paraf.spelled(convert_to(tag, 'UTF8')) || paraf.spelled(body)
);

-- A receipt without events has 0 in place of its first position.
CREATE FUNCTION paraf.receipt_seal(
    office text, command_id text, stream text, fingerprint bytea, first bigint, last bigint,
    head bytea, recorded_at timestamptz
) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(
    paraf.spelled(convert_to('receipt', 'UTF8')) || paraf.spelled(convert_to(office, 'UTF8'))
    || paraf.spelled(convert_to(command_id, 'UTF8')) || paraf.spelled(convert_to(stream, 'UTF8'))
    || fingerprint || int8send(coalesce(first, 0)) || int8send(last) || head || paraf.spelled(recorded_at)
);

CREATE FUNCTION paraf.document_seal(digest bytea, media_type text) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(
    paraf.spelled(convert_to('document', 'UTF8')) || digest || paraf.spelled(convert_to(media_type, 'UTF8'))
);
