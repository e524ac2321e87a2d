#!/bin/sh
# Finds routers in a table of 3,000, as Traefik's muxer and as we do it, and compares the times. Wants Go and cargo.
set -eu
cd "$(dirname "$0")"
TABLE=$(mktemp)
trap 'rm -f "$TABLE"' EXIT
go run ./cmd/generate -ask crowd -count 1 -seed "${1:-1}" > "$TABLE"
TRAEFIK_NS=$(go run ./cmd/rules -bench "$TABLE")
export TABLE TRAEFIK_NS
cargo bench -q -p traefik --bench table
