-- The one door into the log: one call is one command, in one transaction, under the office's head row. A decision may be
-- made on what the caller remembers, without reading it again: the entry that it saw last is named by its hash, so that a
-- stream of another past, as long as the remembered one, is a conflict too.

CREATE OR REPLACE FUNCTION paraf.append(
    office_ text,
    command_id_ text,
    fingerprint_ bytea,
    stream_ text,             -- what the command is about
    streams_ text[],          -- what the decision was made on ...
    versions_ bigint[],       -- ... and the version of each that it saw
    into_ text,               -- where the entries go: the stream itself, or 'refusals'
    tags_ text[],
    bodies_ bytea[],
    view_kinds_ text[],
    view_keys_ text[],
    view_bodies_ bytea[],
    hashes_ bytea[] DEFAULT '{}',  -- of the last entry of each of streams_ that it saw; NULL: whatever it was
    clock_ timestamptz DEFAULT NULL,  -- of the caller
    drift_ interval DEFAULT NULL,     -- by which it, and the log's end, may differ from ours; NULL: they are not compared
    OUT outcome text,         -- 'appended', 'repeated', 'reused', 'conflict' or 'clock'
    OUT stream text,          -- of the receipt; of the conflict
    OUT version bigint,       -- of the conflicting stream, as it is
    OUT first bigint,
    OUT last bigint,
    OUT head bytea,
    OUT recorded_at timestamptz,  -- of what was refused for a clock: what ours says
    OUT bodies bytea[]        -- of a repeated command
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    held     paraf.heads%ROWTYPE;
    past     paraf.receipts%ROWTYPE;
    entries  int := cardinality(tags_);
    before   bigint;
    seen     bytea;
    hashes   bytea[] := '{}';
BEGIN
    IF entries <> cardinality(bodies_) OR cardinality(streams_) <> cardinality(versions_)
       OR cardinality(view_kinds_) <> cardinality(view_keys_) OR cardinality(view_kinds_) <> cardinality(view_bodies_)
       OR into_ NOT IN (stream_, 'refusals') OR stream_ = 'refusals' THEN
        RAISE EXCEPTION 'paraf.append: arguments that do not belong together' USING ERRCODE = 'PF002';
    END IF;

    -- One writer at a time, so that positions have no gaps.
    SELECT h.* INTO held FROM paraf.heads h WHERE h.office = office_ FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO paraf.heads VALUES (office_, 0, decode(repeat('00', 32), 'hex'), 'epoch') ON CONFLICT DO NOTHING;
        SELECT h.* INTO STRICT held FROM paraf.heads h WHERE h.office = office_ FOR UPDATE;
    END IF;

    -- Only now: before the lock, copies of one command would not see each other.
    SELECT r.* INTO past FROM paraf.receipts r WHERE r.office = office_ AND r.command_id = command_id_;
    IF FOUND THEN
        IF past.fingerprint <> fingerprint_ THEN
            outcome := 'reused';
            RETURN;
        END IF;
        outcome := 'repeated';
        stream := past.stream;
        first := past.first;
        last := past.last;
        head := past.head;
        recorded_at := past.recorded_at;
        SELECT array_agg(e.body ORDER BY e.position) INTO bodies
            FROM paraf.events e WHERE e.office = office_ AND e.position BETWEEN past.first AND past.last;
        RETURN;
    END IF;

    -- A time that is far ahead would stay: no later entry may be recorded before it.
    IF clock_ NOT BETWEEN clock_timestamp() - drift_ AND clock_timestamp() + drift_
       OR held.recorded_at > clock_timestamp() + drift_ THEN
        outcome := 'clock';
        recorded_at := clock_timestamp();
        RETURN;
    END IF;

    FOR i IN 1 .. cardinality(streams_) LOOP
        SELECT e.version, e.hash INTO version, seen
            FROM paraf.events e WHERE e.office = office_ AND e.stream = streams_[i] ORDER BY e.version DESC LIMIT 1;
        version := coalesce(version, 0);
        IF version <> versions_[i] OR seen <> hashes_[i] THEN
            outcome := 'conflict';
            stream := streams_[i];
            RETURN;
        END IF;
    END LOOP;

    -- now() is when the transaction began; a writer that waited would be earlier than the one before it.
    recorded_at := greatest(clock_timestamp(), held.recorded_at);
    outcome := 'appended';
    stream := stream_;
    last := held.position + entries;
    head := held.hash;
    IF entries > 0 THEN
        first := held.position + 1;
        SELECT coalesce(max(e.version), 0) INTO before
            FROM paraf.events e WHERE e.office = office_ AND e.stream = into_;
        FOR i IN 1 .. entries LOOP
            head := paraf.entry_hash(head, office_, held.position + i, into_, before + i, command_id_,
                                     fingerprint_, recorded_at, tags_[i], bodies_[i]);
            hashes[i] := head;
        END LOOP;
        INSERT INTO paraf.events
            SELECT office_, held.position + n, into_, before + n, command_id_, fingerprint_, recorded_at, tag, body, hash
            FROM unnest(tags_, bodies_, hashes) WITH ORDINALITY AS new (tag, body, hash, n);
    END IF;

    INSERT INTO paraf.views
        SELECT office_, kind, key, body FROM unnest(view_kinds_, view_keys_, view_bodies_) AS new (kind, key, body)
        ON CONFLICT ON CONSTRAINT views_pkey DO UPDATE SET body = excluded.body;

    INSERT INTO paraf.receipts VALUES (
        office_, command_id_, stream_, fingerprint_, first, last, head, recorded_at,
        paraf.receipt_seal(office_, command_id_, stream_, fingerprint_, first, last, head, recorded_at)
    );
    UPDATE paraf.heads h SET position = last, hash = head, recorded_at = append.recorded_at WHERE h.office = office_;
    version := NULL;
    -- No pg_notify here: commits that notify follow one another in the whole cluster, so offices would wait for offices.
END $$;

REVOKE ALL ON FUNCTION paraf.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paraf.append TO paraf_runtime;
