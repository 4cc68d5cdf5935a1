#!/usr/bin/env bash
# Packs everything that `bench` needs into one file: a Java runtime, our jars and the jars that they
# load. The target machine only needs an NVIDIA driver and the libraries of CUDA 13.
#
#   docker/gpu/bundle.sh [FILE]      (default: target/hyperstream-gpu.tar.gz)
#
# On that machine: tar xzf hyperstream-gpu.tar.gz && hyperstream-gpu/run.sh
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)
mkdir -p "$home/target"
file=$(realpath -m "${1:-$home/target/hyperstream-gpu.tar.gz}")
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}

# In addition to the base: thread times, parsing of configurations, and what JavaCPP and Jackson need.
modules=java.base,java.management,java.xml,jdk.unsupported,jdk.incubator.vector
# Jars that are loaded only on a machine with a GPU.
always=(hyperstream-model hyperstream-job hyperstream-tools cuda javacpp)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/hyperstream-gpu
mkdir -p "$bundle/lib"
cp "$here/hyperstream" "$here/run.sh" "$home/LICENSE" "$bundle"

echo "Building ..." >&2
(cd "$home" && mvn -B -q -DskipTests -pl tools -am package \
  dependency:copy-dependencies -DincludeScope=compile -DoutputDirectory="$work/all" 1>&2)
# Without log4j, which would require java.desktop, and without ND4J, which is large.
rm "$work"/all/{log4j,nd4j}-*.jar
cp "$home"/tools/target/hyperstream-tools-*.jar "$work/all"
"$java_home/bin/jlink" --compress=2 --strip-debug --no-header-files --no-man-pages \
  --add-modules "$modules" --output "$bundle/jre"

# Runs the bundle as on another machine, without this machine's environment.
bench() {
  env -i HYPERSTREAM_LIB="$1" HYPERSTREAM_JAVA_OPTS="${2:-}" "$bundle/hyperstream" bench "${@:3}"
}

echo "Finding out which jars are needed ..." >&2
log=-Xlog:class+load:file=$work/loaded
bench "$work/all" "$log-check" check > /dev/null
bench "$work/all" "$log-speed" speed --hidden 16 --batch 1 --lanes 1 --seconds 0.01 --rounds 1 --stages \
  --json > /dev/null
sed -n "s|.*source:.*file:$work/all/\([^/!]*\.jar\).*|\1|p" "$work"/loaded-* | sort -u |
  while read -r jar; do cp "$work/all/$jar" "$bundle/lib"; done
for name in "${always[@]}"; do
  find "$work/all" -name "*$name-[0-9]*.jar" -exec cp {} "$bundle/lib" \;
done

echo "Testing the bundle ..." >&2
bench "$bundle/lib" "" check >&2
tar czf "$file" -C "$work" hyperstream-gpu
echo "$file: $(($(stat -c %s "$file") >> 20)) MiB" >&2
