// A layer that stays on the chip: one launch goes through all steps of a window, and between two steps
// nothing leaves the multiprocessor. UNITS stands for the number of units of the main cell, N; see
// OnChipLayer. The equations are those of reference 1.3 and 1.5, with RMS normalisation, 16 units of
// the hyper cell and signals of 4 numbers.
//
// A block takes 8 windows. Products are made transposed: the columns of the weights are the 16 rows of
// a tile, and the windows are its 8 columns. Each warp but the last has 16 units of the main cell and
// all that belongs to them; the last has the hyper cell, whose 16 units are one tile, too. Rows g and g
// + 8 of a tile are the units 2 g and 2 g + 1. So a thread has two units that lie side by side, for two
// windows: the four gates of a unit meet in it, and it reads and writes pairs.

namespace on_chip_UNITS {

constexpr int N = UNITS;
constexpr int M = 16;
constexpr int Z = 4;
constexpr int KINDS = 3;
constexpr int SIGNALS = KINDS * GATES;

/** Units of a warp. */
constexpr int TILE = 16;

/** Windows of a block. */
constexpr int WINDOWS = 8;

constexpr int MAIN_WARPS = N / TILE;
constexpr int MAIN_THREADS = MAIN_WARPS * WARP;
constexpr int THREADS = MAIN_THREADS + WARP;
constexpr int COLUMNS = GATES * (N + M);

/** The maximum number of steps of a window; as in OnChipLayer. */
constexpr int MAX_STEPS = 128;

/** What a cell owns; see LayerSpec.Cell. */
struct Cell {
  Matrix h;
  Matrix c;
  Matrix dh;
  Matrix dc;
  Matrix weight;
  const float* bias;  // Null for none.
  const float* gain;
  const float* shift;
  Mask mask;  // Of the candidates.
};

/** bfloat16 numbers in memory, in pairs, which products take in the place of a matrix; see Factors.java. */
struct StandIn {
  unsigned* pairs;
  int64 stride;  // Numbers from row to row.

  __device__ unsigned* at(int row, int column) const {
    return pairs + ((int64)row * (int)stride + column) / 2;
  }
};

/** What the kernels work on; see LayerSpec. */
struct Layer {
  Cell main;
  Cell hyper;
  Matrix input;
  Matrix recurrent;  // Between forward and backward, what the hyper cell needs is in its columns.
  Matrix embedding;
  const float* embedding_bias;
  Matrix z;
  Matrix dz;
  Matrix scale;
  Matrix moments;  // Of each row the inverse deviations: of the main cell's gates, then the hyper's.
  Matrix errors;   // Gradients of what the main cell's gates are before their normalisation.
  StandIn h_factors;
  StandIn hyper_h_factors;
  StandIn input_factors;      // Of the gradient; likewise those that follow.
  StandIn recurrent_factors;  // This gradient nobody needs as floats.
  StandIn dz_factors;
  float* parts;  // Of each block the gradients of gain, shift and the hyper cell's bias.
  int64 steps;
  int starts[MAX_STEPS + 4];  // The first row of step -1 and so on; then, twice, where the last step ends.

  __device__ int start(int t) const { return starts[t + 1]; }
  __device__ int count(int t) const { return starts[t + 2] - starts[t + 1]; }

  /** How many steps the windows of this block have: those of its first. */
  __device__ int block_steps() const {
    int last = (int)steps;
    while (count(last - 1) <= blockIdx.x * WINDOWS) {
      last--;
    }
    return last;
  }
};

/** The rows of a thread's two windows at a step; negative where a window has no symbol there. */
struct Rows {
  int row[2];

  __device__ Rows(const Layer& layer, int t) {
#pragma unroll
    for (int w = 0; w < 2; w++) {
      int window = blockIdx.x * WINDOWS + 2 * Lane().member + w;
      row[w] = t >= -1 && window < layer.count(t) ? layer.start(t) + window : -1;
    }
  }

  /** Two of eight rows from one on, as if they were windows. */
  __device__ Rows(int from, int end) {
#pragma unroll
    for (int w = 0; w < 2; w++) {
      int at = from + 2 * Lane().member + w;
      row[w] = at < end ? at : -1;
    }
  }

  __device__ bool has(int w) const { return row[w] >= 0; }

  /** Stores, of the gate and the window that sum_groups gives this thread, a number for each row. */
  __device__ void store_moment(float value, const Matrix& to, int from, bool wanted) const {
    int g = Lane().group;
    int own = g < GATES ? row[0] : row[1];
    store_if(wanted && own >= 0, to.row(own) + from + g % GATES, value);
  }
};

/** The numbers of a thread's two units, for its two windows: values 0 and 1 are the first unit's. */
__device__ void load(float (&values)[4], const Matrix& from, const Rows& rows, int unit) {
#pragma unroll
  for (int w = 0; w < 2; w++) {
    float2 pair = load_2_if(rows.has(w), from.row(rows.row[w]) + unit);
    values[w] = pair.x;
    values[2 + w] = pair.y;
  }
}

__device__ void store(const float (&values)[4], const Matrix& to, const Rows& rows, int unit) {
#pragma unroll
  for (int w = 0; w < 2; w++) {
    store_2_if(rows.has(w), to.row(rows.row[w]) + unit, {values[w], values[2 + w]});
  }
}

__device__ void store(const float (&values)[4], const StandIn& to, const Rows& rows, int unit) {
#pragma unroll
  for (int w = 0; w < 2; w++) {
    store_if(rows.has(w), to.at(rows.row[w], unit), pack(values[w], values[2 + w]));
  }
}

/** The factors of the candidates of a thread's two units, for its two windows; see load. */
struct CandidateFactors {
  float at[4];

  __device__ CandidateFactors() : at{1, 1, 1, 1} {}

  __device__ void draw(const Cell& cell, const Rows& rows, int unit, int n) {
    if (cell.mask.draw == nullptr) {
      return;
    }
#pragma unroll
    for (int w = 0; w < 2; w++) {
      float pair[2];
      int number = rows.has(w) ? cell.mask.number(rows.row[w]) : 0;
      mask_factors(pair, cell.mask, number, unit, n);
      at[w] = pair[0];
      at[2 + w] = pair[1];
    }
  }
};

/** Numbers for each gate of the thread's two windows: those of window w begin at 4 w. */
constexpr int SUMS = 2 * GATES;

/** Of the thread's two windows the inverse deviations of the gates, that of window w from 4 w on. */
__device__ void load_moments(float (&inverse)[SUMS], const Layer& layer, const Rows& rows, int from) {
#pragma unroll
  for (int w = 0; w < 2; w++) {
    float4 four = load_4_if(rows.has(w), layer.moments.row(rows.row[w]) + from);
    inverse[4 * w] = four.x;
    inverse[4 * w + 1] = four.y;
    inverse[4 * w + 2] = four.z;
    inverse[4 * w + 3] = four.w;
  }
}

/**
 * Sums over the 8 groups of a warp. Member m of group g gets that of value g: of gate g % 4, for
 * window 2 m + g / 4 of the block.
 */
__device__ float sum_groups(float (&v)[SUMS]) {
  int lane = threadIdx.x % WARP;
#pragma unroll
  for (int half = SUMS / 2; half > 0; half /= 2) {
    bool upper = lane & 4 * half;
#pragma unroll
    for (int i = 0; i < half; i++) {
      float sent = upper ? v[i] : v[half + i];
      float kept = upper ? v[half + i] : v[i];
      v[i] = kept + __shfl_xor_sync(ALL_LANES, sent, 4 * half);
    }
  }
  return v[0];
}

/** Gives all groups the values that sum_groups has dealt out. */
__device__ void spread(float value, float (&v)[SUMS]) {
#pragma unroll
  for (int i = 0; i < SUMS; i++) {
    v[i] = __shfl_sync(ALL_LANES, value, 4 * i + Lane().member);
  }
}

/** Where the sums of all warps meet. */
struct Exchange {
  float sums[MAIN_WARPS][WARP];

  __device__ void put(float sum) { sums[threadIdx.x / WARP][threadIdx.x % WARP] = sum; }

  /** Of what this thread and those at its place in the other warps put. */
  __device__ float total() const {
    float total = 0;
#pragma unroll
    for (int w = 0; w < MAIN_WARPS; w++) {
      total += sums[w][threadIdx.x % WARP];
    }
    return total;
  }
};

/** The signals of a step: for each window and each of the Z numbers, those of all kinds and gates. */
struct Signals {
  // With this stride the two ways to read them, below, meet few bank conflicts.
  static constexpr int STRIDE = SIGNALS * Z + 4;
  alignas(16) float values[WINDOWS * STRIDE];

  __device__ float* at(int window, int number) {
    return values + window * STRIDE + number * SIGNALS;
  }
};

/** bfloat16 numbers of each window, in pairs, read as the second factor of a product. */
template <int SIZE>
struct Factors {
  // An odd multiple of 32 bytes: the rows of four windows are in different banks.
  static constexpr int STRIDE = (SIZE / TILE % 2 == 1 ? SIZE : SIZE + TILE) / 2;
  alignas(8) unsigned pairs[WINDOWS * STRIDE];

  /** Sets those of the thread's two units, from this column on. */
  __device__ void put(const float (&values)[4], int column) {
#pragma unroll
    for (int w = 0; w < 2; w++) {
      pairs[(2 * Lane().member + w) * STRIDE + column / 2] = pack(values[w], values[2 + w]);
    }
  }

  /** Four numbers of the inner dimension from 16 tile + 4 m on, for window g. */
  __device__ uint2 get(int tile) const {
    return *(const uint2*)(pairs + Lane().group * STRIDE + tile * (TILE / 2) + 2 * Lane().member);
  }
};

/** Gain, shift and bias of the gates of both cells. */
struct Affine {
  alignas(8) float gain[COLUMNS];
  alignas(8) float shift[COLUMNS];
  alignas(8) float bias[COLUMNS];

  __device__ void load(const Layer& layer) {
    for (int j = threadIdx.x; j < COLUMNS; j += THREADS) {
      bool hyper = j >= GATES * N;
      const Cell& cell = hyper ? layer.hyper : layer.main;
      int at = hyper ? j - GATES * N : j;
      gain[j] = cell.gain[at];
      shift[j] = cell.shift[at];
      bias[j] = cell.bias == nullptr ? 0 : cell.bias[at];
    }
  }
};

/** That of a value's unit; see load. */
__device__ float of_unit(float2 pair, int value) { return value < 2 ? pair.x : pair.y; }

/** The first columns of the thread's two units, in what belongs to the main or to the hyper cell. */
struct Own {
  int warp = threadIdx.x / WARP;
  bool is_hyper = warp == MAIN_WARPS;
  int unit = (is_hyper ? 0 : TILE * warp) + 2 * Lane().group;

  /** Among the gates of both cells. */
  __device__ int column(int gate) const {
    return is_hyper ? GATES * N + gate * M + unit : gate * N + unit;
  }
};

/** The maps D from signals to scales, of the thread's two units, as bfloat16. */
struct Maps {
  unsigned pairs[KINDS][GATES];

  __device__ Maps(const Layer& layer, const Own& own) {
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        const float* row = layer.scale.row((kind * GATES + gate) * Z + Lane().member);
        float2 pair = *(const float2*)(row + own.unit);
        pairs[kind][gate] = pack(pair.x, pair.y);
      }
    }
  }
};

/** d = z D of a kind and a gate, added to what is there; z is number m of window g. */
__device__ void scales(float (&d)[4], const Maps& maps, int kind, int gate, float z) {
  unsigned pair = maps.pairs[kind][gate];
  multiply_by_4(d, lower(pair), upper(pair), z);
}

/** What a thread reads of the signals of a step: the second factor of multiply_by_4. */
struct OwnSignals {
  float z[SIGNALS];

  __device__ OwnSignals(Signals& signals) {
    const float4* from = (const float4*)signals.at(Lane().group, Lane().member);
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
      float4 four = from[kind];
      z[GATES * kind] = four.x;
      z[GATES * kind + 1] = four.y;
      z[GATES * kind + 2] = four.z;
      z[GATES * kind + 3] = four.w;
    }
  }

  __device__ void scales(float (&d)[4], const Maps& maps, int kind, int gate) const {
    on_chip_UNITS::scales(d, maps, kind, gate, z[GATES * kind + gate]);
  }
};

__device__ float activation(int gate, float x) {
  return gate == CANDIDATE ? fast_tanh(x) : fast_sigmoid(gate == FORGET ? x + FORGET_BIAS : x);
}

/** The inverse deviation of a vector of so many numbers. */
__device__ float inverse_deviation(float squares, int size) {
  return fast_inverse_root(squares / size + NORM_EPSILON);
}

}  // namespace on_chip_UNITS
