#!/bin/sh
# Run by the postgres image when its volume is new: Temporal's role and its two databases. paraf makes its own.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/temporal_password)" --username postgres <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
SQL
