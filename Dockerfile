# Relève in a container: one image for the pages, the workers and every other verb.
# Build it where the package registry can be reached: docker build -t releve .
FROM python:3.12-slim AS built

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
RUN python -m venv /opt/releve
COPY requirements.lock .
# Every package by its hash; the lock holds the PostgreSQL driver too.
RUN /opt/releve/bin/pip install --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
RUN /opt/releve/bin/pip install --no-deps --no-build-isolation .

FROM python:3.12-slim

RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/releve releve
COPY --from=built /opt/releve /opt/releve
ENV PATH=/opt/releve/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    RELEVE_HOME=/var/lib/releve RELEVE_LOG=json

USER releve
WORKDIR /var/lib/releve
# All that is written goes here and to /tmp: the rest may be mounted read-only.
VOLUME /var/lib/releve
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/healthz', timeout=4)"]

ENTRYPOINT ["releve"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
