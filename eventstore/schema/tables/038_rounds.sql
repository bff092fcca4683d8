-- What one worker does for all from time to time, and when the last of them began to.

CREATE TABLE access.rounds (
    what     text        PRIMARY KEY CHECK (what <> ''),
    began_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON access.rounds TO paraf_runtime;
