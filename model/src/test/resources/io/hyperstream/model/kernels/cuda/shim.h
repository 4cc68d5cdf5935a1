// Lets a C++ compiler take CUDA kernels for functions of the host: one block after the other, each
// thread of it a fiber that runs until it waits for the others.
#pragma once
#include <cmath>
#include <cstring>
#include <algorithm>

#define __global__
#define __device__ inline
#define __shared__ static
#define __launch_bounds__(...)
#define DYNAMIC_SHARED(name) unsigned char* name = dynamic_shared_memory()

struct Index {
  unsigned x;
  unsigned y;
};
extern Index threadIdx;
extern Index blockIdx;
extern Index blockDim;
extern Index gridDim;

/** The memory that the threads of a block share and the launch gave a size. */
unsigned char* dynamic_shared_memory();

/** Waits for all threads of the block. */
void __syncthreads();

/** Waits for all threads of the warp, after leaving a value for them; gives those of all. */
const unsigned* exchange_in_warp(unsigned value);

inline float __shfl_xor_sync(unsigned, float value, int lanes) {
  unsigned bits;
  std::memcpy(&bits, &value, sizeof bits);
  unsigned other = exchange_in_warp(bits)[(threadIdx.x % 32) ^ lanes];
  std::memcpy(&value, &other, sizeof value);
  return value;
}

inline unsigned __ballot_sync(unsigned, bool vote) {
  const unsigned* votes = exchange_in_warp(vote);
  unsigned all = 0;
  for (int lane = 0; lane < 32; lane++) {
    all |= votes[lane] << lane;
  }
  return all;
}

inline int __ffs(unsigned bits) { return __builtin_ffs(bits); }

template <class T>
T min(T a, T b) { return std::min(a, b); }
