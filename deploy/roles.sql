-- The roles of one office's database, made once by a superuser and safe to run again:
--   psql -X -v ON_ERROR_STOP=1 -f deploy/roles.sql
-- What each role may do with which table is granted by `manage.py wall`, after every migration.

\set QUIET on

SELECT format('CREATE ROLE %I', name)
  FROM unnest(ARRAY['owner', 'app', 'worker', 'report', 'audit_reader']) AS wanted(name)
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- Owns the database and its tables; used for migrations only. CREATEDB is for test databases.
ALTER ROLE owner LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION;
-- The web and the jobs own nothing, so row security holds for them.
ALTER ROLE app LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
ALTER ROLE worker LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
-- Sees the counted facts only; the web puts it on for one transaction with SET LOCAL ROLE.
ALTER ROLE report NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
-- Verifies the trail from outside.
ALTER ROLE audit_reader LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;
GRANT report TO app, worker;

ALTER ROLE app SET statement_timeout = '30s';
ALTER ROLE app SET lock_timeout = '5s';
ALTER ROLE app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE worker SET statement_timeout = '5min';
ALTER ROLE worker SET lock_timeout = '10s';
ALTER ROLE worker SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE audit_reader SET statement_timeout = '10min';
ALTER ROLE audit_reader SET lock_timeout = '5s';
ALTER ROLE audit_reader SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE audit_reader SET default_transaction_read_only = on;

SELECT 'CREATE DATABASE hilfenetz OWNER owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'hilfenetz')
\gexec
ALTER DATABASE hilfenetz OWNER TO owner;
REVOKE ALL ON DATABASE hilfenetz FROM PUBLIC;
GRANT CONNECT ON DATABASE hilfenetz TO app, worker, audit_reader;

\connect hilfenetz
ALTER SCHEMA public OWNER TO owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO app, worker, report, audit_reader;
