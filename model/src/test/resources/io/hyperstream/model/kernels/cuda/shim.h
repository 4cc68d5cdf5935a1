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
#define __grid_constant__
#define DYNAMIC_SHARED(name) unsigned char* name = dynamic_shared_memory()

struct alignas(8) float2 {
  float x, y;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};

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

/** See resident.cu. */
inline void arrive(unsigned*) { __syncthreads(); }
void await_all(unsigned* met, unsigned turn);

/** What a thread gives the others of its warp at once. */
struct Words {
  unsigned word[6];
};

/** Waits for all threads of the warp, after leaving words for them; gives those of all. */
const Words* exchange_in_warp(const Words& own);

inline unsigned bits_of(float value) {
  unsigned bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline float float_of(unsigned bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline float __shfl_sync(unsigned, float value, int lane) {
  return float_of(exchange_in_warp({bits_of(value)})[lane].word[0]);
}

inline float __shfl_xor_sync(unsigned, float value, int lanes) {
  return __shfl_sync(0, value, (threadIdx.x % 32) ^ lanes);
}

inline unsigned __ballot_sync(unsigned, bool vote) {
  const Words* votes = exchange_in_warp({vote});
  unsigned all = 0;
  for (int lane = 0; lane < 32; lane++) {
    all |= votes[lane].word[0] << lane;
  }
  return all;
}

inline void __syncwarp() { exchange_in_warp({}); }

inline int __ffs(unsigned bits) { return __builtin_ffs(bits); }

inline float __uint_as_float(unsigned bits) { return float_of(bits); }
inline unsigned __float_as_uint(float value) { return bits_of(value); }

inline float __fmul_rn(float x, float y) { return x * y; }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __expf(float x) { return std::exp(x); }
inline float __fdividef(float x, float y) { return x / y; }
inline float rsqrtf(float x) { return 1 / std::sqrt(x); }

template <class T>
T min(T a, T b) { return std::min(a, b); }

// --- What tensor.cu has for a GPU: the same by the same distribution over the threads of a warp. -------

#define EMULATED

inline unsigned to_bfloat16(float value) {
  unsigned bits = bits_of(value);
  return value != value ? bits >> 16 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

inline unsigned pack(float low, float high) { return to_bfloat16(low) | to_bfloat16(high) << 16; }
inline float lower(unsigned pair) { return float_of(pair << 16); }
inline float upper(unsigned pair) { return float_of(pair & 0xffff0000u); }
inline float fast_tanh(float x) { return std::tanh(x); }
inline float fast_inverse_root(float x) { return 1 / std::sqrt(x); }
inline void meet() { __syncthreads(); }

inline float2 load_2_if(bool there, const float* from) {
  return there ? *(const float2*)from : float2{0, 0};
}

inline float4 load_4_if(bool there, const float* from) {
  return there ? *(const float4*)from : float4{0, 0, 0, 0};
}

template <class T, class P>
void store_any_if(bool there, P* to, T value) {
  if (there) {
    *(T*)to = value;
  }
}

inline void store_if(bool there, unsigned* to, unsigned value) { store_any_if(there, to, value); }
inline void store_if(bool there, float* to, float value) { store_any_if(there, to, value); }
inline void store_2_if(bool there, float* to, float2 value) { store_any_if(there, to, value); }
inline void store_4_if(bool there, float* to, float4 value) { store_any_if(there, to, value); }

/** The numbers that a product in TF32 looks at. */
inline float truncated(unsigned bits) { return float_of(bits & 0xffffe000u); }

/** A number of a pair of bfloat16. */
inline float half(unsigned pair, int index) { return index == 0 ? lower(pair) : upper(pair); }

/** Adds the products of a row of a and a column of b, for each of a thread's four results. */
template <class A, class B>
void add_products(float (&c)[4], int inner, A a, B b) {
  int group = threadIdx.x % 32 / 4;
  int member = threadIdx.x % 4;
  for (int i = 0; i < 4; i++) {
    for (int k = 0; k < inner; k++) {
      c[i] += a(group + i / 2 * 8, k) * b(k, 2 * member + i % 2);
    }
  }
}

inline void multiply_tiles(float (&c)[4], uint4 a, unsigned b0, unsigned b1) {
  const Words* all = exchange_in_warp({a.x, a.y, a.z, a.w, b0, b1});
  add_products(
      c, 16,
      [=](int row, int k) {
        return half(all[row % 8 * 4 + k % 8 / 2].word[row / 8 + k / 8 * 2], k % 2);
      },
      [=](int k, int column) {
        return half(all[column * 4 + k % 8 / 2].word[4 + k / 8], k % 2);
      });
}

inline void multiply_by_4(float (&c)[4], float a0, float a1, float b) {
  const Words* all = exchange_in_warp({bits_of(a0), bits_of(a1), bits_of(b)});
  add_products(
      c, 4, [=](int row, int k) { return truncated(all[row % 8 * 4 + k].word[row / 8]); },
      [=](int k, int column) { return truncated(all[column * 4 + k].word[2]); });
}

inline void multiply_by_8(
    float (&c)[4], float a0, float a1, float a2, float a3, float b0, float b1) {
  const Words* all = exchange_in_warp(
      {bits_of(a0), bits_of(a1), bits_of(a2), bits_of(a3), bits_of(b0), bits_of(b1)});
  add_products(
      c, 8,
      [=](int row, int k) {
        return truncated(all[row % 8 * 4 + k % 4].word[row / 8 + k / 4 * 2]);
      },
      [=](int k, int column) { return truncated(all[column * 4 + k % 4].word[4 + k / 4]); });
}

inline unsigned transpose(unsigned pair) {
  const Words* all = exchange_in_warp({pair});
  int group = threadIdx.x % 32 / 4;
  int member = threadIdx.x % 4;
  unsigned transposed = 0;
  for (int i = 0; i < 2; i++) {
    unsigned row = all[(2 * member + i) * 4 + group / 2].word[0];
    transposed |= (row >> 16 * (group % 2) & 0xffff) << 16 * i;
  }
  return transposed;
}
