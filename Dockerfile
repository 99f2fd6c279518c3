# Two stages: the first builds a virtual environment, the second carries only that.
ARG PYTHON_IMAGE=python:3.12-slim
FROM ${PYTHON_IMAGE} AS build
WORKDIR /build
RUN python -m venv /opt/taxonomy
COPY constraints.txt pyproject.toml ./
# Dependencies before source, so that a change of code does not install them again.
RUN python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies']))" > requirements.txt \
    && /opt/taxonomy/bin/pip install --no-cache-dir --constraint constraints.txt --requirement requirements.txt
COPY README.md LICENSE ./
COPY taxonomy_service taxonomy_service
COPY vocabularies vocabularies
RUN /opt/taxonomy/bin/pip install --no-cache-dir --no-deps .

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --home-dir /data --create-home taxonomy
COPY --from=build /opt/taxonomy /opt/taxonomy
ENV PATH=/opt/taxonomy/bin:$PATH TAXONOMY_DATABASE_URL=sqlite:////data/taxonomy.db PYTHONUNBUFFERED=1
USER taxonomy
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["taxonomy-service", "serve", "--host", "0.0.0.0", "--port", "8000"]
