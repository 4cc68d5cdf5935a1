// The tensor cores: products of small tiles, made by the 32 threads of a warp together, each of which
// holds a part of every tile. They need compute capability 8.0.
//
// Thread 4 g + m of a warp is member m of group g. In a tile of results, 16 x 8, it holds the columns
// 2 m and 2 m + 1 of the rows g and g + 8: values 0 and 1, and 2 and 3. What it holds of the factors
// is said at each product. The order of the inner dimension is the caller's, if both factors agree.

/** Where a thread stands in its warp. */
struct Lane {
  int group;
  int member;

  __device__ Lane() : group(threadIdx.x % WARP / 4), member(threadIdx.x % 4) {}
};

// The emulated GPU has its own of what follows; see shim.h.
#ifndef EMULATED

/** Two numbers rounded to bfloat16; the first in the lower half. */
__device__ unsigned pack(float low, float high) {
  unsigned both;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(high), "f"(low));
  return both;
}

/** The numbers of a pair. */
__device__ float lower(unsigned pair) { return __uint_as_float(pair << 16); }
__device__ float upper(unsigned pair) { return __uint_as_float(pair & 0xffff0000u); }

/** With an error of up to 2^-11 of the result, less than rounding it to bfloat16. */
__device__ float fast_tanh(float x) {
  float y;
  asm("tanh.approx.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

__device__ float fast_inverse_root(float x) { return rsqrtf(x); }

/**
 * c (16 x 8) += a (16 x 16) b (16 x 8), of bfloat16. Of the inner dimension a thread holds 2 m, 2 m +
 * 1 and those plus 8: of a in the rows g and g + 8 (words 0 and 1, then 2 and 3), of b in column g.
 */
__device__ void multiply_tiles(float (&c)[4], uint4 a, unsigned b0, unsigned b1) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
      "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(a.x), "r"(a.y), "r"(a.z), "r"(a.w), "r"(b0), "r"(b1));
}

/**
 * c (16 x 8) += a (16 x 4) b (4 x 8), in TF32. Of the inner dimension a thread holds m: of a in the
 * rows g and g + 8, of b in column g.
 */
__device__ void multiply_by_4(float (&c)[4], float a0, float a1, float b) {
  asm("mma.sync.aligned.m16n8k4.row.col.f32.tf32.tf32.f32 "
      "{%0, %1, %2, %3}, {%4, %5}, {%6}, {%0, %1, %2, %3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(__float_as_uint(a0)), "r"(__float_as_uint(a1)), "r"(__float_as_uint(b)));
}

/**
 * c (16 x 8) += a (16 x 8) b (8 x 8), in TF32. Of the inner dimension a thread holds m and m + 4: of a
 * in the rows g and g + 8 (words 0 and 1, then 2 and 3), of b in column g.
 */
__device__ void multiply_by_8(
    float (&c)[4], float a0, float a1, float a2, float a3, float b0, float b1) {
  asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
      "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(__float_as_uint(a0)), "r"(__float_as_uint(a1)), "r"(__float_as_uint(a2)),
        "r"(__float_as_uint(a3)), "r"(__float_as_uint(b0)), "r"(__float_as_uint(b1)));
}

/**
 * An 8 x 8 tile of bfloat16 transposed: a thread gives the columns 2 m and 2 m + 1 of row g, and gets
 * the rows 2 m and 2 m + 1 of column g.
 */
__device__ unsigned transpose(unsigned pair) {
  unsigned transposed;
  asm("movmatrix.sync.aligned.m8n8.trans.b16 %0, %1;" : "=r"(transposed) : "r"(pair));
  return transposed;
}

// Reading and writing under a condition, without a branch: where the ways of a branch meet again, what
// is on its way from memory would have to be waited for.

/** The numbers from an address on, or zeros. */
__device__ float2 load_2_if(bool there, const float* from) {
  float2 v = {0, 0};
  asm volatile(
      "{ .reg .pred p; setp.ne.s32 p, %2, 0; @p ld.global.v2.f32 {%0, %1}, [%3]; }"
      : "+f"(v.x), "+f"(v.y)
      : "r"((int)there), "l"(from));
  return v;
}

__device__ float4 load_4_if(bool there, const float* from) {
  float4 v = {0, 0, 0, 0};
  asm volatile(
      "{ .reg .pred p; setp.ne.s32 p, %4, 0; @p ld.global.v4.f32 {%0, %1, %2, %3}, [%5]; }"
      : "+f"(v.x), "+f"(v.y), "+f"(v.z), "+f"(v.w)
      : "r"((int)there), "l"(from));
  return v;
}

__device__ void store_2_if(bool there, float* to, float2 v) {
  asm volatile(
      "{ .reg .pred p; setp.ne.s32 p, %0, 0; @p st.global.v2.f32 [%1], {%2, %3}; }"
      :
      : "r"((int)there), "l"(to), "f"(v.x), "f"(v.y)
      : "memory");
}

__device__ void store_4_if(bool there, float* to, float4 v) {
  asm volatile(
      "{ .reg .pred p; setp.ne.s32 p, %0, 0; @p st.global.v4.f32 [%1], {%2, %3, %4, %5}; }"
      :
      : "r"((int)there), "l"(to), "f"(v.x), "f"(v.y), "f"(v.z), "f"(v.w)
      : "memory");
}

__device__ void store_if(bool there, unsigned* to, unsigned v) {
  asm volatile(
      "{ .reg .pred p; setp.ne.s32 p, %0, 0; @p st.global.b32 [%1], %2; }"
      :
      : "r"((int)there), "l"(to), "r"(v)
      : "memory");
}

__device__ void store_if(bool there, float* to, float v) {
  asm volatile(
      "{ .reg .pred p; setp.ne.s32 p, %0, 0; @p st.global.f32 [%1], %2; }"
      :
      : "r"((int)there), "l"(to), "f"(v)
      : "memory");
}

/** Waits for all threads of the block, which may wait at different places. */
__device__ void meet() { asm volatile("barrier.sync 0;" ::: "memory"); }

#endif

__device__ float fast_sigmoid(float x) { return 0.5f * fast_tanh(0.5f * x) + 0.5f; }
