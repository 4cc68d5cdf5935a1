// What the kernels share. All sources are one translation unit, in the order that CudaSource names.
//
// Arguments are numbers, pointers and structs of 8-byte fields. Every sum is made in an order that
// depends on nothing but the shape, so that the same input gives the same bits.

typedef long long int64;

constexpr unsigned ALL_LANES = 0xffffffffu;
constexpr int WARP = 32;
constexpr int MAX_WARPS = 32;
constexpr int MAX_THREADS = WARP * MAX_WARPS;

/** Names the bytes that a launch asked for. */
#ifndef DYNAMIC_SHARED
#define DYNAMIC_SHARED(name) extern __shared__ __align__(16) unsigned char name[]
#endif

/** A row-major matrix; see DeviceMatrix. */
struct Matrix {
  float* data;
  int64 stride;

  __device__ float* row(int r) const { return data + (int64)r * (int)stride; }
};

/**
 * The sums of K values, a power of two, over the lanes of a warp: each value's sum goes to 32 / K lanes
 * in a row. Half of the values go to each half of the lanes, and so on, which takes fewer exchanges
 * than if all lanes got all sums.
 */
template <int K, int DISTANCE = WARP / 2>
__device__ float warp_sums(const float (&values)[K]) {
  if constexpr (K == 1) {
    float sum = values[0];
#pragma unroll
    for (int distance = DISTANCE; distance > 0; distance /= 2) {
      sum += __shfl_xor_sync(ALL_LANES, sum, distance);
    }
    return sum;
  } else {
    constexpr int HALF = K / 2;
    float half[HALF];
    bool upper = threadIdx.x & DISTANCE;
#pragma unroll
    for (int k = 0; k < HALF; k++) {
      float kept = upper ? values[k + HALF] : values[k];
      float sent = upper ? values[k] : values[k + HALF];
      half[k] = kept + __shfl_xor_sync(ALL_LANES, sent, DISTANCE);
    }
    return warp_sums<HALF, DISTANCE / 2>(half);
  }
}

/**
 * The sums of K values, a power of two, over the threads of a block, given to all of them. Calls of one
 * kernel with the same K need different slots, so that none waits until the call before was read.
 *
 * THREADS: how many of the block's first threads have values, if not all; the others wait with them.
 */
template <int SLOT = 0, int THREADS = 0, int K>
__device__ void block_sum(float (&values)[K]) {
  constexpr int LANES = WARP / K;
  constexpr int MAX = THREADS > 0 ? THREADS / WARP : MAX_WARPS;
  __shared__ float sums[K][MAX_WARPS];
  int warps = THREADS > 0 ? MAX : blockDim.x / WARP;
  int lane = threadIdx.x % WARP;
  float sum = warp_sums(values);
  if (lane % LANES == 0) {
    sums[lane / LANES][threadIdx.x / WARP] = sum;
  }
  __syncthreads();
  sum = 0;
#pragma unroll
  for (int first = 0; first < MAX; first += LANES) {
    int w = first + lane % LANES;
    sum += w < warps ? sums[lane / LANES][w] : 0;
  }
#pragma unroll
  for (int distance = LANES / 2; distance > 0; distance /= 2) {
    sum += __shfl_xor_sync(ALL_LANES, sum, distance);
  }
#pragma unroll
  for (int k = 0; k < K; k++) {
    values[k] = __shfl_sync(ALL_LANES, sum, k * LANES);
  }
}

/** The same over the lanes of a warp. */
template <int K>
__device__ void sum_over_warp(float (&values)[K]) {
  float sum = warp_sums(values);
#pragma unroll
  for (int k = 0; k < K; k++) {
    values[k] = __shfl_sync(ALL_LANES, sum, k * (WARP / K));
  }
}

/** The largest of the threads' values, given to all of them; a NaN may get lost. */
__device__ float block_max(float value) {
  __shared__ float largest[MAX_WARPS];
  for (int lanes = WARP / 2; lanes > 0; lanes /= 2) {
    value = fmaxf(value, __shfl_xor_sync(ALL_LANES, value, lanes));
  }
  __syncthreads();
  if (threadIdx.x % WARP == 0) {
    largest[threadIdx.x / WARP] = value;
  }
  __syncthreads();
  for (int w = 0; w < blockDim.x / WARP; w++) {
    value = fmaxf(value, largest[w]);
  }
  return value;
}
