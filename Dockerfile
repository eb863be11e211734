FROM node:24-bookworm-slim AS front
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.13-slim-bookworm AS build
# The Python of the image, never one that uv would fetch: only the image's is there at the end.
ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_NO_CACHE=1 PYTHONDONTWRITEBYTECODE=1
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY pyproject.toml uv.lock .python-version ./
RUN UV_COMPILE_BYTECODE=1 uv sync --locked --no-default-groups \
 && UV_PROJECT_ENVIRONMENT=/opt/tools uv sync --locked --no-default-groups --group local
COPY . .
COPY --from=front /app/node_modules node_modules
# Compiled texts, the icon sprite, the joined styles and the collected static files are part of the image.
# Of node_modules the empty folders stay: settings name them.
RUN /opt/tools/bin/python -m timecount.local.translations compile \
 && .venv/bin/python -m timecount.icons \
 && .venv/bin/python -m timecount.styles \
 && env SECRET_KEY=build ALLOWED_HOSTS=build BASE_URL=https://build DATABASE_URL=postgres://build/build \
      S3_BUCKET=build S3_ACCESS_KEY_ID=build S3_SECRET_ACCESS_KEY=build EMAIL_URL=console:// \
      DEFAULT_FROM_EMAIL=build@example.com STATIC_ROOT=/app/collected \
      .venv/bin/python manage.py collectstatic --no-input --verbosity=0 \
 && rm -rf tests \
 && find node_modules ! -type d -delete \
 && .venv/bin/python -m compileall -q -x '/(\.venv|node_modules)/' .

FROM python:3.13-slim-bookworm
# What WeasyPrint draws with, and letters to draw; bookworm's own versions, with their security updates.
# pg_dump and pg_restore, as new as the server, come from PostgreSQL's own repository, whose key is bookworm's.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-liberation postgresql-common \
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install -y --no-install-recommends postgresql-client-18 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home timecount
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/collected
WORKDIR /app
COPY --from=build /app /app
USER 10001
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "timecount.wsgi:application", "--no-ws", \
     "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", \
     "--respawn-failed-workers", "--workers-kill-timeout", "10"]
