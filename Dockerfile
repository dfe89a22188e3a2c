# Every package is fetched by its pinned hash; the image keeps only what the product needs at run time.
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm
FROM ${PYTHON_IMAGE} AS build
WORKDIR /build
COPY constraints.txt .
RUN pip download --quiet --no-cache-dir --no-deps --require-hashes --dest wheels -r constraints.txt
COPY . .
RUN python -m venv /opt/scrutiny \
    && /opt/scrutiny/bin/pip install --quiet --no-cache-dir --no-index --find-links wheels '.[papers]'

FROM ${PYTHON_IMAGE}
RUN useradd --create-home scrutiny
COPY --from=build /opt/scrutiny /opt/scrutiny
ENV PATH=/opt/scrutiny/bin:$PATH PYTHONUNBUFFERED=1
USER scrutiny
WORKDIR /home/scrutiny
EXPOSE 8000
CMD ["scrutiny", "serve", "--host", "0.0.0.0", "--port", "8000"]
