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

  __device__ float* row(int r) const { return data + r * stride; }
};

/** The sums of K values over the threads of a block, given to all of them. */
template <int K>
__device__ void block_sum(float (&values)[K]) {
  __shared__ float sums[K][MAX_WARPS];
  int warp = threadIdx.x / WARP;
#pragma unroll
  for (int k = 0; k < K; k++) {
    for (int lanes = WARP / 2; lanes > 0; lanes /= 2) {
      values[k] += __shfl_xor_sync(ALL_LANES, values[k], lanes);
    }
  }
  __syncthreads();  // What the call before left there has been read.
  if (threadIdx.x % WARP == 0) {
#pragma unroll
    for (int k = 0; k < K; k++) {
      sums[k][warp] = values[k];
    }
  }
  __syncthreads();
#pragma unroll
  for (int k = 0; k < K; k++) {
    values[k] = 0;
    for (int w = 0; w < blockDim.x / WARP; w++) {
      values[k] += sums[k][w];
    }
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
