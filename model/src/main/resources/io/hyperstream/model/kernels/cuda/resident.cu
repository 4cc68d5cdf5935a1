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

/** Warps that multiply and have the main cell. One more has the hyper cell. */
constexpr int MAIN_WARPS = 8;
constexpr int MAIN_THREADS = MAIN_WARPS * WARP;
constexpr int RESIDENT_THREADS = MAIN_THREADS + WARP;

/** Numbers in each signal, and in all of them. */
constexpr int RESIDENT_SIZE = 4;
constexpr int RESIDENT_SIGNALS = KINDS * GATES * RESIDENT_SIZE;

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
    asm volatile("red.release.gpu.global.add.u32 [%0], 1;" ::"l"(met) : "memory");
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
    finish_copies();
    __syncthreads();
  }

  /** Says that this block has done its part. */
  __device__ void arrive() { ::arrive(all.met); }

  /** Waits for what all blocks had done when they arrived. */
  __device__ void wait() { await_all(all.met, ++turn); }

  /** Makes this block's share for so many rows of factors, and says so. */
  __device__ void multiply(const void* factors, int64 stride, int count) {
    if (threadIdx.x < MAIN_THREADS && first_column() < columns && count > 0) {
      multiply_share((const Bfloat16*)factors, stride, count);
    }
    arrive();
  }

  /** Warps take 16 rows each, and where there are fewer than 8 times 16, take turns with the tiles. */
  __device__ void multiply_share(const Bfloat16* factors, int64 stride, int count) const {
    int warp = threadIdx.x / WARP;
    Lane lane;
    int row_tiles = (count + 15) / 16;
    int mates = MAIN_WARPS / row_tiles;
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

  /**
   * Takes 4 columns from one on of each of K vectors of n, which lie side by side, of a row: what the
   * shares add up to.
   */
  template <int K>
  __device__ void take(float (&x)[K][4], int count, int row, int column, int j, int n) const {
    const float* own = all.shares + (int64)row * columns + column;
    int64 part = (int64)count * columns;
    float shares[PARTS][K][4];
#pragma unroll
    for (int p = 0; p < PARTS; p++) {
#pragma unroll
      for (int k = 0; k < K; k++) {
        load<true>(shares[p][k], own + min(p, parts - 1) * part + k * n, j, n);
      }
    }
#pragma unroll
    for (int k = 0; k < K; k++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        x[k][i] = 0;
#pragma unroll
        for (int p = 0; p < PARTS; p++) {
          x[k][i] += p < parts ? shares[p][k][i] : 0;
        }
      }
    }
  }
};

/** Shared memory of a block besides the weights. */
struct ResidentMemory : LayerMemory<Bfloat16> {
  float* sums;    // The gradients of the signals, for each main warp.
  float* affine;  // Gains of the main cell; forward, of the gates only, and then their shifts.

  __device__ ResidentMemory(unsigned char* memory, const Layer& layer, bool forward)
      : LayerMemory<Bfloat16>(memory + SHARE_WORDS * sizeof(uint4), layer, forward),
        sums(partial + MAIN_WARPS * RESIDENT_SIGNALS), affine(sums + MAIN_WARPS * RESIDENT_SIGNALS) {
    int n = (int)layer.main.n;
    start_copies(layer, *this, forward);
    start_copy(affine, layer.main.gain, (forward ? GATES : VECTORS) * n * sizeof(float));
    if (forward) {
      start_copy(affine + GATES * n, layer.main.shift, GATES * n * sizeof(float));
    }
  }
};

/** Sums over the threads of the main cell, while the hyper cell's warp waits with them. */
template <int SLOT>
using OverMain = OverBlock<SLOT, MAIN_THREADS>;

/** The cell, whose normalisation is known to the compiler. */
__device__ Cell with_layer_norm(Cell cell) {
  cell.normalisation = LAYER;
  return cell;
}

/** The gradient of a signal, from what the main warps have of it. */
__device__ float sum_of_parts(const ResidentMemory& shared, int signal) {
  float sum = 0;
#pragma unroll
  for (int warp = 0; warp < MAIN_WARPS; warp++) {
    sum += shared.partial[warp * RESIDENT_SIGNALS + signal];
  }
  return sum;
}

/** The signals of a warp of the main cell. */
constexpr int WARP_SIGNALS = RESIDENT_SIGNALS / MAIN_WARPS;

/** The signals, from the hyper cell's h: each warp makes some, each thread from 4 units. */
__device__ void make_resident_signals(
    const Layer& layer, const ResidentMemory& shared, int r) {
  int m = (int)layer.hyper.n;
  int lane = threadIdx.x % WARP;
  int first = threadIdx.x / WARP * WARP_SIGNALS;
  int own = first + lane / 4;
  bool writes = lane % 4 == 0 && lane / 4 < WARP_SIGNALS;
  float z = writes && own < (KINDS - 1) * GATES * RESIDENT_SIZE ? layer.z_bias[own] : 0;
  float weights[WARP_SIGNALS][4];
#pragma unroll
  for (int k = 0; k < WARP_SIGNALS; k++) {
    load<true>(weights[k], shared.z_weight + (first + k) * padded(m), 4 * lane, m);
  }
  meet();
  float hidden[4];
  float sums[8] = {};
  load<true>(hidden, shared.hidden, 4 * lane, m);
#pragma unroll
  for (int k = 0; k < WARP_SIGNALS; k++) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      sums[k] += 4 * lane < m ? hidden[i] * weights[k][i] : 0;
    }
  }
  z += warp_sums(sums);
  if (writes) {
    shared.z[own] = z;
    layer.z.row(r)[own] = z;
  }
  meet();
}

/** A row of the main cell forward. */
__device__ void main_forward_row(
    const Layer& layer, const ResidentMemory& shared, SharedProduct<false>& product, int count, int r,
    int before) {
  const Cell main = with_layer_norm(layer.main);
  int n = (int)main.n;
  int stride = padded(n);
  int j = PACK * threadIdx.x;
  float a[GATES][PACK];
  CellInput<PACK, true> in;
  in.load_from(main, r, before, j);
  load<true>(in.norm.gain[CELL], main.gain + CELL * n, j, n);
  load<true>(in.norm.shift[CELL], main.shift + CELL * n, j, n);
  product.wait();
  product.take(a, count, blockIdx.x, 0, j, n);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store<true>(main.recurrent.row(r) + gate * n, a[gate], j, n);
  }
  make_resident_signals(layer, shared, r);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    float d[KINDS][PACK] = {};
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
      int first = (kind * GATES + gate) * RESIDENT_SIZE;
      add_scales<RESIDENT_SIZE>(
          d[kind], shared.z + first, shared.maps + first * stride, stride, RESIDENT_SIZE, j);
    }
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      a[gate][i] = d[0][i] * a[gate][i] + d[1][i] * in.x[gate][i] + d[2][i] + in.bias[gate][i];
    }
  }
  in.norm.load_gates_from(main, shared.affine, shared.affine + GATES * n, j);
  load_factors(in.factors, main.mask, r, j, n);
  float h[PACK];
  CellOutput<PACK, true> out;
  cell_forward_row<Bfloat16, true, OverMain<0>>(main, j, in, a, out, h);
  store<true>((Bfloat16*)layer.states + r * layer.states_stride, h, j, n);
  product.arrive();
  // Nobody waits for these.
  store<true>(main.h.row(r), h, j, n);
  out.store_to(main, r, j);
}

/** The same of the hyper cell, by one warp. */
__device__ void hyper_forward_row(
    const Layer& layer, const ResidentMemory& shared, SharedProduct<false>& product, int count, int r,
    int before) {
  const Cell hyper = with_layer_norm(layer.hyper);
  int n = (int)layer.main.n;
  int m = (int)hyper.n;
  int j = 4 * (threadIdx.x % WARP);
  float a[GATES][4];
  CellInput<4, true> in;
  in.load_from(hyper, r, before, j);
  in.norm.load_from(hyper, j);
  load_factors(in.factors, hyper.mask, r, j, m);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      in.x[gate][i] += in.bias[gate][i];
    }
  }
  product.wait();
  product.take(a, count, blockIdx.x, GATES * n, j, m);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store<true>(hyper.recurrent.row(r) + gate * m, a[gate], j, m);
#pragma unroll
    for (int i = 0; i < 4; i++) {
      a[gate][i] += in.x[gate][i];
    }
  }
  float h[4];
  CellOutput<4, true> out;
  cell_forward_row<Bfloat16, true, OverWarp>(hyper, j, in, a, out, h);
  store<true>(shared.hidden, h, j, m);
  meet();
  store<true>((Bfloat16*)layer.states + r * layer.states_stride + n, h, j, m);
  store<true>(hyper.h.row(r), h, j, m);
  out.store_to(hyper, r, j);
  meet();
  meet();  // The main cell's two sums.
  meet();
  product.arrive();
}

/** The hyper cell's h gets its gradient from the signals: each warp makes that of 16 units. */
__device__ void make_hidden_gradients(const Layer& layer, const ResidentMemory& shared) {
  int m = (int)layer.hyper.n;
  int warp = threadIdx.x / WARP;
  int lane = threadIdx.x % WARP;
  float* own = shared.sums + warp * RESIDENT_SIGNALS;
  for (int signal = lane; signal < RESIDENT_SIGNALS; signal += WARP) {
    own[signal] = sum_of_parts(shared, signal);
  }
  __syncwarp();
  constexpr int HALF = RESIDENT_SIGNALS / 2;
  int unit = warp * 16 + lane % 16;
  int first = lane / 16 * HALF;
  const Bfloat16* weight = shared.z_weight + min(unit, m - 1) * padded(RESIDENT_SIGNALS) + first;
  float sum = 0;
#pragma unroll
  for (int k = 0; k < HALF; k += 8) {
    float factors[8];
    load<true>(factors, weight, k, HALF);
#pragma unroll
    for (int i = 0; i < 8; i++) {
      sum += own[first + k + i] * factors[i];
    }
  }
  sum += __shfl_xor_sync(ALL_LANES, sum, 16);
  if (lane < 16 && unit < m) {
    shared.hidden[unit] = sum;
  }
  meet();
}

/** A row of the main cell backward. */
__device__ void main_backward_row(
    const Layer& layer, const ResidentMemory& shared, SharedProduct<true>& product, int carried, int r,
    int before) {
  const Cell main = with_layer_norm(layer.main);
  int n = (int)main.n;
  int stride = padded(n);
  int j = PACK * threadIdx.x;
  Bfloat16* gradients = (Bfloat16*)layer.gradients + r * layer.gradients_stride;
  float dh[PACK];
  float dc[PACK] = {};
  float from_h[GATES][PACK];
  float from_x[GATES][PACK];
  CellMemory<PACK, true> memory;
  load<true>(dh, main.dh.row(r), j, n);
  memory.load_from(main, r, before, j);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load<true>(from_h[gate], main.recurrent.row(r) + gate * n, j, n);
    load<true>(from_x[gate], main.input.row(r) + gate * n, j, n);
  }
  product.wait();
  if (blockIdx.x < carried) {
    float next[1][PACK];
    load<true>(dc, main.dc.row(r), j, n);
    product.take(next, carried, blockIdx.x, 0, j, n);
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      dh[i] += next[0][i];
    }
  }
  memory.load_gains_from(main, shared.affine, j);
  load_factors(memory.factors, main.mask, r, j, n);
  float e[GATES][PACK];
  cell_backward_row<true, OverMain<0>>(main, r, before, j, memory, dh, dc, e);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    float d[PACK] = {};
    int first = gate * RESIDENT_SIZE;
    add_scales<RESIDENT_SIZE>(
        d, shared.z + first, shared.maps + first * stride, stride, RESIDENT_SIZE, j);
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      d[i] *= e[gate][i];
      from_h[gate][i] *= e[gate][i];
      from_x[gate][i] *= e[gate][i];
    }
    store<true>(gradients + gate * n, d, j, n);
  }
  make_signal_gradient_parts<RESIDENT_SIZE>(layer, shared, from_h, from_x, e);
  meet();
  make_hidden_gradients(layer, shared);
  product.arrive();
}

/** The same of the hyper cell, by one warp. */
__device__ void hyper_backward_row(
    const Layer& layer, const ResidentMemory& shared, SharedProduct<true>& product, int carried, int r,
    int before) {
  const Cell hyper = with_layer_norm(layer.hyper);
  int n = (int)layer.main.n;
  int m = (int)hyper.n;
  int lane = threadIdx.x % WARP;
  int j = 4 * lane;
  CellMemory<4, true> memory;
  memory.load_from(hyper, r, before, j);
  memory.load_gains_from(hyper, hyper.gain, j);
  load_factors(memory.factors, hyper.mask, r, j, m);
  for (int signal = lane; signal < RESIDENT_SIGNALS; signal += WARP) {
    shared.z[signal] = layer.z.row(r)[signal];
  }
  product.wait();
  float dh[1][4] = {};
  float dc[4] = {};
  if (blockIdx.x < carried) {
    load<true>(dc, hyper.dc.row(r), j, m);
    product.take(dh, carried, blockIdx.x, n, j, m);
  }
  meet();  // The main cell's two sums.
  meet();
  meet();
  for (int signal = lane; signal < RESIDENT_SIGNALS; signal += WARP) {
    layer.dz.row(r)[signal] = sum_of_parts(shared, signal);
  }
  meet();
  float from_signals[4];
  load<true>(from_signals, shared.hidden, j, m);
#pragma unroll
  for (int i = 0; i < 4; i++) {
    dh[0][i] += from_signals[i];
  }
  float e[GATES][4];
  cell_backward_row<true, OverWarp>(hyper, r, before, j, memory, dh[0], dc, e);
  Bfloat16* gradients = (Bfloat16*)layer.gradients + r * layer.gradients_stride + GATES * n;
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store<true>(gradients + gate * m, e[gate], j, m);
  }
  product.arrive();
}

__device__ void all_steps_forward(const Resident& all) {
  DYNAMIC_SHARED(memory);
  const Layer& layer = all.layer;
  SharedProduct<false> product(all, memory);
  ResidentMemory shared(memory, layer, true);
  product.fill();
#pragma unroll 1
  for (int t = 0; t < all.steps; t++) {
    int count = all.count(t);
    const Bfloat16* states =
        (const Bfloat16*)layer.states + all.start(t - 1) * layer.states_stride;
    product.multiply(states, layer.states_stride, count);
    int r = all.start(t) + blockIdx.x;
    int before = all.start(t - 1) + blockIdx.x;
    if (blockIdx.x >= count) {
      product.wait();
      product.arrive();
    } else if (threadIdx.x < MAIN_THREADS) {
      main_forward_row(layer, shared, product, count, r, before);
    } else {
      hyper_forward_row(layer, shared, product, count, r, before);
    }
    product.wait();
  }
}

__device__ void all_steps_backward(const Resident& all) {
  DYNAMIC_SHARED(memory);
  const Layer& layer = all.layer;
  SharedProduct<true> product(all, memory);
  ResidentMemory shared(memory, layer, false);
  product.fill();
  product.arrive();
#pragma unroll 1
  for (int t = (int)all.steps - 1; t >= 0; t--) {
    int carried = all.count(t + 1);
    int r = all.start(t) + blockIdx.x;
    int before = all.start(t - 1) + blockIdx.x;
    if (blockIdx.x >= all.count(t)) {
      product.wait();
      product.arrive();
    } else if (threadIdx.x < MAIN_THREADS) {
      main_backward_row(layer, shared, product, carried, r, before);
    } else {
      hyper_backward_row(layer, shared, product, carried, r, before);
    }
    product.wait();
    const Bfloat16* gradients =
        (const Bfloat16*)layer.gradients + all.start(t) * layer.gradients_stride;
    product.multiply(gradients, layer.gradients_stride, all.count(t));
  }
  product.wait();
  if (blockIdx.x < all.count(0)) {
    float carried[1][PACK];
    for (int j = PACK * threadIdx.x; j < product.columns; j += PACK * RESIDENT_THREADS) {
      product.take(carried, all.count(0), blockIdx.x, 0, j, product.columns);
      store<true>(layer.carried.row(blockIdx.x), carried[0], j, product.columns);
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
