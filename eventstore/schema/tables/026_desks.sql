-- What desks are looked through for is kept ready, a small row for each plan, action plan and quarter.
-- The rows of before are made anew by `paraf migrate`, which makes every read model again after a change of the schema.

CREATE INDEX views_of_desks ON paraf.views (office) WHERE kind = 'desk';
