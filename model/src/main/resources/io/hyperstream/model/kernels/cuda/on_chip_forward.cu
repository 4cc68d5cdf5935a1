// A layer on the chip, forward: reference 1.3. The weights are first factors of the products. Most stay
// in registers over all steps, the rest in shared memory: so the tensor cores need not wait for it. h
// crosses between warps in shared memory, as bfloat16.
//
// A step has three parts, between which the warps wait for each other:
//   1. all warps multiply h with their columns of the weights; the hyper cell's warp goes on to its
//      cell and the signals;
//   2. the others scale their gates, and sum up squares;
//   3. they normalise, and make c and h.

namespace on_chip_UNITS {

/** Of the inner dimension of W h, in tiles: what a thread has registers for, and what it has not. */
constexpr int HELD = N / TILE < 4 ? N / TILE : 4;
constexpr int SHARED = N / TILE - HELD;

struct ForwardShared {
  uint4 weights[SHARED == 0 ? 1 : SHARED][GATES][THREADS];
  Factors<N> h;
  Signals signals;
  Exchange squares;
  Affine affine;
};

/** The columns of a warp's gates, over all units of h. */
struct RecurrentWeights {
  uint4 held[HELD][GATES];

  __device__ RecurrentWeights(const Layer& layer, const Own& own, ForwardShared& shared) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
      for (int k = 0; k < HELD; k++) {
        held[k][gate] = tile(layer, k, own.column(gate));
      }
      for (int k = 0; k < SHARED; k++) {
        shared.weights[k][gate][threadIdx.x] = tile(layer, HELD + k, own.column(gate));
      }
    }
  }

  __device__ static uint4 tile(const Layer& layer, int k, int column) {
    float2 w[4];
#pragma unroll
    for (int i = 0; i < 4; i++) {
      w[i] = *(const float2*)(layer.main.weight.row(TILE * k + 4 * Lane().member + i) + column);
    }
    return {
        pack(w[0].x, w[1].x), pack(w[0].y, w[1].y), pack(w[2].x, w[3].x), pack(w[2].y, w[3].y)};
  }

  /** W h of the warp's gates. */
  __device__ void multiply(const ForwardShared& shared, float (&product)[GATES][4]) const {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        product[gate][i] = 0;
      }
    }
#pragma unroll
    for (int k = 0; k < N / TILE; k++) {
      uint2 factor = shared.h.get(k);
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        uint4 weights = k < HELD ? held[k][gate] : shared.weights[k - HELD][gate][threadIdx.x];
        multiply_tiles(product[gate], weights, factor.x, factor.y);
      }
    }
  }
};

/** A matrix of 16 rows, a unit of the hyper cell each, as the first factor: 16 columns of it. */
__device__ uint4 hyper_tile(const Matrix& from, int column, int other) {
  // The inner dimension is in the order in which transpose gives the units.
  int unit = 4 * Lane().member;
  return {
      pack(from.row(unit)[column], from.row(unit + 2)[column]),
      pack(from.row(unit)[other], from.row(unit + 2)[other]),
      pack(from.row(unit + 1)[column], from.row(unit + 3)[column]),
      pack(from.row(unit + 1)[other], from.row(unit + 3)[other])};
}

/** h of the hyper cell as a second factor, with its units in the order of hyper_tile. */
struct HyperFactor {
  unsigned b0;
  unsigned b1;

  __device__ explicit HyperFactor(const float (&h)[4])
      : b0(transpose(pack(h[0], h[1]))), b1(transpose(pack(h[2], h[3]))) {}
};

__device__ void hyper_forward(const Layer& layer, ForwardShared& shared) {
  Own own;
  int g = Lane().group;
  RecurrentWeights weights(layer, own, shared);
  uint4 recurrent[GATES];
  uint4 embedding[KINDS];
  float embedding_bias[KINDS][2];
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    int column = gate * M + own.unit;
    recurrent[gate] = hyper_tile(layer.hyper.weight, column, column + 1);
  }
#pragma unroll
  for (int kind = 0; kind < KINDS; kind++) {
    int column = kind * GATES * Z + g;
    embedding[kind] = hyper_tile(layer.embedding, column, column + 8);
    embedding_bias[kind][0] = kind < 2 ? layer.embedding_bias[column] : 0;
    embedding_bias[kind][1] = kind < 2 ? layer.embedding_bias[column + 8] : 0;
  }
  float c[4];
  float h[4];
  float x[GATES][4];
  Rows first(layer, -1);
  load(c, layer.hyper.c, first, own.unit);
  load(h, layer.hyper.h, first, own.unit);
  store(h, layer.hyper_h_factors, first, own.unit);
  HyperFactor factor(h);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load(x[gate], layer.input, Rows(layer, 0), own.column(gate));
  }
  CandidateFactors factors;
  factors.draw(layer.hyper, Rows(layer, 0), own.unit, M);
  meet();

  int steps = layer.block_steps();
  for (int t = 0; t < steps; t++) {
    Rows rows(layer, t);
    float a[GATES][4];
    weights.multiply(shared, a);
    float squares[SUMS] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 bias = *(const float2*)(shared.affine.bias + own.column(gate));
      multiply_tiles(a[gate], recurrent[gate], factor.b0, factor.b1);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        a[gate][i] += x[gate][i] + of_unit(bias, i);
        squares[i % 2 * GATES + gate] += a[gate][i] * a[gate][i];
      }
    }
    float own_inverse = inverse_deviation(sum_groups(squares), M);
    float inverse[SUMS];
    spread(own_inverse, inverse);
    float active[GATES][4];
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 gain = *(const float2*)(shared.affine.gain + own.column(gate));
      float2 shift = *(const float2*)(shared.affine.shift + own.column(gate));
#pragma unroll
      for (int i = 0; i < 4; i++) {
        a[gate][i] *= inverse[i % 2 * GATES + gate];
        active[gate][i] = activation(gate, a[gate][i] * of_unit(gain, i) + of_unit(shift, i));
      }
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
      c[i] = active[FORGET][i] * c[i] + active[0][i] * (active[CANDIDATE][i] * factors.at[i]);
      h[i] = active[OUTPUT][i] * fast_tanh(c[i]);
    }
    factor = HyperFactor(h);

    // The signals: z = P h + p.
    float z[KINDS][4];
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        z[kind][i] = embedding_bias[kind][i / 2];
      }
      multiply_tiles(z[kind], embedding[kind], factor.b0, factor.b1);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int signal = g + i / 2 * 8;
        shared.signals.at(2 * Lane().member + i % 2, signal % Z)[kind * GATES + signal / Z] =
            z[kind][i];
      }
    }
    meet();

    // Nobody waits for what follows.
    store(c, layer.hyper.c, rows, own.unit);
    store(h, layer.hyper.h, rows, own.unit);
    store(h, layer.hyper_h_factors, rows, own.unit);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      store(a[gate], layer.recurrent, rows, own.column(gate));
      load(x[gate], layer.input, Rows(layer, t + 1), own.column(gate));
    }
    factors.draw(layer.hyper, Rows(layer, t + 1), own.unit, M);
#pragma unroll
    for (int w = 0; w < 2; w++) {
#pragma unroll
      for (int kind = 0; kind < KINDS; kind++) {
        float* to = layer.z.row(rows.row[w]) + kind * GATES * Z + g;
        store_if(rows.has(w), to, z[kind][w]);
        store_if(rows.has(w), to + 8, z[kind][2 + w]);
      }
    }
    rows.store_moment(own_inverse, layer.moments, GATES, true);
    meet();
    meet();
  }
}

__device__ void main_forward(const Layer& layer, ForwardShared& shared) {
  Own own;
  RecurrentWeights weights(layer, own, shared);
  Maps maps(layer, own);
  float c[4];
  float h[4];
  float x[GATES][4];
  Rows first(layer, -1);
  load(c, layer.main.c, first, own.unit);
  load(h, layer.main.h, first, own.unit);
  store(h, layer.h_factors, first, own.unit);
  shared.h.put(h, own.unit);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load(x[gate], layer.input, Rows(layer, 0), own.column(gate));
  }
  meet();

  int steps = layer.block_steps();
  for (int t = 0; t < steps; t++) {
    Rows rows(layer, t);
    float a[GATES][4];
    weights.multiply(shared, a);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      store(a[gate], layer.recurrent, rows, own.column(gate));
    }
    // While the hyper cell is made.
    CandidateFactors factors;
    factors.draw(layer.main, rows, own.unit, N);
    meet();

    OwnSignals signals(shared.signals);
    Rows next(layer, t + 1);
    float squares[SUMS] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 bias = *(const float2*)(shared.affine.bias + own.column(gate));
      float from_h[4] = {0, 0, 0, 0};
      float from_x[4] = {0, 0, 0, 0};
      float added[4] = {bias.x, bias.x, bias.y, bias.y};
      signals.scales(from_h, maps, 0, gate);
      signals.scales(from_x, maps, 1, gate);
      signals.scales(added, maps, 2, gate);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        a[gate][i] = from_h[i] * a[gate][i] + from_x[i] * x[gate][i] + added[i];
        squares[i % 2 * GATES + gate] += a[gate][i] * a[gate][i];
      }
      load(x[gate], layer.input, next, own.column(gate));
    }
    shared.squares.put(sum_groups(squares));
    meet();

    float own_inverse = inverse_deviation(shared.squares.total(), N);
    float inverse[SUMS];
    spread(own_inverse, inverse);
    float active[GATES][4];
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float2 gain = *(const float2*)(shared.affine.gain + own.column(gate));
      float2 shift = *(const float2*)(shared.affine.shift + own.column(gate));
#pragma unroll
      for (int i = 0; i < 4; i++) {
        float normal = a[gate][i] * inverse[i % 2 * GATES + gate];
        active[gate][i] = activation(gate, normal * of_unit(gain, i) + of_unit(shift, i));
      }
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
      c[i] = active[FORGET][i] * c[i] + active[0][i] * (active[CANDIDATE][i] * factors.at[i]);
      h[i] = active[OUTPUT][i] * fast_tanh(c[i]);
    }
    shared.h.put(h, own.unit);
    meet();

    store(c, layer.main.c, rows, own.unit);
    store(h, layer.main.h, rows, own.unit);
    store(h, layer.h_factors, rows, own.unit);
    rows.store_moment(own_inverse, layer.moments, 0, own.warp == 0);
  }
}

}  // namespace on_chip_UNITS

extern "C" __global__ void __launch_bounds__(on_chip_UNITS::THREADS, 1)
on_chip_forward_UNITS(const __grid_constant__ on_chip_UNITS::Layer layer) {
  using namespace on_chip_UNITS;
  DYNAMIC_SHARED(memory);
  ForwardShared& shared = *(ForwardShared*)memory;
  shared.affine.load(layer);
  if (Own().is_hyper) {
    hyper_forward(layer, shared);
  } else {
    main_forward(layer, shared);
  }
}
