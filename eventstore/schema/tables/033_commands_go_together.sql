-- One command as `append` takes it, so that one call can carry many.

CREATE TYPE paraf.command AS (
    office      text,
    id          text,
    fingerprint bytea,
    stream      text,
    streams     text[],
    versions    bigint[],
    into_       text,
    tags        text[],
    bodies      bytea[],
    view_kinds  text[],
    view_keys   text[],
    view_bodies bytea[],
    hashes      bytea[]
);
