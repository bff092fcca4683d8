-- Words go out when something happens. The log is where they come from: until which position each office's was looked
-- through, what of it is told, and who is told of it. What was recorded before is told nobody.

CREATE TABLE access.followed (
    office   text   PRIMARY KEY CHECK (office <> ''),
    position bigint NOT NULL CHECK (position >= 0),
    quiet    bigint NOT NULL DEFAULT 0  -- up to here desks tell, and neither mail nor webhook: a restored past
);
INSERT INTO access.followed (office, position) SELECT office, position FROM paraf.heads;

-- `said` is what happened as it is told (domain.notice.notice), without an address of anybody.
CREATE TABLE access.happenings (
    id       uuid        PRIMARY KEY DEFAULT uuidv7(),
    office   text        NOT NULL CHECK (office <> ''),
    position bigint,     -- null: not of the log
    at       timestamptz NOT NULL,
    kind     text        NOT NULL CHECK (kind <> ''),
    said     bytea       NOT NULL,
    UNIQUE (office, position)
);

-- `home` is the office by whose account the person hears. A letter may tell several; where none is named, the desk alone.
CREATE TABLE access.notices (
    happening uuid        NOT NULL REFERENCES access.happenings ON DELETE CASCADE,
    person    text        NOT NULL CHECK (person <> ''),
    home      text        NOT NULL CHECK (home <> ''),
    read_at   timestamptz,
    letter    text        CHECK (letter <> ''),
    due       timestamptz,
    mail      text        CHECK (mail IN ('waits', 'sent', 'given-up', 'held')),
    PRIMARY KEY (happening, person),
    CHECK ((letter IS NULL) = (mail IS NULL) AND (letter IS NULL) = (due IS NULL))
);
CREATE INDEX ON access.notices (person, happening DESC);
CREATE INDEX ON access.notices (letter) WHERE mail = 'waits';

-- How a person hears of which kind; of what is not named, as is usual for it.
ALTER TABLE access.accounts ADD hears jsonb NOT NULL DEFAULT '{}';

-- As 030 has it, and how they hear.
CREATE OR REPLACE VIEW access.known AS
    SELECT id, username, person, email, created_at, disabled_at IS NOT NULL AS disabled, home,
        ARRAY(
            SELECT home WHERE home IS NOT NULL
            UNION SELECT m.office FROM access.memberships m WHERE m.account = a.id AND m.joined_at IS NOT NULL
            ORDER BY 1
        ) AS offices,
        coalesce(linked_at > clock_timestamp() - interval '1 day', false) AS freshly_linked,
        told_until, silenced, language, toured_at IS NOT NULL AS toured, hears
    FROM access.accounts a;
