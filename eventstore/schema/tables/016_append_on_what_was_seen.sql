-- `append` takes the hashes of what its caller saw: the one of before that did not must not stay beside it.

DROP FUNCTION IF EXISTS paraf.append(
    text, text, bytea, text, text[], bigint[], text, text[], bytea[], text[], text[], bytea[]
);
