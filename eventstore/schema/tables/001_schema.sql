-- Nothing of the schema `paraf` is PUBLIC's; the runtime role may look in and no more. (migrate.py made the schema.)

-- A later file that forgets to revoke must not open a door.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

GRANT USAGE ON SCHEMA paraf TO paraf_runtime;
