-- Commands of one office in one transaction, one after the other as they came: each has an answer of its own, and all of
-- them wait for the disk together. It has the rights of whoever calls it: the door is `append`.

CREATE OR REPLACE FUNCTION paraf.append_group(commands_ paraf.command[], clock_ timestamptz, drift_ interval)
RETURNS TABLE (
    outcome text, stream text, version bigint, first bigint, last bigint, head bytea, recorded_at timestamptz,
    bodies bytea[]
)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    c paraf.command;
BEGIN
    FOREACH c IN ARRAY commands_ LOOP
        RETURN QUERY SELECT a.* FROM paraf.append(
            c.office, c.id, c.fingerprint, c.stream, c.streams, c.versions, c.into_, c.tags, c.bodies,
            c.view_kinds, c.view_keys, c.view_bodies, c.hashes, clock_, drift_
        ) a;
    END LOOP;
END $$;

REVOKE ALL ON FUNCTION paraf.append_group FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paraf.append_group TO paraf_runtime;
