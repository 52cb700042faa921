#!/bin/bash
# tests/fuzz/run.sh SECONDS [NAME...] - builds each fuzz_NAME.c with clang's fuzzer and sanitizers and runs it for so
# long, seeded by tests/fuzz/corpus/NAME.  What it finds stays in build/fuzz/found.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1; shift
[ $# -gt 0 ] || set -- $(cd tests/fuzz && ls fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')
make -s V=fuzz CC=clang build/fuzz/lib/libcrm.a
n=0
echo "1..$#"
for name; do
	work=build/fuzz/corpus/$name
	mkdir -p "$work" build/fuzz/found
	clang -std=c11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover -Iinclude -Ilib \
		-o "build/fuzz/$name" "tests/fuzz/fuzz_$name.c" build/fuzz/lib/libcrm.a -lsqlite3 -lyaml -lyajl -lutf8proc -lm -ldl
	seeds=tests/fuzz/corpus/$name
	[ -d "$seeds" ] || seeds=
	n=$((n + 1))
	if "build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -close_fd_mask=1 -verbosity=0 \
	    -artifact_prefix="build/fuzz/found/$name-" "$work" $seeds; then
		echo "ok $n - $name survives $seconds s of fuzzing"
	else
		echo "not ok $n - $name"
	fi
done
