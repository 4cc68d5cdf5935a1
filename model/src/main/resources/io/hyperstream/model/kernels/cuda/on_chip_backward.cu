// A layer on the chip, backward: reference 1.5, steps 2 to 8. From dL/dh of all rows to the gradients
// of the pre-activations; what follows from those for all rows at once is in on_chip_gradients.cu.
//
// The weights are first factors again, now with the units as rows. They lie in shared memory, but for
// the hyper cell's columns, which come last and so are waited for: those stay in registers. dh and dc
// stay in the registers of the thread that has the unit. A step has three parts:
//   1. back through the cell, and sums for the normalisation;
//   2. back through the normalisation, and the warp's share of the gradients of the signals;
//   3. the product of the main cell's gradients with the weights, while the hyper cell's warp goes from
//      the signals back to the hyper cell's gates. Then the product of those.

namespace on_chip_UNITS {

constexpr int MAIN_TILES = GATES * N / TILE;

struct BackwardShared {
  uint4 weights[MAIN_TILES][MAIN_THREADS];
  Factors<COLUMNS> gradients;
  // The gradients of the signals, the share of each warp; with room between the windows, so that they
  // are in different banks.
  alignas(16) float shares[MAIN_WARPS][KINDS][WINDOWS][GATES * Z + 4];
  Signals signals;
  Exchange sums;
  Affine affine;
};

/** Rows of a matrix, for the thread's two units, as the first factor: 16 columns of it. */
__device__ uint4 row_tile(const Matrix& from, int unit, int column) {
  float4 first = *(const float4*)(from.row(unit) + column + 4 * Lane().member);
  float4 second = *(const float4*)(from.row(unit + 1) + column + 4 * Lane().member);
  return {
      pack(first.x, first.y), pack(second.x, second.y), pack(first.z, first.w),
      pack(second.z, second.w)};
}

/** Sums over the windows of the gradients of gain and shift of the thread's units. */
struct AffineGradients {
  float gain[GATES][2];
  float shift[GATES][2];

  __device__ AffineGradients() : gain(), shift() {}

  __device__ void add(int gate, const float (&gradient)[4], const float (&normal)[4]) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      shift[gate][i / 2] += gradient[i];
      gain[gate][i / 2] += gradient[i] * normal[i];
    }
  }
};

/** Puts a unit's sum over all windows of the block where it belongs. */
__device__ void put_sum(float value, float* to) {
  value += __shfl_xor_sync(ALL_LANES, value, 1);
  value += __shfl_xor_sync(ALL_LANES, value, 2);
  if (Lane().member == 0) {
    *to = value;
  }
}

/** Where a block leaves its sums: of both cells' gain, then shift, then bias. */
__device__ float* block_sums(const Layer& layer, int vector) {
  return layer.parts + ((int64)blockIdx.x * 3 + vector) * COLUMNS;
}

__device__ void store_sums(const Layer& layer, const Own& own, const AffineGradients& sums) {
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
    for (int u = 0; u < 2; u++) {
      put_sum(sums.gain[gate][u], block_sums(layer, 0) + own.column(gate) + u);
      put_sum(sums.shift[gate][u], block_sums(layer, 1) + own.column(gate) + u);
    }
  }
}

/**
 * Back through a cell. The activated gates become the gradients before their activation, and c and dc
 * those of the step before.
 */
__device__ void cell_backward(
    float (&active)[GATES][4], const float (&dh)[4], float (&dc)[4], float (&c)[4],
    const float (&before)[4], const CandidateFactors& factors) {
#pragma unroll
  for (int i = 0; i < 4; i++) {
    float k = fast_tanh(c[i]);
    float in = active[0][i];
    float candidate = active[CANDIDATE][i];
    float forget = active[FORGET][i];
    float out = active[OUTPUT][i];
    float cell = dc[i] + dh[i] * out * (1 - k * k);
    active[0][i] = cell * (candidate * factors.at[i]) * in * (1 - in);
    active[CANDIDATE][i] = cell * (in * factors.at[i]) * (1 - candidate * candidate);
    active[FORGET][i] = cell * before[i] * forget * (1 - forget);
    active[OUTPUT][i] = dh[i] * k * out * (1 - out);
    dc[i] = cell * forget;
    c[i] = before[i];
  }
}

/**
 * What the last warp brings from memory: the signals of window g, as a second factor of a product
 * holds them.
 */
struct SignalRow {
  float4 kinds[KINDS];

  __device__ SignalRow(const Layer& layer, int t) {
    int window = blockIdx.x * WINDOWS + Lane().group;
    bool there = t >= 0 && window < layer.count(t);
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
      kinds[kind] = load_4_if(there, at(layer.z, there ? layer.start(t) + window : 0, kind));
    }
  }

  __device__ static float* at(const Matrix& z, int row, int kind) {
    return z.row(row) + kind * GATES * Z + Z * Lane().member;
  }

  __device__ void show(Signals& signals) const {
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
      int at = GATES * kind + Lane().member;
      signals.at(Lane().group, 0)[at] = kinds[kind].x;
      signals.at(Lane().group, 1)[at] = kinds[kind].y;
      signals.at(Lane().group, 2)[at] = kinds[kind].z;
      signals.at(Lane().group, 3)[at] = kinds[kind].w;
    }
  }
};

__device__ void hyper_backward(const Layer& layer, BackwardShared& shared) {
  Own own;
  uint4 recurrent[GATES];
  uint4 embedding[KINDS];
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    recurrent[gate] = row_tile(layer.hyper.weight, own.unit, gate * M);
  }
#pragma unroll
  for (int kind = 0; kind < KINDS; kind++) {
    embedding[kind] = row_tile(layer.embedding, own.unit, kind * GATES * Z);
  }
  int steps = layer.block_steps();
  Rows rows(layer, steps - 1);
  SignalRow(layer, steps - 1).show(shared.signals);
  float c[4];
  float before[4];
  float normal[GATES][4];
  float inverse[SUMS];
  load(c, layer.hyper.c, rows, own.unit);
  load(before, layer.hyper.c, Rows(layer, steps - 2), own.unit);
  load_moments(inverse, layer, rows, GATES);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load(normal[gate], layer.recurrent, rows, own.column(gate));
  }
  float dh[4] = {0, 0, 0, 0};
  float dc[4] = {0, 0, 0, 0};
  AffineGradients sums;
  float bias[GATES][2] = {};
  CandidateFactors factors;
  factors.draw(layer.hyper, rows, own.unit, M);
  meet();

  for (int t = steps - 1; t >= 0; t--) {
    SignalRow next(layer, t - 1);
    float active[GATES][4];
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 gain = *(const float2*)(shared.affine.gain + own.column(gate));
      float2 shift = *(const float2*)(shared.affine.shift + own.column(gate));
#pragma unroll
      for (int i = 0; i < 4; i++) {
        active[gate][i] =
            activation(gate, normal[gate][i] * of_unit(gain, i) + of_unit(shift, i));
      }
    }
    meet();
    meet();

    // The gradients of the signals, and through them that of h.
    int window = blockIdx.x * WINDOWS + Lane().group;
    bool there = window < layer.count(t);
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
      float4 dz = {0, 0, 0, 0};
#pragma unroll
      for (int w = 0; w < MAIN_WARPS; w++) {
        float4 share = *(const float4*)(shared.shares[w][kind][Lane().group] + Z * Lane().member);
        dz.x += share.x;
        dz.y += share.y;
        dz.z += share.z;
        dz.w += share.w;
      }
      int row = layer.start(t) + window;
      unsigned low = pack(dz.x, dz.y);
      unsigned high = pack(dz.z, dz.w);
      unsigned* factors = layer.dz_factors.at(row, kind * GATES * Z + Z * Lane().member);
      store_4_if(there, SignalRow::at(layer.dz, row, kind), dz);
      store_if(there, factors, low);
      store_if(there, factors + 1, high);
      multiply_tiles(dh, embedding[kind], low, high);
    }

    cell_backward(active, dh, dc, c, before, factors);
    float means[SUMS] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 gain = *(const float2*)(shared.affine.gain + own.column(gate));
      sums.add(gate, active[gate], normal[gate]);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        active[gate][i] *= of_unit(gain, i);
        means[i % 2 * GATES + gate] += active[gate][i] * normal[gate][i];
      }
    }
    spread(sum_groups(means) / M, means);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int sum = i % 2 * GATES + gate;
        active[gate][i] = (active[gate][i] - normal[gate][i] * means[sum]) * inverse[sum];
        bias[gate][i / 2] += active[gate][i];
      }
      shared.gradients.put(active[gate], own.column(gate));
    }
    next.show(shared.signals);
    meet();

#pragma unroll
    for (int i = 0; i < 4; i++) {
      dh[i] = 0;
    }
    Rows previous(layer, t - 1);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      uint2 factor = shared.gradients.get(MAIN_TILES + gate);
      multiply_tiles(dh, recurrent[gate], factor.x, factor.y);
      store(active[gate], layer.input, rows, own.column(gate));
      store(active[gate], layer.input_factors, rows, own.column(gate));
      store(active[gate], layer.recurrent_factors, rows, own.column(gate));
      if (t > 0) {
        load(normal[gate], layer.recurrent, previous, own.column(gate));
      }
    }
    if (t > 0) {
      load_moments(inverse, layer, previous, GATES);
      load(before, layer.hyper.c, Rows(layer, t - 2), own.unit);
      factors.draw(layer.hyper, previous, own.unit, M);
    }
    rows = previous;
  }
  store(dh, layer.hyper.dh, rows, own.unit);
  store(dc, layer.hyper.dc, rows, own.unit);
  store_sums(layer, own, sums);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
    for (int u = 0; u < 2; u++) {
      put_sum(bias[gate][u], block_sums(layer, 2) + own.column(gate) + u);
    }
  }
}

/** What a step of the main cell reads from memory. */
struct MainStep {
  float from_h[GATES][4];  // W h
  float from_x[GATES][4];
  float inverse[SUMS];
  float before[4];  // c of the step before
  float above[4];   // dL/dh by what is above
  CandidateFactors factors;

  __device__ void load(const Layer& layer, const Own& own, int t) {
    Rows rows(layer, t);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      on_chip_UNITS::load(from_h[gate], layer.recurrent, rows, own.column(gate));
      on_chip_UNITS::load(from_x[gate], layer.input, rows, own.column(gate));
    }
    load_moments(inverse, layer, rows, 0);
    on_chip_UNITS::load(before, layer.main.c, Rows(layer, t - 1), own.unit);
    on_chip_UNITS::load(above, layer.main.dh, rows, own.unit);
    factors.draw(layer.main, rows, own.unit, N);
  }
};

/** The maps D of the warp's units, the signals as rows: a first factor, for each kind. */
struct MapRows {
  uint4 tiles[KINDS];

  __device__ MapRows(const Layer& layer, const Own& own) {
    // The inner dimension is in the order in which transpose gives the units.
    int unit = TILE * own.warp + 4 * Lane().member;
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
      const float* low = layer.scale.row(kind * GATES * Z + Lane().group) + unit;
      const float* high = layer.scale.row(kind * GATES * Z + Lane().group + 8) + unit;
      tiles[kind] = {
          pack(low[0], low[2]), pack(high[0], high[2]), pack(low[1], low[3]),
          pack(high[1], high[3])};
    }
  }

  /** Only those of one gate: the others have another second factor. */
  __device__ uint4 of_gate(int kind, int gate) const {
    uint4 all = tiles[kind];
    bool own = Lane().group / Z == gate % 2;
    bool low = own && gate < 2;
    bool high = own && gate >= 2;
    return {low ? all.x : 0, high ? all.y : 0, low ? all.z : 0, high ? all.w : 0};
  }
};

__device__ void main_backward(const Layer& layer, BackwardShared& shared) {
  Own own;
  uint4 hyper_weights[GATES];
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    hyper_weights[gate] = row_tile(layer.main.weight, own.unit, GATES * N + gate * M);
  }
  for (int k = 0; k < MAIN_TILES; k++) {
    shared.weights[k][threadIdx.x] = row_tile(layer.main.weight, own.unit, TILE * k);
  }
  Maps maps(layer, own);
  MapRows map_rows(layer, own);
  int steps = layer.block_steps();
  float c[4];
  float dh[4] = {0, 0, 0, 0};
  float dc[4] = {0, 0, 0, 0};
  AffineGradients sums;
  MainStep step;
  step.load(layer, own, steps - 1);
  load(c, layer.main.c, Rows(layer, steps - 1), own.unit);
  meet();

  for (int t = steps - 1; t >= 0; t--) {
    // What forward made of W h and W x, again.
    OwnSignals signals(shared.signals);
    float normal[GATES][4];
    float active[GATES][4];
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 bias = *(const float2*)(shared.affine.bias + own.column(gate));
      float2 gain = *(const float2*)(shared.affine.gain + own.column(gate));
      float2 shift = *(const float2*)(shared.affine.shift + own.column(gate));
      float scale_h[4] = {0, 0, 0, 0};
      float scale_x[4] = {0, 0, 0, 0};
      float added[4] = {bias.x, bias.x, bias.y, bias.y};
      signals.scales(scale_h, maps, 0, gate);
      signals.scales(scale_x, maps, 1, gate);
      signals.scales(added, maps, 2, gate);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        float a = scale_h[i] * step.from_h[gate][i] + scale_x[i] * step.from_x[gate][i] + added[i];
        normal[gate][i] = a * step.inverse[i % 2 * GATES + gate];
        active[gate][i] =
            activation(gate, normal[gate][i] * of_unit(gain, i) + of_unit(shift, i));
      }
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
      dh[i] += step.above[i];
    }
    cell_backward(active, dh, dc, c, step.before, step.factors);
    float means[SUMS] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 gain = *(const float2*)(shared.affine.gain + own.column(gate));
      sums.add(gate, active[gate], normal[gate]);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        active[gate][i] *= of_unit(gain, i);
        means[i % 2 * GATES + gate] += active[gate][i] * normal[gate][i];
      }
    }
    shared.sums.put(sum_groups(means));
    meet();

    spread(shared.sums.total() / N, means);
    Rows rows(layer, t);
    float dz[KINDS][4] = {};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float scale_h[4] = {0, 0, 0, 0};
      signals.scales(scale_h, maps, 0, gate);
      float scaled[KINDS][4];
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int sum = i % 2 * GATES + gate;
        float e = (active[gate][i] - normal[gate][i] * means[sum]) * step.inverse[sum];
        scale_h[i] *= e;
        scaled[0][i] = e * step.from_h[gate][i];
        scaled[1][i] = e * step.from_x[gate][i];
        scaled[2][i] = e;
      }
      store(scaled[2], layer.errors, rows, own.column(gate));
      shared.gradients.put(scale_h, own.column(gate));
#pragma unroll
      for (int kind = 0; kind < KINDS; kind++) {
        unsigned b0 = transpose(pack(scaled[kind][0], scaled[kind][1]));
        unsigned b1 = transpose(pack(scaled[kind][2], scaled[kind][3]));
        multiply_tiles(dz[kind], map_rows.of_gate(kind, gate), b0, b1);
      }
    }
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int window = 2 * Lane().member + i % 2;
        shared.shares[own.warp][kind][window][Lane().group + i / 2 * 8] = dz[kind][i];
      }
    }
    meet();

    if (t > 0) {
      step.load(layer, own, t - 1);
    }
    // In two sums, so that a product need not wait for the one before it.
    float other[4] = {0, 0, 0, 0};
#pragma unroll
    for (int i = 0; i < 4; i++) {
      dh[i] = 0;
    }
#pragma unroll 4
    for (int k = 0; k < MAIN_TILES; k += 2) {
      uint2 factor = shared.gradients.get(k);
      multiply_tiles(dh, shared.weights[k][threadIdx.x], factor.x, factor.y);
      factor = shared.gradients.get(k + 1);
      multiply_tiles(other, shared.weights[k + 1][threadIdx.x], factor.x, factor.y);
    }
    meet();

#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      uint2 factor = shared.gradients.get(MAIN_TILES + gate);
      multiply_tiles(gate % 2 == 0 ? dh : other, hyper_weights[gate], factor.x, factor.y);
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
      dh[i] += other[i];
    }
  }
  Rows first(layer, -1);
  float above[4];
  load(above, layer.main.dh, first, own.unit);
#pragma unroll
  for (int i = 0; i < 4; i++) {
    dh[i] += above[i];
  }
  store(dh, layer.main.dh, first, own.unit);
  store(dc, layer.main.dc, first, own.unit);
  store_sums(layer, own, sums);
}

}  // namespace on_chip_UNITS

extern "C" __global__ void __launch_bounds__(on_chip_UNITS::THREADS, 1)
on_chip_backward_UNITS(const __grid_constant__ on_chip_UNITS::Layer layer) {
  using namespace on_chip_UNITS;
  DYNAMIC_SHARED(memory);
  BackwardShared& shared = *(BackwardShared*)memory;
  shared.affine.load(layer);
  if (Own().is_hyper) {
    hyper_backward(layer, shared);
  } else {
    main_backward(layer, shared);
  }
}
