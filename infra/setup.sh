#!/bin/sh
# Makes .venv from the lock file. Exit 2: a tool is missing.
set -eu
cd "$(dirname "$0")/.."

missing() {
    echo "missing: $1" >&2
    echo "    $2" >&2
    exit 2
}

if [ ! -x .venv/bin/python ]; then
    command -v python3 >/dev/null || missing "python3 (3.11 or newer)" "https://www.python.org/downloads/"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        missing "python3 3.11 or newer (found $(python3 -V))" "https://www.python.org/downloads/"
    echo "making .venv"
    python3 -m venv .venv || {
        rm -rf .venv
        missing "python3's venv module" "for instance: apt install python3-venv"
    }
fi
if [ ! -x .venv/bin/uv ]; then
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python --require-hashes -r infra/tools/uv.txt
    else
        .venv/bin/python -m pip install --quiet --require-hashes -r infra/tools/uv.txt
    fi
fi
echo "installing from uv.lock"
UV_PROJECT_ENVIRONMENT=.venv .venv/bin/uv sync --quiet --frozen --compile-bytecode
