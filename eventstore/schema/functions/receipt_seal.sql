-- The seal of a receipt, the twin of eventstore/chain.py; one without events has 0 in place of its first position.

CREATE OR REPLACE FUNCTION paraf.receipt_seal(
    office text, command_id text, stream text, fingerprint bytea, first bigint, last bigint,
    head bytea, recorded_at timestamptz
) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(
    paraf.spelled(convert_to('receipt', 'UTF8')) || paraf.spelled(convert_to(office, 'UTF8'))
    || paraf.spelled(convert_to(command_id, 'UTF8')) || paraf.spelled(convert_to(stream, 'UTF8'))
    || fingerprint || int8send(coalesce(first, 0)) || int8send(last) || head || paraf.spelled(recorded_at)
);
