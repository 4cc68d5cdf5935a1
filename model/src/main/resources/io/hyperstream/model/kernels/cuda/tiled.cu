// A time step of a layer whose maps D do not fit in shared memory, with factors in bfloat16: the scales
// of a step are made by the tensor cores and used where they are made, so that they never lie in memory.
// A step is a kernel that has a block for each tile of a gate, and one that has a block for each row.
//
// A block of the first kind works on 32 rows of one gate and on 256 units. Each of its warps has a strip
// of 32 units, of which a thread has 8 that lie side by side, for 4 rows. In the products of tiles, unit
// 2 i + e of a thread stands for column e of its part of tile i.

#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800

/** Z. */
constexpr int TILED_SIGNALS = 64;

/** Of one gate, of all kinds. */
constexpr int GATE_SIGNALS = KINDS * TILED_SIGNALS;

constexpr int TILED_THREADS = 256;
constexpr int TILED_WARPS = TILED_THREADS / WARP;
constexpr int ROW_TILES = 2;
constexpr int TILED_ROWS = 16 * ROW_TILES;
constexpr int THREAD_UNITS = 8;
constexpr int STRIP_UNITS = 4 * THREAD_UNITS;
constexpr int UNIT_TILES = STRIP_UNITS / 8;

/** Numbers of the inner dimension that a thread takes at once, and all four of a group. */
constexpr int INNER = 8;
constexpr int INNER_GROUP = 4 * INNER;
constexpr int SIGNAL_GROUPS = TILED_SIGNALS / INNER_GROUP;

/** From row to row of the signals in shared memory, so that no two threads meet in a bank. */
constexpr int SIGNAL_STRIDE = GATE_SIGNALS + INNER_GROUP;

/** What the kernels work on; see TiledLayer. */
struct Tiled {
  Layer layer;
  const Bfloat16* maps_t;    // N x 12 Z, the transpose of D.
  Bfloat16* signals;         // z of each row.
  Bfloat16* of_signals;      // The gradient of z of the rows of a step.
  float* parts;              // For each tile of units what it adds to the gradients of z, 12 Z a row.
  int64 max_rows;            // Of a step.

  /**
   * Of the rows of a step what goes into the main cell's gates, 4 N, then its gradient. Where other
   * layers have scales.
   */
  __device__ const Matrix& gates() const { return layer.main.scales; }
  /** The first signal of a kind and gate. */
  __device__ int signal(int kind, int gate) const { return (kind * GATES + gate) * TILED_SIGNALS; }
  __device__ int all_signals() const { return KINDS * GATES * TILED_SIGNALS; }
};

/** What a thread of a block for a tile works on. */
struct TilePlace {
  Lane lane;
  int warp;
  int gate;
  int first_row;  // In the step.
  int tile;       // Of the units.
  int count;      // Rows of the step.
  int n;
  int first;      // The first unit of the strip.
  int j;          // The first one of this thread.

  __device__ TilePlace(int count, int n)
      : warp(threadIdx.x / WARP), gate(blockIdx.y), count(count), n(n) {
    int tiles = (n + TILED_WARPS * STRIP_UNITS - 1) / (TILED_WARPS * STRIP_UNITS);
    first_row = blockIdx.x / tiles * TILED_ROWS;
    tile = blockIdx.x % tiles;
    first = (tile * TILED_WARPS + warp) * STRIP_UNITS;
    j = first + lane.member * THREAD_UNITS;
  }

  /** One of the four rows of a thread. */
  __device__ int row(int i) const { return first_row + i * 8 + lane.group; }
  __device__ bool has_row(int i) const { return row(i) < count; }
  /** The same or, beyond the rows of the step, the last one of it. */
  __device__ int safe_row(int i) const { return min(row(i), count - 1); }
  __device__ bool has_units() const { return j < n; }
  __device__ int safe_units() const { return min(j, n - THREAD_UNITS); }
  /** The unit that column `group` of a tile stands for. */
  __device__ int unit(int i) const {
    return min(first + lane.group / 2 * THREAD_UNITS + 2 * i + lane.group % 2, n - 1);
  }
};

__device__ uint4 load_word(const Bfloat16* from) { return *reinterpret_cast<const uint4*>(from); }

__device__ void load_units(float (&x)[THREAD_UNITS], const float* from) {
  float4 a = *reinterpret_cast<const float4*>(from);
  float4 b = *reinterpret_cast<const float4*>(from + 4);
  x[0] = a.x; x[1] = a.y; x[2] = a.z; x[3] = a.w;
  x[4] = b.x; x[5] = b.y; x[6] = b.z; x[7] = b.w;
}

__device__ void store_units(float* to, const float (&x)[THREAD_UNITS]) {
  *reinterpret_cast<float4*>(to) = {x[0], x[1], x[2], x[3]};
  *reinterpret_cast<float4*>(to + 4) = {x[4], x[5], x[6], x[7]};
}

__device__ uint4 pack_units(const float (&x)[THREAD_UNITS]) {
  return {pack(x[0], x[1]), pack(x[2], x[3]), pack(x[4], x[5]), pack(x[6], x[7])};
}

/** Adds to the sums of a tile what INNER_GROUP numbers of the inner dimension give. */
__device__ void multiply_group(float (&sums)[4], uint4 high, uint4 low, uint4 b) {
  multiply_tiles(sums, {high.x, low.x, high.y, low.y}, b.x, b.y);
  multiply_tiles(sums, {high.z, low.z, high.w, low.w}, b.z, b.w);
}

/**
 * The scales of one kind: signals times maps.
 *
 * @param z the signals of the thread's rows
 * @param d for each row the thread's units
 */
__device__ void make_scales(
    const Tiled& tiled, const TilePlace& place, int kind, const uint4 (&z)[2 * ROW_TILES][SIGNAL_GROUPS],
    float (&d)[2 * ROW_TILES][THREAD_UNITS]) {
  int signal = tiled.signal(kind, place.gate) + place.lane.member * INNER;
  uint4 maps[UNIT_TILES][SIGNAL_GROUPS];
#pragma unroll
  for (int i = 0; i < UNIT_TILES; i++) {
#pragma unroll
    for (int group = 0; group < SIGNAL_GROUPS; group++) {
      maps[i][group] = load_word(
          tiled.maps_t + (int64)place.unit(i) * tiled.all_signals() + signal + group * INNER_GROUP);
    }
  }
#pragma unroll
  for (int tile = 0; tile < ROW_TILES; tile++) {
#pragma unroll
    for (int i = 0; i < UNIT_TILES; i++) {
      float sums[4] = {};
#pragma unroll
      for (int group = 0; group < SIGNAL_GROUPS; group++) {
        multiply_group(sums, z[2 * tile][group], z[2 * tile + 1][group], maps[i][group]);
      }
      d[2 * tile][2 * i] = sums[0];
      d[2 * tile][2 * i + 1] = sums[1];
      d[2 * tile + 1][2 * i] = sums[2];
      d[2 * tile + 1][2 * i + 1] = sums[3];
    }
  }
}

/** Makes the signals of a gate for the rows of a block. */
__device__ void make_tile_signals(
    const Tiled& tiled, const TilePlace& place, int row, Bfloat16 (&z)[TILED_ROWS][SIGNAL_STRIDE]) {
  const Layer& layer = tiled.layer;
  int m = (int)layer.hyper.n;
  const Bfloat16* hidden[2 * ROW_TILES];
  const Bfloat16* weights[KINDS];
#pragma unroll
  for (int i = 0; i < 2 * ROW_TILES; i++) {
    hidden[i] = (const Bfloat16*)layer.states + (row + place.safe_row(i)) * layer.states_stride
        + layer.main.n + place.lane.member * INNER;
  }
  // A warp makes 8 signals of each kind.
  int own = place.warp * 8;
#pragma unroll
  for (int kind = 0; kind < KINDS; kind++) {
    int signal = tiled.signal(kind, place.gate) + own + place.lane.group;
    weights[kind] =
        (const Bfloat16*)layer.z_weight_t + (int64)signal * padded(m) + place.lane.member * INNER;
  }
  float sums[KINDS][ROW_TILES][4] = {};
#pragma unroll 4
  for (int inner = 0; inner < m; inner += INNER_GROUP) {
    uint4 a[2 * ROW_TILES];
#pragma unroll
    for (int i = 0; i < 2 * ROW_TILES; i++) {
      a[i] = load_word(hidden[i] + inner);
    }
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
      uint4 b = load_word(weights[kind] + inner);
#pragma unroll
      for (int tile = 0; tile < ROW_TILES; tile++) {
        multiply_group(sums[kind][tile], a[2 * tile], a[2 * tile + 1], b);
      }
    }
  }
#pragma unroll
  for (int kind = 0; kind < KINDS; kind++) {
    int column = own + 2 * place.lane.member;
    int signal = tiled.signal(kind, place.gate) + column;
    float bias[2] = {0, 0};
    if (kind < KINDS - 1) {
      bias[0] = layer.z_bias[signal];
      bias[1] = layer.z_bias[signal + 1];
    }
#pragma unroll
    for (int i = 0; i < 2 * ROW_TILES; i++) {
      const float* own_sums = sums[kind][i / 2] + i % 2 * 2;
      unsigned pair = pack(own_sums[0] + bias[0], own_sums[1] + bias[1]);
      int r = i * 8 + place.lane.group;
      *reinterpret_cast<unsigned*>(&z[r][kind * TILED_SIGNALS + column]) = pair;
      if (place.tile == 0 && place.has_row(i)) {
        Bfloat16* to = tiled.signals + (int64)(row + place.row(i)) * tiled.all_signals() + signal;
        *reinterpret_cast<unsigned*>(to) = pair;
      }
    }
  }
  __syncthreads();
}

/** From what the products gave to what goes into the gates. */
extern "C" __global__ void __launch_bounds__(TILED_THREADS, 1)
tiled_forward(const __grid_constant__ Tiled tiled, int row, int count) {
  alignas(16) __shared__ Bfloat16 z[TILED_ROWS][SIGNAL_STRIDE];
  const Cell& main = tiled.layer.main;
  TilePlace place(count, (int)main.n);
  float x[KINDS - 1][2 * ROW_TILES][THREAD_UNITS];
  int column = place.gate * place.n + place.safe_units();
#pragma unroll
  for (int i = 0; i < 2 * ROW_TILES; i++) {
    int r = row + place.safe_row(i);
    load_units(x[1][i], main.input.row(r) + column);
    load_units(x[0][i], main.recurrent.row(r) + column);
  }
  make_tile_signals(tiled, place, row, z);
  if (place.first >= place.n) {
    return;
  }
  float sums[2 * ROW_TILES][THREAD_UNITS];
  float bias[THREAD_UNITS] = {};
  if (main.bias != nullptr) {
    load_units(bias, main.bias + column);
  }
#pragma unroll
  for (int kind = KINDS - 1; kind >= 0; kind--) {
    uint4 own[2 * ROW_TILES][SIGNAL_GROUPS];
#pragma unroll
    for (int i = 0; i < 2 * ROW_TILES; i++) {
#pragma unroll
      for (int group = 0; group < SIGNAL_GROUPS; group++) {
        own[i][group] = load_word(
            &z[i * 8 + place.lane.group]
              [kind * TILED_SIGNALS + group * INNER_GROUP + place.lane.member * INNER]);
      }
    }
    float d[2 * ROW_TILES][THREAD_UNITS];
    make_scales(tiled, place, kind, own, d);
#pragma unroll
    for (int i = 0; i < 2 * ROW_TILES; i++) {
#pragma unroll
      for (int u = 0; u < THREAD_UNITS; u++) {
        sums[i][u] = kind == KINDS - 1 ? d[i][u] + bias[u] : sums[i][u] + d[i][u] * x[kind][i][u];
      }
    }
  }
#pragma unroll
  for (int i = 0; i < 2 * ROW_TILES; i++) {
    if (place.has_row(i) && place.has_units()) {
      store_units(tiled.gates().row(place.row(i)) + column, sums[i]);
    }
  }
}

/** The main cell of a row forward, from what goes into its gates. */
extern "C" __global__ void __launch_bounds__(LAYER_THREADS)
tiled_cell_forward(const __grid_constant__ Tiled tiled, int row, int previous) {
  const Layer& layer = tiled.layer;
  int n = (int)layer.main.n;
  int r = row + blockIdx.x;
  int j = PACK * threadIdx.x;
  CellInput<PACK, true> in;
  in.load_from(layer.main, r, previous + blockIdx.x, j);
  in.norm.load_from(layer.main, j);
  load_factors(in.factors, layer.main.mask, r, j, n);
  float a[GATES][PACK];
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load<true>(a[gate], tiled.gates().row(blockIdx.x) + gate * n, j, n);
  }
  float h[PACK];
  CellOutput<PACK, true> out;
  cell_forward_row<Bfloat16, true, OverBlock<0>>(layer.main, j, in, a, out, h);
  store<true>((Bfloat16*)layer.states + r * layer.states_stride, h, j, n);
  store<true>(layer.main.h.row(r), h, j, n);
  out.store_to(layer.main, r, j);
}

/** The main cell of a row backward, to the gradients of what went into its gates. */
extern "C" __global__ void __launch_bounds__(LAYER_THREADS)
tiled_cell_backward(const __grid_constant__ Tiled tiled, int row, int previous, int carried) {
  const Layer& layer = tiled.layer;
  const Cell& main = layer.main;
  int n = (int)main.n;
  int r = row + blockIdx.x;
  int before = previous + blockIdx.x;
  int j = PACK * threadIdx.x;
  float dh[PACK];
  float dc[PACK] = {};
  CellMemory<PACK, true> memory;
  load<true>(dh, main.dh.row(r), j, n);
  memory.load_from(main, r, before, j);
  memory.load_gains_from(main, main.gain, j);
  load_factors(memory.factors, main.mask, r, j, n);
  if (blockIdx.x < carried) {
    float next[PACK];
    float by_main[PACK];
    load<true>(next, layer.carried.row(blockIdx.x), j, n);
    load<true>(by_main, layer.carried_by_main.row(blockIdx.x), j, n);
    load<true>(dc, main.dc.row(r), j, n);
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      dh[i] += next[i] + by_main[i];
    }
  }
  float e[GATES][PACK];
  cell_backward_row<true, OverBlock<0>>(main, r, before, j, memory, dh, dc, e);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store<true>(tiled.gates().row(blockIdx.x) + gate * n, e[gate], j, n);
  }
}

/** Adds up what the warps of a block have made, for one tile of rows and the signals of one kind. */
__device__ void add_signal_gradients(
    const Tiled& tiled, const TilePlace& place, int row_tile, int kind,
    const float (&sums)[TILED_SIGNALS / 8][4], float (&shared)[TILED_WARPS][16][TILED_SIGNALS]) {
  __syncthreads();  // What the call before left there has been read.
#pragma unroll
  for (int tile = 0; tile < TILED_SIGNALS / 8; tile++) {
    int column = tile * 8 + 2 * place.lane.member;
    float* high = &shared[place.warp][place.lane.group][column];
    float* low = &shared[place.warp][place.lane.group + 8][column];
    *reinterpret_cast<float2*>(high) = {sums[tile][0], sums[tile][1]};
    *reinterpret_cast<float2*>(low) = {sums[tile][2], sums[tile][3]};
  }
  __syncthreads();
  int r = threadIdx.x / 16;
  int signal = threadIdx.x % 16 * 4;
  float sum[4] = {};
#pragma unroll
  for (int warp = 0; warp < TILED_WARPS; warp++) {
    float4 part = *reinterpret_cast<const float4*>(&shared[warp][r][signal]);
    sum[0] += part.x;
    sum[1] += part.y;
    sum[2] += part.z;
    sum[3] += part.w;
  }
  int to_row = place.first_row + row_tile * 16 + r;
  if (to_row < place.count) {
    float* to = tiled.parts + (place.tile * tiled.max_rows + to_row) * tiled.all_signals()
        + tiled.signal(kind, place.gate) + signal;
    *reinterpret_cast<float4*>(to) = {sum[0], sum[1], sum[2], sum[3]};
  }
}

/**
 * From the gradients of what went into the gates to those of the products, of the maps and of the
 * signals.
 *
 * @param map_row where the factors of the gradients of the maps begin
 */
extern "C" __global__ void __launch_bounds__(TILED_THREADS, 1)
tiled_backward(const __grid_constant__ Tiled tiled, int row, int count, int map_row) {
  alignas(16) __shared__ float shared[TILED_WARPS][16][TILED_SIGNALS];
  const Layer& layer = tiled.layer;
  const Cell& main = layer.main;
  TilePlace place(count, (int)main.n);
  int column = place.gate * place.n + place.safe_units();
  float e[2 * ROW_TILES][THREAD_UNITS];
  // By kind, what the gradients of the scales are made of, as factors: h, x and 1 times e.
  uint4 of_scales[KINDS][2 * ROW_TILES];
#pragma unroll
  for (int i = 0; i < 2 * ROW_TILES; i++) {
    load_units(e[i], tiled.gates().row(place.safe_row(i)) + column);
    // Beyond the units and rows nothing must be added.
    bool there = place.has_row(i) && place.has_units();
#pragma unroll
    for (int u = 0; u < THREAD_UNITS; u++) {
      e[i][u] = there ? e[i][u] : 0;
    }
    of_scales[KINDS - 1][i] = pack_units(e[i]);
  }
#pragma unroll
  for (int kind = 0; kind < KINDS - 1; kind++) {
    float x[2 * ROW_TILES][THREAD_UNITS];
    uint4 z[2 * ROW_TILES][SIGNAL_GROUPS];
#pragma unroll
    for (int i = 0; i < 2 * ROW_TILES; i++) {
      int r = row + place.safe_row(i);
      load_units(x[i], (kind == 0 ? main.recurrent : main.input).row(r) + column);
#pragma unroll
      for (int group = 0; group < SIGNAL_GROUPS; group++) {
        z[i][group] = load_word(
            tiled.signals + (int64)r * tiled.all_signals() + tiled.signal(kind, place.gate)
            + group * INNER_GROUP + place.lane.member * INNER);
      }
    }
    float d[2 * ROW_TILES][THREAD_UNITS];
    make_scales(tiled, place, kind, z, d);
#pragma unroll
    for (int i = 0; i < 2 * ROW_TILES; i++) {
#pragma unroll
      for (int u = 0; u < THREAD_UNITS; u++) {
        x[i][u] *= e[i][u];
        d[i][u] *= e[i][u];
      }
      of_scales[kind][i] = pack_units(x[i]);
      if (place.has_row(i) && place.has_units()) {
        int r = row + place.row(i);
        if (kind == 0) {
          *reinterpret_cast<uint4*>(
              (Bfloat16*)layer.gradients + r * layer.gradients_stride + column) = pack_units(d[i]);
        } else {
          store_units(main.input.row(r) + column, d[i]);
        }
      }
    }
  }
#pragma unroll
  for (int kind = 0; kind < KINDS; kind++) {
    uint4 maps[TILED_SIGNALS / 8];
#pragma unroll
    for (int tile = 0; tile < TILED_SIGNALS / 8; tile++) {
      int signal = tiled.signal(kind, place.gate) + tile * 8 + place.lane.group;
      maps[tile] = load_word(
          (const Bfloat16*)layer.maps + (int64)signal * padded(place.n) + place.safe_units());
    }
#pragma unroll
    for (int i = 0; i < 2 * ROW_TILES; i++) {
      if (place.has_row(i) && place.has_units()) {
        Bfloat16* to = (Bfloat16*)layer.map_gradients
            + (map_row + place.row(i)) * layer.map_gradients_stride + kind * GATES * place.n + column;
        *reinterpret_cast<uint4*>(to) = of_scales[kind][i];
      }
    }
#pragma unroll
    for (int tile = 0; tile < ROW_TILES; tile++) {
      float sums[TILED_SIGNALS / 8][4] = {};
#pragma unroll
      for (int s = 0; s < TILED_SIGNALS / 8; s++) {
        multiply_group(sums[s], of_scales[kind][2 * tile], of_scales[kind][2 * tile + 1], maps[s]);
      }
      add_signal_gradients(tiled, place, tile, kind, sums, shared);
    }
  }
}

/** The gradients of the signals of a row, from those of the tiles; also as factors. */
extern "C" __global__ void __launch_bounds__(TILED_THREADS)
tiled_signal_gradients(const __grid_constant__ Tiled tiled, int row, int tiles) {
  int signals = tiled.all_signals();
  for (int signal = threadIdx.x * 4; signal < signals; signal += TILED_THREADS * 4) {
    float sum[4] = {};
#pragma unroll 8
    for (int tile = 0; tile < tiles; tile++) {
      float4 part = *reinterpret_cast<const float4*>(
          tiled.parts + (tile * tiled.max_rows + blockIdx.x) * signals + signal);
      sum[0] += part.x;
      sum[1] += part.y;
      sum[2] += part.z;
      sum[3] += part.w;
    }
    store<true>(tiled.layer.dz.row(row + blockIdx.x), sum, signal, signals);
    store<true>(tiled.of_signals + (int64)blockIdx.x * signals, sum, signal, signals);
  }
}

#endif
