# Runs wflint on what is mounted at /src, with the packages that it is tested with:
#
#     docker build --tag wflint .
#     docker run --rm --volume "$PWD:/src:ro" wflint check
#
# There is no git in it, which `--diff-base` needs.
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
COPY . /sources
ENV PIP_CONSTRAINT=/sources/constraints.txt \
    PIP_BUILD_CONSTRAINT=/sources/constraints.txt
RUN python -m venv /opt/wflint && \
    /opt/wflint/bin/pip install --no-cache-dir /sources && \
    /opt/wflint/bin/pip uninstall --yes pip

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
COPY --from=build /opt/wflint /opt/wflint
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin wflint
# What a check remembers may go nowhere else; the sources may be mounted for reading alone.
ENV WFLINT_CACHE_DIR=/tmp/wflint \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
WORKDIR /src
ENTRYPOINT ["/opt/wflint/bin/wflint"]
CMD ["check"]
