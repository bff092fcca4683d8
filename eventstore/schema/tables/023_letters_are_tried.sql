-- When a letter was last tried: whoever tries it now has it for a while.
ALTER TABLE access.letters ADD tried_at timestamptz;
