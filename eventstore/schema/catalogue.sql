-- What the schema is made of, as the database has it: a name and a description of everything that could be a way around.
-- $1: the schemas; $2: the owner, the role of the program and the role that migrates.

WITH home AS (SELECT oid, nspname, nspowner, nspacl FROM pg_namespace WHERE nspname = ANY ($1)),
role AS (SELECT oid, rolname FROM pg_roles WHERE rolname = ANY ($2)),
relation AS (SELECT c.*, c.oid::regclass::text AS name FROM pg_class c WHERE c.relnamespace IN (SELECT oid FROM home)),
granted (name, acl) AS (
    SELECT 'schema ' || nspname, coalesce(nspacl, acldefault('n', nspowner)) FROM home
    UNION ALL
    SELECT 'relation ' || name, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))
      FROM relation WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'column ' || r.name || '.' || attname, attacl FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid
     WHERE attacl IS NOT NULL
    UNION ALL
    SELECT 'function ' || p.oid::regprocedure, coalesce(proacl, acldefault('f', proowner))
      FROM pg_proc p WHERE pronamespace IN (SELECT oid FROM home)
    UNION ALL
    SELECT 'defaults of ' || coalesce(defaclnamespace::regnamespace::text, 'all') || ' ' || defaclobjtype::text, defaclacl
      FROM pg_default_acl WHERE defaclrole IN (SELECT oid FROM role)
)
SELECT 'schema ' || nspname, 'owner ' || nspowner::regrole FROM home
UNION ALL
SELECT 'grant on ' || name || ' to ' || CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END,
       string_agg(privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END, ', ' ORDER BY privilege_type)
  FROM granted, aclexplode(acl) GROUP BY name, grantee
UNION ALL
SELECT 'relation ' || name,
       concat_ws(', ', 'kind ' || relkind::text, 'owner ' || relowner::regrole, 'persistence ' || relpersistence::text,
                 CASE WHEN relrowsecurity OR relforcerowsecurity THEN 'row security' END)
  FROM relation WHERE relkind <> 'i'
UNION ALL
SELECT 'column ' || r.name || '.' || attname,
       concat_ws(', ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' END,
                 'default ' || pg_get_expr(adbin, adrelid), CASE WHEN attgenerated <> '' THEN 'generated' END)
  FROM pg_attribute a JOIN relation r ON r.oid = a.attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE attnum > 0 AND NOT attisdropped AND r.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT 'constraint ' || conname || ' on ' || r.name,
       pg_get_constraintdef(c.oid) || CASE WHEN convalidated THEN '' ELSE ', not validated' END
  FROM pg_constraint c JOIN relation r ON r.oid = c.conrelid WHERE contype <> 'n'
UNION ALL
SELECT 'index ' || r.name, pg_get_indexdef(r.oid) || CASE WHEN i.indisvalid THEN '' ELSE ', not valid' END
  FROM pg_index i JOIN relation r ON r.oid = i.indexrelid
UNION ALL
-- Those of a foreign key have names of the day: what counts is that they are on.
SELECT CASE WHEN tgisinternal THEN 'trigger of ' || coalesce(conname, '') || ' ' || tgfoid::regproc ELSE 'trigger ' || tgname END
       || ' on ' || r.name,
       CASE WHEN tgisinternal THEN '' ELSE pg_get_triggerdef(t.oid) || ', ' END || 'enabled ' || tgenabled::text
  FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid LEFT JOIN pg_constraint c ON c.oid = t.tgconstraint
UNION ALL
SELECT 'rule ' || rulename || ' on ' || r.name,
       encode(sha256(convert_to(pg_get_ruledef(w.oid), 'UTF8')), 'hex') || ', enabled ' || ev_enabled::text
  FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class
UNION ALL
SELECT 'policy ' || polname || ' on ' || r.name, polcmd::text FROM pg_policy JOIN relation r ON r.oid = polrelid
UNION ALL
SELECT 'heir ' || inhrelid::regclass || ' of ' || r.name, '' FROM pg_inherits JOIN relation r ON r.oid = inhparent
UNION ALL
-- Those of other schemas too that would act with our rights.
SELECT 'function ' || p.oid::regprocedure,
       'owner ' || proowner::regrole || ', ' || encode(sha256(convert_to(pg_get_functiondef(p.oid), 'UTF8')), 'hex')
  FROM pg_proc p
 WHERE prokind IN ('f', 'p') AND (pronamespace IN (SELECT oid FROM home) OR proowner IN (SELECT oid FROM role)
    OR (prosecdef AND pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)))
UNION ALL
SELECT 'event trigger ' || evtname, evtfoid::regproc || ', enabled ' || evtenabled::text FROM pg_event_trigger
UNION ALL
-- The owner has what the schema made; what else is a role's own gives it rights that nobody granted.
SELECT 'object of ' || rolname || ' ' || pg_describe_object(classid, objid, objsubid), 'owned'
  FROM pg_shdepend JOIN role ON role.oid = refobjid
 WHERE deptype = 'o' AND rolname <> $2[1] AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
UNION ALL
SELECT 'role ' || rolname,
       concat_ws(', ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolcanlogin THEN 'may log in' END,
                 CASE WHEN rolcreaterole THEN 'makes roles' END, CASE WHEN rolcreatedb THEN 'makes databases' END,
                 CASE WHEN rolreplication THEN 'replicates' END, CASE WHEN rolbypassrls THEN 'bypasses row security' END)
  FROM pg_roles WHERE rolname = ANY ($2)
UNION ALL
SELECT 'membership of ' || member::regrole || ' in ' || roleid::regrole,
       concat_ws(', ', CASE WHEN inherit_option THEN 'inherits' END, CASE WHEN set_option THEN 'may become it' END,
                 CASE WHEN admin_option THEN 'gives it' END)
  FROM pg_auth_members WHERE member IN (SELECT oid FROM role)
UNION ALL
SELECT 'setting of ' || coalesce(setrole::regrole::text, 'everybody') || ': ' || setting, 'set'
  FROM pg_db_role_setting, unnest(setconfig) AS setting
 WHERE (setrole = 0 OR setrole IN (SELECT oid FROM role))
   AND (setdatabase = 0 OR setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
   AND split_part(setting, '=', 1) IN ('role', 'row_security', 'search_path', 'session_replication_role')
UNION ALL
SELECT 'database to ' || rolname, privilege FROM role, unnest(ARRAY['CREATE', 'TEMPORARY']) AS privilege
 WHERE has_database_privilege(rolname, current_database(), privilege)
