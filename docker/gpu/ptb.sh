#!/usr/bin/env bash
# The paper's rows of Penn Treebank, by characters (table 3): trains each, and measures the test text
# frozen and while it is learned. Prints a line of JSON for each figure.
#   docker/gpu/ptb.sh DATA MODELS [OPTION...]
# DATA has train.txt, valid.txt and test.txt, a blank before and after each line. The models go to the
# folder MODELS; run again, the script goes on, and only measures those that are trained. Options go to
# 'hyperstream train' and name what is trained in place of the paper's rows, such as a small network
# to try the script:
#   docker/gpu/ptb.sh ptb models --passes 1 --model.hidden 16 --model.hyper 4 --learn.window 20 --learn.batch 16
# Where there is a GPU, give --learn.backend cuda --dropout 0: it cannot drop yet.
set -euo pipefail

data=${1:?the folder with train.txt, valid.txt and test.txt}
models=${2:?the folder for the models}
shift 2
mkdir -p "$models"
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# A bundle has a runtime and the jars beside this file; a checkout has its own launcher.
[[ -d $home/jre ]] || home=$home/../..

# Those of the job, which the replay takes too: the network must be the same.
job=()
for ((i = 1; i <= $#; i++)); do
  if [[ ${!i} == --*.*=* ]]; then
    job+=("${!i}")
  elif [[ ${!i} == --*.* ]]; then
    next=$((i + 1))
    job+=("${!i}" "${!next:?has no value}")
  fi
done

for preset in ptb ptb-large-embedding ptb-2layer; do
  model=$models/$preset.safetensors
  if [[ ! -e $model || -e $model.training ]]; then
    "$home/hyperstream" train "$data/train.txt" --valid "$data/valid.txt" --test "$data/test.txt" \
      --to "$model" --json --learn.preset "$preset" "$@"
  fi
  "$home/hyperstream" replay --bare --json --learn.preset "$preset" "${job[@]}" --learn.rate 0.0001 \
    --model.start file --model.file "$model" --model.moments true "$data/test.txt"
done
