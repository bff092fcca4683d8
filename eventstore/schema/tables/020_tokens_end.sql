-- A token ends, and opens only what it was made for. What was made before goes on for ninety days, without signing.

ALTER TABLE access.tokens
    ADD expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '90 days',
    ADD scopes     text[]      NOT NULL DEFAULT '{read,draft,file}' CHECK (scopes <@ '{read,draft,file,sign}');
ALTER TABLE access.tokens ALTER expires_at DROP DEFAULT, ALTER scopes DROP DEFAULT;
