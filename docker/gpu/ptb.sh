#!/usr/bin/env bash
# The paper's rows of Penn Treebank, by characters (table 3): trains each, and measures the test text
# frozen and while it is learned. Prints a line of JSON for each figure.
#   docker/gpu/ptb.sh DATA MODELS [OPTION...]
# DATA has train.txt, valid.txt and test.txt, a blank before and after each line. The models go to the
# folder MODELS, with a picture of each training; run again, the script goes on, and only measures those
# that are trained. ROWS names the presets to train, if not all. Options go to 'hyperstream train', such as
#   --learn.backend cuda --learn.precision bf16 --within 120
#   --passes 1 --model.hidden 16 --model.hyper 4 --learn.window 20 --learn.batch 16
# for two minutes each on a GPU, or to try the script with a small network. LEARN_RATE and ANCHOR are those
# of learning on.
set -euo pipefail

data=${1:?the folder with train.txt, valid.txt and test.txt}
models=${2:?the folder for the models}
shift 2
mkdir -p "$models"
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# A bundle has a runtime and the jars beside this file; a checkout has its own launcher.
[[ -d $home/jre ]] || home=$home/../..

# Those of the job, which the replay takes too, but for the rate: the network must be the same.
job=()
for ((i = 1; i <= $#; i++)); do
  if [[ ${!i} == --learn.rate* ]]; then
    continue
  elif [[ ${!i} == --*.*=* ]]; then
    job+=("${!i}")
  elif [[ ${!i} == --*.* ]]; then
    next=$((i + 1))
    job+=("${!i}" "${!next:?has no value}")
  fi
done

for preset in ${ROWS:-ptb ptb-large-embedding ptb-2layer}; do
  model=$models/$preset.safetensors
  if [[ ! -e $model || -e $model.training ]]; then
    "$home/hyperstream" train "$data/train.txt" --valid "$data/valid.txt" --test "$data/test.txt" \
      --to "$model" --json --learn.preset "$preset" "$@"
  fi
  "$home/hyperstream" replay --bare --json --learn.preset "$preset" "${job[@]}" \
    --learn.rate "${LEARN_RATE:-0.0001}" --learn.anchor "${ANCHOR:-0}" \
    --model.start file --model.file "$model" --model.moments true "$data/test.txt"
done
