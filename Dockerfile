# One image for `paraf migrate`, `paraf worker` and `paraf api`; the embedded servers are not in it.
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: --no-deps --requirement requirements.lock
COPY . .
# In place, so that pages, documents and schema are found beside the code.
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --no-deps --no-build-isolation --no-index --editable . \
    && .venv/bin/python -m compileall -q achieve activities api audit cli domain eventstore examples paraf views workflows

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin paraf
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PARAF_HOST=0.0.0.0 PARAF_DATA=/var/lib/paraf
RUN install -d -o paraf -g paraf -m 0711 /var/lib/paraf
USER paraf
EXPOSE 8000
CMD ["paraf", "api"]
