-- Notes what a part of an edition became; null: it cannot be printed. Whoever reads it looks at the mark, so that the
-- program may put right what somebody without its keys has put there.

CREATE OR REPLACE FUNCTION paraf.settle_print(
    office_ text, plan_ text, edition_ text, part_ text, document_ bytea, mark_ bytea
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE paraf.prints p SET document = document_, failed = document_ IS NULL, mark = mark_
        WHERE p.office = office_ AND p.plan = plan_ AND p.edition = edition_ AND p.part = part_;
END $$;

REVOKE ALL ON FUNCTION paraf.settle_print FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paraf.settle_print TO paraf_runtime;
