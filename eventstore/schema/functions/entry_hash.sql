-- The hash of an entry: the twin of eventstore/chain.py, byte for byte.

CREATE OR REPLACE FUNCTION paraf.entry_hash(
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
