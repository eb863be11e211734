#!/bin/sh
# Runs once in an empty cluster: the owner migrates, the application reads and writes rows.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE timecount_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE timecount_app LOGIN PASSWORD :'app_password';
ALTER DATABASE timecount OWNER TO timecount_owner;
ALTER SCHEMA public OWNER TO timecount_owner;
SQL
