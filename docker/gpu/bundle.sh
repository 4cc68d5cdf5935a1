#!/usr/bin/env bash
# Packs everything that `bench`, `replay` and `train` need into one file: a Java runtime, our jars and the
# jars that they load. The target machine only needs an NVIDIA driver and the libraries of CUDA 13.
#
#   docker/gpu/bundle.sh [FILE]      (default: target/hyperstream-gpu.tar.xz)
#
# On that machine: tar xJf hyperstream-gpu.tar.xz && hyperstream-gpu/run.sh
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)
mkdir -p "$home/target"
file=$(realpath -m "${1:-$home/target/hyperstream-gpu.tar.xz}")
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}

# In addition to the base: what Kafka, Flink, Log4j, JavaCPP and Jackson need.
modules=java.base,java.desktop,java.instrument,java.logging,java.management,java.management.rmi
modules+=,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml
modules+=,jdk.incubator.vector,jdk.management,jdk.unsupported
# Jars that are loaded only on a machine with a GPU.
always=(hyperstream-model hyperstream-job hyperstream-tools cuda javacpp)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/hyperstream-gpu
mkdir -p "$bundle/lib"
cp "$here"/{hyperstream,run.sh,ptb.sh,measure.py} "$home/LICENSE" "$bundle"

echo "Building ..." >&2
(cd "$home" && mvn -B -q -DskipTests -pl tools -am package \
  dependency:copy-dependencies -DincludeScope=compile -DoutputDirectory="$work/all" 1>&2)
cp "$home"/tools/target/lib/*.jar "$home"/tools/target/hyperstream-tools-*.jar "$work/all"
# Without ND4J, which is large.
rm "$work"/all/nd4j-*.jar
"$java_home/bin/jlink" --compress=0 --strip-debug --no-header-files --no-man-pages \
  --add-modules "$modules" --output "$bundle/jre"

# hyperstream LIB JAVA_OPTIONS ARGUMENT...: runs the bundle as on another machine, without this
# machine's environment.
hyperstream() {
  env -i HYPERSTREAM_LIB="$1" HYPERSTREAM_JAVA_OPTS="$2" "$bundle/hyperstream" "${@:3}"
}

# commands LIB JAVA_OPTIONS: runs each kind of command once.
commands() {
  local replay=(replay "$work/text" --learn.warm-up "0 s")
  local job=(bench job --keys 2 --duration 1s --load 1 --json --learn.warm-up "0 s")
  local from_file=(--model.start file --model.file "$work/model")
  hyperstream "$1" "$2" bench check
  hyperstream "$1" "$2" bench speed --hidden 16 --batch 1 --lanes 1 --seconds 0.01 --rounds 1 --stages --json
  hyperstream "$1" "$2" "${job[@]}"
  hyperstream "$1" "$2" "${job[@]}" --records numbers --input.format vector --vector.dimension 3
  hyperstream "$1" "$2" "${replay[@]}" --split 2 --model.save "$work/model"
  hyperstream "$1" "$2" "${replay[@]}" "${from_file[@]}"
  hyperstream "$1" "$2" "${replay[@]}" "${from_file[@]}" --bare --json
  hyperstream "$1" "$2" "${replay[@]}" --model.start bundled
  hyperstream "$1" "$2" "${replay[@]}" --model.start bundled --bare
  hyperstream "$1" "$2" train "$work/text" --valid "$work/valid" --to "$(mktemp -d -p "$work")/trained" --passes 1 \
    --learn.preset fast --json
}

echo "Finding out which jars are needed ..." >&2
head -c 4000 "$home/LICENSE" > "$work/text"
tail -c 4000 "$home/LICENSE" > "$work/valid"
commands "$work/all" "-Xlog:class+load:file=$work/loaded-%p" > /dev/null
sed -n "s|.*source:.*file:$work/all/\([^/!]*\.jar\).*|\1|p" "$work"/loaded-* | sort -u > "$work/needed"
for name in "${always[@]}"; do
  (cd "$work/all" && ls ./*"$name"-[0-9]*.jar) | sed 's|^\./||' >> "$work/needed"
done

sort -u "$work/needed" | "$here/repack.py" "$work/all" "$bundle/lib"

echo "Testing the bundle ..." >&2
commands "$bundle/lib" "" >&2
tar cf - -C "$work" hyperstream-gpu | xz -8 > "$file"
echo "$file: $(($(stat -c %s "$file") >> 20)) MiB" >&2
