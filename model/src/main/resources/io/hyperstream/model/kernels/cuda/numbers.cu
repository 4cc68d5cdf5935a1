// How numbers lie in memory: factors of products as floats or as bfloat16, the upper half of a float;
// and how a thread takes a few of them at once.

struct Bfloat16 {
  unsigned short bits;
};

__device__ float wide(float x) { return x; }

__device__ float wide(Bfloat16 x) { return __uint_as_float((unsigned)x.bits << 16); }

/** A float as one number of an array. */
__device__ void put(float* at, float x) { *at = x; }

/** Rounded to the nearest, of two to the even one; what is not a number stays so. */
__device__ void put(Bfloat16* at, float x) {
#if __CUDA_ARCH__ >= 800
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(at->bits) : "f"(x));
#else
  unsigned bits = __float_as_uint(x);
  bool number = (bits & 0x7fffffffu) <= 0x7f800000u;
  at->bits = number ? (bits + 0x7fffu + (bits >> 16 & 1)) >> 16 : bits >> 16 | 0x40;
#endif
}

/** V adjacent numbers, which move together where they are aligned. */
template <class T, int V>
struct alignas(V * sizeof(T)) Pack {
  T at[V];
};

template <class T, int V>
__device__ void unpack(float (&x)[V], const Pack<T, V>& pack) {
#pragma unroll
  for (int i = 0; i < V; i++) {
    x[i] = wide(pack.at[i]);
  }
}

// Four at once: the compiler would read and write each by itself.

template <>
__device__ void unpack(float (&x)[4], const Pack<float, 4>& pack) {
  float4 all = *reinterpret_cast<const float4*>(&pack);
  x[0] = all.x;
  x[1] = all.y;
  x[2] = all.z;
  x[3] = all.w;
}

template <>
__device__ void unpack(float (&x)[4], const Pack<Bfloat16, 4>& pack) {
  uint2 pairs = *reinterpret_cast<const uint2*>(&pack);
  x[0] = __uint_as_float(pairs.x << 16);
  x[1] = __uint_as_float(pairs.x & 0xffff0000u);
  x[2] = __uint_as_float(pairs.y << 16);
  x[3] = __uint_as_float(pairs.y & 0xffff0000u);
}

template <class T, int V>
__device__ void write(Pack<T, V>* to, const float (&x)[V]) {
  Pack<T, V> pack;
#pragma unroll
  for (int i = 0; i < V; i++) {
    put(&pack.at[i], x[i]);
  }
  *to = pack;
}

template <>
__device__ void write(Pack<float, 4>* to, const float (&x)[4]) {
  *reinterpret_cast<float4*>(to) = {x[0], x[1], x[2], x[3]};
}

template <>
__device__ void write(Pack<Bfloat16, 4>* to, const float (&x)[4]) {
  Bfloat16 each[4];
#pragma unroll
  for (int i = 0; i < 4; i++) {
    put(&each[i], x[i]);
  }
  *reinterpret_cast<uint2*>(to) = {
      each[0].bits | (unsigned)each[1].bits << 16, each[2].bits | (unsigned)each[3].bits << 16};
}

/** Whether number i of a pack that begins with number j is one of n. */
template <bool ALIGNED>
__device__ bool is_there(int j, int i, int n) {
  return j + (ALIGNED ? 0 : i) < n;
}

/**
 * Numbers j to j + V - 1 of n, as floats; any floats in the place of those from n on.
 *
 * ALIGNED: all packs of the row are whole, and begin at a multiple of their size.
 */
template <bool ALIGNED, int V, class T>
__device__ void load(float (&x)[V], const T* row, int j, int n) {
  if constexpr (ALIGNED) {
    unpack(x, *reinterpret_cast<const Pack<T, V>*>(row + min(j, n - V)));
  } else {
#pragma unroll
    for (int i = 0; i < V; i++) {
      x[i] = wide(row[min(j + i, n - 1)]);
    }
  }
}

/** The other way; nothing is written from n on. */
template <bool ALIGNED, int V, class T>
__device__ void store(T* row, const float (&x)[V], int j, int n) {
  if constexpr (ALIGNED) {
    if (j < n) {
      write(reinterpret_cast<Pack<T, V>*>(row + j), x);
    }
  } else {
#pragma unroll
    for (int i = 0; i < V; i++) {
      if (j + i < n) {
        put(row + j + i, x[i]);
      }
    }
  }
}

/** Bytes that a thread copies at once. */
constexpr int COPY = 16;

/** Starts to copy COPY bytes into shared memory, and goes on. Both addresses are multiples of it. */
__device__ void start_copy(void* shared, const void* from) {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(
                   (unsigned)__cvta_generic_to_shared(shared)),
               "l"(from)
               : "memory");
#else
  *(Pack<float, 4>*)shared = *(const Pack<float, 4>*)from;
#endif
}

/** The same of any multiple of so many bytes, by all threads of a block. */
__device__ void start_copy(void* shared, const void* from, int bytes) {
  for (int at = threadIdx.x * COPY; at < bytes; at += blockDim.x * COPY) {
    start_copy((char*)shared + at, (const char*)from + at);
  }
}

/** Ends a group of the copies that this thread starts. */
__device__ void end_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;" ::: "memory");
#endif
}

/** Waits for the copies that this thread has started, but not for those of so many last groups. */
template <int GROUPS>
__device__ void finish_copies_before() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" ::"n"(GROUPS) : "memory");
#endif
}

/** Waits for the copies that this thread has started; the others' need a barrier, too. */
__device__ void finish_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_all;" ::: "memory");
#endif
}

/** Factors of a product made of a matrix of floats: a block for each row, as rows.cu. */
template <class T>
__device__ void make_factors(Matrix from, T* to, int64 stride, int columns) {
  FOR_COLUMNS(j, columns) { put(to + blockIdx.x * stride + j, from.row(blockIdx.x)[j]); }
}

extern "C" __global__ void factors_float(Matrix from, float* to, int64 stride, int columns) {
  make_factors(from, to, stride, columns);
}

extern "C" __global__ void factors_bfloat16(Matrix from, Bfloat16* to, int64 stride, int columns) {
  make_factors(from, to, stride, columns);
}

/** The same of the transpose. */
template <class T>
__device__ void make_transposed_factors(Matrix from, T* to, int64 stride, int columns) {
  FOR_COLUMNS(j, columns) { put(to + j * stride + blockIdx.x, from.row(blockIdx.x)[j]); }
}

extern "C" __global__ void transposed_float(Matrix from, float* to, int64 stride, int columns) {
  make_transposed_factors(from, to, stride, columns);
}

extern "C" __global__ void transposed_bfloat16(
    Matrix from, Bfloat16* to, int64 stride, int columns) {
  make_transposed_factors(from, to, stride, columns);
}
