#!/usr/bin/env bash
# Makes sure that PostgreSQL's binaries are there for `npm run test:postgres`; only a root on Debian can be helped.
set -eu
if [ -n "${DATABASE_URL:-}" ] || ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null; then
  exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "PostgreSQL's server binaries (15 or later) are wanted; install them or set DATABASE_URL." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq postgresql
