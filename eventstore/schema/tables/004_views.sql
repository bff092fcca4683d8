-- Read models: ready bytes that one pure function makes from a stream's events. They can be made again at any time.

CREATE TABLE paraf.views (
    office text  NOT NULL REFERENCES paraf.heads,
    kind   text  NOT NULL CHECK (kind <> ''),
    key    text  NOT NULL CHECK (key <> ''),
    body   bytea NOT NULL,
    PRIMARY KEY (office, kind, key)
);

GRANT SELECT ON paraf.views TO paraf_runtime;
