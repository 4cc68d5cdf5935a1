#!/usr/bin/env bash
# Checks the back end `cuda` on this machine's GPU, measures it beside its floor, and compares it
# with PyTorch: see measure.py, which it runs. Needs Python 3. Floors and comparisons need PyTorch.
#
#   ./run.sh [--within SECONDS] [PART...]     ./run.sh --help lists the parts
#   LD_LIBRARY_PATH=...      folder of CUDA 13's libraries, if they are not found
#   HYPERSTREAM_PYTHON=...   a Python that can import torch, if it is not python3
#   OUT=...                  folder for the full output, if not the one of this file
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for folder in /usr/local/cuda*/lib64; do
  if [[ -e $folder/libcudart.so.13 ]]; then
    LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
    export LD_LIBRARY_PATH
  fi
done
exec "${HYPERSTREAM_PYTHON:-python3}" "$home/measure.py" "$@"
