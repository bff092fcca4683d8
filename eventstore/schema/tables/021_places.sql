-- Where a name has signed in before: attempts from elsewhere do not keep it out there. Keys are hashed, as attempts' are.

CREATE TABLE access.places (
    key   bytea       PRIMARY KEY CHECK (octet_length(key) = 32),
    since timestamptz NOT NULL DEFAULT clock_timestamp()
);
