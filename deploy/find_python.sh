#!/bin/sh
# Prints a Python of version 3.12 to 3.14 that can make environments, or says what is missing.
# PYTHON=/path/to/python chooses one by hand.
set -u

fits() {
    "$1" -c 'import sys, ensurepip, venv; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))' \
        >/dev/null 2>&1
}

for candidate in ${PYTHON:-} python3.13 python3.12 python3.14 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[234]*/bin/python3; do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    if fits "$path"; then
        echo "$path"
        exit 0
    fi
done
if command -v uv >/dev/null 2>&1; then
    path=$(uv python find --no-python-downloads '>=3.12,<3.15' 2>/dev/null)
    if [ -n "$path" ] && fits "$path"; then
        echo "$path"
        exit 0
    fi
fi
echo "Es fehlt Python 3.12, 3.13 oder 3.14 mit dem Modul venv. Unter Debian 13 und Ubuntu 24.04:" >&2
echo "  apt-get install -y python3 python3-venv" >&2
exit 1
