-- The program asks for parts, and settles each once, by `settle_print`.

REVOKE INSERT, UPDATE (document, failed) ON paraf.prints FROM paraf_runtime;
GRANT INSERT (office, plan, edition, part, position) ON paraf.prints TO paraf_runtime;
