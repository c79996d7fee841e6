#!/bin/sh
# Sees to the Debian packages the service needs; `system_packages.sh tests` adds what tests need.
# Root on Debian and Ubuntu gets them installed; others are told the one line that does it.
set -eu

needed="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "Kein Debian oder Ubuntu: Bitte selbst für Pango, HarfBuzz (subset) und Noto Sans sorgen." >&2
    exit 0
fi

missing=""
for package in $needed; do
    # Newer releases carry the suffix t64.
    dpkg-query -W -f='${db:Status-Status}\n' "$package" "${package}t64" 2>/dev/null \
        | grep -qx installed || missing="$missing $package"
done
if [ "${1:-}" = tests ]; then
    if ! command -v chromium >/dev/null 2>&1; then missing="$missing chromium"; fi
fi
[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" -ne 0 ]; then
    echo "Es fehlen Systempakete. Bitte einmal ausführen:" >&2
    echo "  sudo $line" >&2
    exit 1
fi
echo "Systempakete werden installiert:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
$line -q >/dev/null
