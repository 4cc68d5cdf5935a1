#!/usr/bin/env bash
# Checks the back end `cuda` on this machine's GPU, measures it, and compares it with PyTorch.
# Exits with 1 if the check or a measurement failed.
#
#   ./run.sh [PART...]       check, speed, compare; default: all three. The output is also written
#                            to results.txt
#   LD_LIBRARY_PATH=...      folder of CUDA 13's libraries, if the system does not find them
#   HYPERSTREAM_PYTHON=...   a Python that can import torch, if it is not python3
set -uo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
failed=0
parts=" ${*:-check speed compare} "

# run PART ARGUMENT...: runs bench with these arguments if this part is requested.
run() {
  if [[ $parts == *" $1 "* ]]; then
    echo
    echo "== bench ${*:2}"
    "$home/hyperstream" bench "${@:2}" || failed=1
  fi
}

{
  nvidia-smi --query-gpu=index,name,driver_version,compute_cap,memory.total --format=csv || failed=1
  run check check
  run speed speed --backend cuda --preset ptb,enwik8,small --batch 1,4,16,64,128,256,512,1024 \
    --work learn --lanes 1 --stages
  run speed speed --backend cuda --precision tf32,fp32,bf16 --preset ptb --batch 128 --work learn --lanes 1
  run compare speed --backend cuda --preset ptb --batch 128 --work learn --lanes 1 --against pytorch
  exit "$failed"
} 2>&1 | tee "$home/results.txt"
