-- The sample people of a trial: their accounts are open while the installation is a trial, and closed otherwise.
-- A person is named here before the account is made, so that an interrupted start leaves none behind.

CREATE TABLE access.trial (
    person text    PRIMARY KEY CHECK (person <> ''),
    closed boolean NOT NULL DEFAULT false  -- with the trial, not by an administrator
);
