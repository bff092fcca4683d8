-- Stops accidents, replica mode included. An owner can still disable these triggers: the chain shows what they did then.

CREATE OR REPLACE FUNCTION paraf.frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % is refused', tg_table_schema, tg_table_name, tg_op USING ERRCODE = 'PF001';
END $$;

-- On every table that is only added to.
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON paraf.events
    FOR EACH STATEMENT EXECUTE FUNCTION paraf.frozen();
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON paraf.receipts
    FOR EACH STATEMENT EXECUTE FUNCTION paraf.frozen();
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON paraf.documents
    FOR EACH STATEMENT EXECUTE FUNCTION paraf.frozen();
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON paraf.evidence
    FOR EACH STATEMENT EXECUTE FUNCTION paraf.frozen();
CREATE OR REPLACE TRIGGER frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON access.log
    FOR EACH STATEMENT EXECUTE FUNCTION paraf.frozen();

ALTER TABLE paraf.events ENABLE ALWAYS TRIGGER frozen;
ALTER TABLE paraf.receipts ENABLE ALWAYS TRIGGER frozen;
ALTER TABLE paraf.documents ENABLE ALWAYS TRIGGER frozen;
ALTER TABLE paraf.evidence ENABLE ALWAYS TRIGGER frozen;
ALTER TABLE access.log ENABLE ALWAYS TRIGGER frozen;
