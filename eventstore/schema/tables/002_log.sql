-- One log per office, without gaps from position 1, and its head: the row every writer of the office locks first.

CREATE TABLE paraf.heads (
    office      text        PRIMARY KEY CHECK (office ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    position    bigint      NOT NULL CHECK (position >= 0),
    hash        bytea       NOT NULL CHECK (octet_length(hash) = 32),
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE paraf.events (
    office      text        NOT NULL REFERENCES paraf.heads,
    position    bigint      NOT NULL CHECK (position > 0),
    stream      text        NOT NULL CHECK (stream <> ''),
    version     bigint      NOT NULL CHECK (version > 0),
    command_id  text        NOT NULL CHECK (command_id <> ''),
    fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    recorded_at timestamptz NOT NULL,
    tag         text        NOT NULL CHECK (tag <> ''),
    -- The bytes as they were hashed: jsonb would lose key order and doubled keys.
    body        bytea       NOT NULL,
    hash        bytea       NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (office, position),
    UNIQUE (office, stream, version)
);

GRANT SELECT ON paraf.heads, paraf.events TO paraf_runtime;
