// A window of a layer in one launch: all blocks stay on the card from its first step to its last, with
// what they multiply by in shared memory. At each step they meet twice. A block makes a share of the
// product, for all rows: a part of its columns, over a part of the inner dimension. Then it does the
// rest of the step for a row, whose columns are the sums of their shares. Factors are bfloat16.

#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800

/** Columns of a share, in tiles of 8. */
constexpr int SHARE_TILES = 18;

/** What a share covers of the inner dimension, in groups of 32. */
constexpr int SHARE_GROUPS = 9;
constexpr int GROUP = 32;
constexpr int SHARE_COLUMNS = 8 * SHARE_TILES;
constexpr int SHARE_DEPTH = GROUP * SHARE_GROUPS;
constexpr int SHARE_WORDS = SHARE_TILES * SHARE_GROUPS * WARP;

/** Tiles of a share that a warp has under way at the same time. */
constexpr int TILES_AT_ONCE = 3;

constexpr int RESIDENT_THREADS = 256;
constexpr int RESIDENT_WARPS = RESIDENT_THREADS / WARP;

/** The maximum number of parts of N + M; as in ResidentSteps. */
constexpr int RESIDENT_PARTS = 4;

/** The maximum number of steps of a window; as in ResidentSteps. */
constexpr int MAX_RESIDENT_STEPS = 512;

/** What the kernels work on; see ResidentSteps. */
struct Resident {
  Layer layer;
  const Bfloat16* weight;  // N + M x 4 (N + M).
  int64 weight_stride;
  float* shares;           // The products of the parts of the inner dimension, one after the other.
  unsigned* met;           // How many blocks have come to all meetings so far.
  int64 steps;
  int starts[MAX_RESIDENT_STEPS + 2];  // The first row of step -1 and so on; then where the last ends.

  __device__ int start(int t) const { return starts[t + 1]; }
  __device__ int count(int t) const { return t < steps ? starts[t + 2] - starts[t + 1] : 0; }
};

// The emulated GPU has its own; see shim.h.
#ifndef EMULATED

/** Says that this block has come to a meeting of all blocks. */
__device__ void arrive(unsigned* met) {
  __syncthreads();
  if (threadIdx.x == 0) {
    __threadfence();
    atomicAdd(met, 1);
  }
}

/** Waits until all have come, the turn-th time. What they had written before is then seen. */
__device__ void await_all(unsigned* met, unsigned turn) {
  if (threadIdx.x == 0) {
    unsigned now;
    do {
      asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(now) : "l"(met) : "memory");
    } while (now < turn * gridDim.x);
  }
  __syncthreads();
}

#endif

/** A product of some rows of factors with a matrix of depth x columns, in shares. */
template <bool TRANSPOSED>
struct SharedProduct {
  const Resident& all;
  /** The maximum number of parts that the inner dimension is in. */
  static constexpr int PARTS = TRANSPOSED ? GATES * RESIDENT_PARTS : RESIDENT_PARTS;

  uint4* weights;  // Of this block's share; see fill.
  int depth;
  int columns;
  int parts;  // Of the inner dimension.
  unsigned turn = 0;

  __device__ SharedProduct(const Resident& all, unsigned char* memory)
      : all(all), weights((uint4*)memory) {
    int units = (int)(all.layer.main.n + all.layer.hyper.n);
    depth = TRANSPOSED ? GATES * units : units;
    columns = TRANSPOSED ? units : GATES * units;
    parts = (depth + SHARE_DEPTH - 1) / SHARE_DEPTH;
  }

  __device__ int part() const { return blockIdx.x % parts; }
  __device__ int first_column() const { return blockIdx.x / parts * SHARE_COLUMNS; }

  /**
   * Copies the weights. A word of 16 bytes holds 8 adjacent numbers of the inner dimension in one
   * column: what a thread gives to two products of tiles.
   */
  __device__ void fill() const {
#pragma unroll 4
    for (int at = threadIdx.x; at < SHARE_WORDS; at += RESIDENT_THREADS) {
      int lane = at % WARP;
      int column = first_column() + at / WARP % SHARE_TILES * 8 + lane / 4;
      int first = part() * SHARE_DEPTH + at / WARP / SHARE_TILES * GROUP + lane % 4 * 8;
      Pack<Bfloat16, 8> numbers;
#pragma unroll
      for (int i = 0; i < 8; i++) {
        int inner = first + i;
        int64 from = TRANSPOSED ? column * all.weight_stride + inner
                                : inner * all.weight_stride + column;
        numbers.at[i] = column < columns && inner < depth ? all.weight[from] : Bfloat16{0};
      }
      weights[at] = *reinterpret_cast<uint4*>(&numbers);
    }
    __syncthreads();
  }

  /** Waits for what all blocks had done when they arrived. */
  __device__ void wait() { await_all(all.met, ++turn); }

  __device__ void meet() {
    arrive(all.met);
    wait();
  }

  /** Makes this block's share for so many rows of factors, and says so. */
  __device__ void multiply(const void* factors, int64 stride, int count) const {
    if (first_column() < columns && count > 0) {
      multiply_share((const Bfloat16*)factors, stride, count);
    }
    arrive(all.met);
  }

  /** Warps take 16 rows each, and where there are fewer than 8 times 16, take turns with the tiles. */
  __device__ void multiply_share(const Bfloat16* factors, int64 stride, int count) const {
    int warp = threadIdx.x / WARP;
    Lane lane;
    int row_tiles = (count + 15) / 16;
    int mates = RESIDENT_WARPS / row_tiles;
    int mate = warp / row_tiles;
    if (mate >= mates) {
      return;
    }
    int row = warp % row_tiles * 16 + lane.group;
    const Bfloat16* upper_row = factors + min(row, count - 1) * stride;
    const Bfloat16* lower_row = factors + min(row + 8, count - 1) * stride;
    uint4 upper[SHARE_GROUPS];
    uint4 lower[SHARE_GROUPS];
#pragma unroll
    for (int group = 0; group < SHARE_GROUPS; group++) {
      // Beyond the inner dimension the weights are 0.
      int inner = part() * SHARE_DEPTH + group * GROUP + lane.member * 8;
      inner = min(inner, padded(depth) - 8);
      upper[group] = *reinterpret_cast<const uint4*>(upper_row + inner);
      lower[group] = *reinterpret_cast<const uint4*>(lower_row + inner);
    }
    float* out = all.shares + (int64)part() * count * columns;
#pragma unroll 1
    for (int first = mate; first < SHARE_TILES; first += TILES_AT_ONCE * mates) {
      float sums[TILES_AT_ONCE][4] = {};
#pragma unroll
      for (int group = 0; group < SHARE_GROUPS; group++) {
        uint4 high = upper[group];
        uint4 low = lower[group];
#pragma unroll
        for (int i = 0; i < TILES_AT_ONCE; i++) {
          // Of tiles that do not exist, the results are not used.
          int tile = min(first + i * mates, SHARE_TILES - 1);
          uint4 w = weights[(group * SHARE_TILES + tile) * WARP + threadIdx.x % WARP];
          multiply_tiles(sums[i], {high.x, low.x, high.y, low.y}, w.x, w.y);
          multiply_tiles(sums[i], {high.z, low.z, high.w, low.w}, w.z, w.w);
        }
      }
#pragma unroll
      for (int i = 0; i < TILES_AT_ONCE; i++) {
        int tile = first + i * mates;
        int column = first_column() + tile * 8 + lane.member * 2;
        bool there = tile < SHARE_TILES && column < columns;
        float* to = out + (int64)row * columns + column;
        store_2_if(there && row < count, to, {sums[i][0], sums[i][1]});
        store_2_if(there && row + 8 < count, to + 8 * columns, {sums[i][2], sums[i][3]});
      }
    }
  }
};

/** What the shares of a product of so many rows add up to; see Product. */
template <bool TRANSPOSED>
struct SumOfShares {
  static constexpr bool WAITS = true;

  SharedProduct<TRANSPOSED>& product;
  int count;

  __device__ void wait() const { product.wait(); }

  /** Leaves the sums where Product finds them, too. */
  template <bool ALIGNED, int K, int V>
  __device__ void take(float (&x)[K][V], float* row, int column, int j, int n) const {
    const float* own = product.all.shares + (int64)blockIdx.x * product.columns + column;
    int64 part = (int64)count * product.columns;
    constexpr int PARTS = SharedProduct<TRANSPOSED>::PARTS;
    float shares[PARTS][K][V];
#pragma unroll
    for (int p = 0; p < PARTS; p++) {
#pragma unroll
      for (int k = 0; k < K; k++) {
        load<ALIGNED>(shares[p][k], own + min(p, product.parts - 1) * part + k * n, j, n);
      }
    }
#pragma unroll
    for (int k = 0; k < K; k++) {
#pragma unroll
      for (int i = 0; i < V; i++) {
        x[k][i] = 0;
#pragma unroll
        for (int p = 0; p < PARTS; p++) {
          x[k][i] += p < product.parts ? shares[p][k][i] : 0;
        }
      }
      store<ALIGNED>(row + k * n, x[k], j, n);
    }
  }
};

__device__ void all_steps_forward(const Resident& all) {
  DYNAMIC_SHARED(memory);
  const Layer& layer = all.layer;
  SharedProduct<false> product(all, memory);
  LayerMemory<Bfloat16> shared(memory + SHARE_WORDS * sizeof(uint4), layer, false);
  start_copies(layer, shared, false);
  product.fill();
#pragma unroll 1
  for (int t = 0; t < all.steps; t++) {
    int count = all.count(t);
    const Bfloat16* states =
        (const Bfloat16*)layer.states + all.start(t - 1) * layer.states_stride;
    product.multiply(states, layer.states_stride, count);
    SumOfShares<false> sum{product, count};
    if (blockIdx.x < count) {
      layer_forward_row<Bfloat16, true, true, 4>(
          layer, shared, all.start(t), all.start(t - 1), 0, sum);
    } else {
      sum.wait();
    }
    product.meet();
  }
}

__device__ void all_steps_backward(const Resident& all) {
  DYNAMIC_SHARED(memory);
  const Layer& layer = all.layer;
  SharedProduct<true> product(all, memory);
  LayerMemory<Bfloat16> shared(memory + SHARE_WORDS * sizeof(uint4), layer, true);
  start_copies(layer, shared, true);
  product.fill();
  arrive(all.met);
#pragma unroll 1
  for (int t = (int)all.steps - 1; t >= 0; t--) {
    SumOfShares<true> sum{product, all.count(t + 1)};
    if (blockIdx.x < all.count(t)) {
      layer_backward_row<Bfloat16, true, true, 4>(
          layer, shared, all.start(t), all.start(t - 1), all.count(t + 1), 0, sum);
    } else {
      sum.wait();
    }
    product.meet();
    const Bfloat16* gradients =
        (const Bfloat16*)layer.gradients + all.start(t) * layer.gradients_stride;
    product.multiply(gradients, layer.gradients_stride, all.count(t));
  }
  product.wait();
  if (blockIdx.x < all.count(0)) {
    float carried[1][PACK];
    int columns = (int)layer.carried.stride;
    SumOfShares<true> sum{product, all.count(0)};
    for (int j = PACK * threadIdx.x; j < columns; j += PACK * RESIDENT_THREADS) {
      sum.take<true>(carried, layer.carried.row(blockIdx.x), 0, j, columns);
    }
  }
}

extern "C" __global__ void __launch_bounds__(RESIDENT_THREADS, 1)
resident_forward(const __grid_constant__ Resident all) {
  all_steps_forward(all);
}

extern "C" __global__ void __launch_bounds__(RESIDENT_THREADS, 1)
resident_backward(const __grid_constant__ Resident all) {
  all_steps_backward(all);
}

#endif
