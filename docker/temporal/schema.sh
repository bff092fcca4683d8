#!/bin/sh
# Bring Temporal's two databases to the schema of this image's version.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal_password)
export SQL_PASSWORD SQL_PLUGIN=postgres12 SQL_HOST=postgres SQL_PORT=5432 SQL_USER=temporal
schema=/etc/temporal/schema/postgresql/v12

for part in temporal visibility; do
    database=temporal
    [ $part = temporal ] || database=temporal_visibility
    update() { temporal-sql-tool --db "$database" update-schema -d "$schema/$part/versioned"; }
    # The first update fails where there is no schema yet; setting it up twice would lose its version.
    update || { temporal-sql-tool --db "$database" setup-schema -v 0.0 && update; }
done
