-- What was answered to each command, for ever. The events or the refusal are the log's entries first to last.

CREATE TABLE paraf.receipts (
    office      text        NOT NULL REFERENCES paraf.heads,
    command_id  text        NOT NULL CHECK (command_id <> ''),
    stream      text        NOT NULL CHECK (stream <> ''),
    fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    first       bigint      CHECK (first > 0 AND first <= last),  -- null: the command changed nothing
    last        bigint      NOT NULL CHECK (last >= 0),
    head        bytea       NOT NULL CHECK (octet_length(head) = 32),
    recorded_at timestamptz NOT NULL,
    -- Of the columns above: a receipt without events has no entry of the log to be compared with.
    seal        bytea       NOT NULL CHECK (octet_length(seal) = 32),
    PRIMARY KEY (office, command_id)
);

GRANT SELECT ON paraf.receipts TO paraf_runtime;
