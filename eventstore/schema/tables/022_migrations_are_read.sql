-- What has run is read by whoever compares the database with the files.

GRANT SELECT ON paraf.migrations TO paraf_runtime;
