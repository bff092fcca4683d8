-- A history shows what was refused of its stream without reading what was refused of all others.

CREATE INDEX ON paraf.receipts (office, stream);
