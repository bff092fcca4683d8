-- A plan that another office's official signs is on the desk of that position, too, whichever office it belongs to.

CREATE INDEX views_of_parties ON paraf.views (kind) WHERE kind LIKE 'desk@%';
