# The dashboard with all it needs. It writes to /tmp and /var/lib/mieux only: the rest may be read-only.
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core fonts-liberation \
 && rm -rf /var/lib/apt/lists/* \
 # No namespaces in a container without privileges: the container itself is the sandbox.
 && echo 'export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --no-sandbox"' > /etc/chromium.d/container

WORKDIR /usr/src/mieux
COPY requirements.txt requirements-test.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY mieux_dashboard mieux_dashboard
COPY data data
COPY assets assets
RUN pip install --no-cache-dir -c requirements-test.txt ".[postgresql,redis]" \
 && rm -rf /usr/src/mieux \
 && useradd --system --uid 10001 --create-home --home-dir /var/lib/mieux mieux \
 && chmod 700 /var/lib/mieux

USER mieux
WORKDIR /var/lib/mieux
ENV MIEUX_INSTANCE=/var/lib/mieux \
    PYTHONDONTWRITEBYTECODE=1
VOLUME /var/lib/mieux
EXPOSE 8050
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8050/healthz', timeout=9)"]
ENTRYPOINT ["mieux"]
CMD ["serve"]
