-- Microseconds since 1970 in UTC (8 bytes, big-endian).

CREATE OR REPLACE FUNCTION paraf.spelled(instant timestamptz) RETURNS bytea
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN int8send((extract(epoch FROM instant) * 1000000)::bigint);
