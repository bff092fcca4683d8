-- `append` takes the clock of its caller: the one of before that did not must not stay beside it.

DROP FUNCTION IF EXISTS paraf.append(
    text, text, bytea, text, text[], bigint[], text, text[], bytea[], text[], text[], bytea[], bytea[]
);
