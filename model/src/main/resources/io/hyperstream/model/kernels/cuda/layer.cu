// What a time step of a layer does besides its products, forward (reference 1.3) and backward
// (reference 1.5). A block works on a row. A thread has a column of the hyper cell and PACK adjacent
// columns of the main cell, in registers; threads meet where a row is summed.
//
// Where the maps D fit in shared memory, one kernel does it all: the hyper cell, its signals, the
// scales that they give, and the main cell. The weights that the rows share are copied into shared
// memory while the first cell is at work. Otherwise there is a kernel for each cell, and products make
// the signals and scales between them.

/** Columns of the main cell that a thread has. */
constexpr int PACK = 4;

/** The maximum number of threads of a block; with twice as many the registers would not do. */
constexpr int LAYER_THREADS = 512;

/** Rows of factors begin at multiples of so many numbers. */
constexpr int FACTOR_ALIGNMENT = 8;

/** What a kernel of a layer works on; see CudaLayer. */
struct Layer {
  Cell main;
  Cell hyper;              // Of no units in a plain LSTM, which has no signals either.
  Matrix z;                // 12 Z: for each kind, then each gate, Z signals.
  Matrix dz;
  const float* z_bias;     // 8 Z: the third kind has none.
  const void* z_weight;    // Factors, M x 12 Z, P of the reference.
  const void* z_weight_t;  // The same, 12 Z x M.
  const void* maps;        // Factors, 12 Z x N, D of the reference.
  void* states;            // Factors of the product forward: h and hyper h of each row.
  int64 states_stride;
  void* gradients;         // Factors of the product backward: the gradients of what it gave.
  int64 gradients_stride;
  void* map_gradients;     // Factors of the gradient of D, where D does not fit in shared memory.
  int64 map_gradients_stride;
  Matrix carried;          // What the product backward gave: dL/dh and that of the hyper cell.
  Matrix carried_by_main;  // The rest of the former, where it comes from a product of its own.
  int64 signal_size;       // Z.
  int64 aligned;           // Whether PACK columns can be moved together.
};

__device__ int padded(int numbers) {
  return (numbers + FACTOR_ALIGNMENT - 1) / FACTOR_ALIGNMENT * FACTOR_ALIGNMENT;
}

/** The shared memory of a block, as CudaLayer counts it. */
template <class T>
struct LayerMemory {
  T* maps;         // 12 Z x N.
  T* z_weight;     // M x 12 Z, or its transpose.
  float* z;        // 12 Z, or their gradient.
  float* hidden;   // M.
  float* partial;  // A number for each thread, or 12 Z for each warp.

  __device__ LayerMemory(unsigned char* memory, const Layer& layer, bool transposed) {
    int n = (int)layer.main.n;
    int m = (int)layer.hyper.n;
    int signals = KINDS * GATES * (int)layer.signal_size;
    maps = (T*)memory;
    z_weight = maps + signals * padded(n);
    z = (float*)(z_weight + (transposed ? signals * padded(m) : m * padded(signals)));
    hidden = z + padded(signals);
    partial = hidden + padded(m);
  }
};

// Activations, with errors far below that of a factor rounded to the format of T.

template <class T>
__device__ float sigmoid_of(float x) {
  return __fdividef(1, 1 + __expf(-x));
}

template <>
__device__ float sigmoid_of<Bfloat16>(float x) {
  return fast_sigmoid(x);
}

template <class T>
__device__ float tanh_of(float x) {
  // Near 0 the difference would lose what the series keeps.
  float square = x * x;
  float series = x + x * square * (-0.33333333f + square * (0.13333333f - square * 0.05396825f));
  return fabsf(x) < 0.25f ? series : 1 - __fdividef(2, 1 + __expf(2 * x));
}

template <>
__device__ float tanh_of<Bfloat16>(float x) {
  return fast_tanh(x);
}

/** Gain and shift of V columns of a normalised cell. */
template <int V, bool ALIGNED>
struct Norm {
  float gain[VECTORS][V];
  float shift[VECTORS][V];

  __device__ void load_from(const Cell& cell, int j) {
    int n = (int)cell.n;
    load_gates_from(cell, cell.gain, cell.shift, j);
    if (cell.normalisation == LAYER) {
      load<ALIGNED>(gain[CELL], cell.gain + CELL * n, j, n);
      load<ALIGNED>(shift[CELL], cell.shift + CELL * n, j, n);
    }
  }

  /** Those of the gates alone, which may have been copied. */
  __device__ void load_gates_from(const Cell& cell, const float* gains, const float* shifts, int j) {
    int n = (int)cell.n;
    if (cell.normalisation != 0) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        load<ALIGNED>(gain[gate], gains + gate * n, j, n);
        load<ALIGNED>(shift[gate], shifts + gate * n, j, n);
      }
    }
  }
};

/** What a row of a cell is made of, besides what a product gives. */
template <int V, bool ALIGNED>
struct CellInput {
  float x[GATES][V];
  float bias[GATES][V];
  float c[V];        // Of the step before.
  float factors[V];  // Of the candidate.
  Norm<V, ALIGNED> norm;

  __device__ void load_from(const Cell& cell, int r, int before, int j) {
    int n = (int)cell.n;
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      load<ALIGNED>(x[gate], cell.input.row(r) + gate * n, j, n);
#pragma unroll
      for (int i = 0; i < V; i++) {
        bias[gate][i] = 0;
      }
      if (cell.bias != nullptr) {
        load<ALIGNED>(bias[gate], cell.bias + gate * n, j, n);
      }
    }
    load<ALIGNED>(c, cell.c.row(before), j, n);
  }
};

/** Sums over the threads of a block, all or the first of them; see block_sum. */
template <int SLOT, int THREADS = 0>
struct OverBlock {
  template <int K>
  __device__ static void sum(float (&values)[K]) {
    block_sum<SLOT, THREADS>(values);
  }
};

/** Sums over the threads of a warp, which has the row for itself. */
struct OverWarp {
  template <int K>
  __device__ static void sum(float (&values)[K]) {
    sum_over_warp(values);
  }
};

/** What a row of a cell forward leaves for the way back. */
template <int V, bool ALIGNED>
struct CellOutput {
  float normal[VECTORS][V];
  float active[VECTORS][V];
  float c[V];
  float inverse[VECTORS];

  __device__ void store_to(const Cell& cell, int r, int j) const {
    int n = (int)cell.n;
#pragma unroll
    for (int vector = 0; vector < VECTORS; vector++) {
      store<ALIGNED>(cell.active.row(r) + vector * n, active[vector], j, n);
      if (vector == CELL ? cell.normalisation == LAYER : cell.normalisation != 0) {
        store<ALIGNED>(cell.normal.row(r) + vector * n, normal[vector], j, n);
        if (j == 0) {
          cell.moments.row(r)[vector * MOMENTS] = inverse[vector];
        }
      }
    }
    store<ALIGNED>(cell.c.row(r), c, j, n);
  }
};

/**
 * A row of a cell forward, from its pre-activations. The mean and the deviation of a vector come from
 * one meeting of the threads: of the sums of its numbers and of their squares.
 *
 * @param in of which c, the factors and the normalisation are used
 * @param h what comes out
 */
template <class T, bool ALIGNED, class S, int V>
__device__ void cell_forward_row(
    const Cell& cell, int j, const CellInput<V, ALIGNED>& in, float (&a)[GATES][V],
    CellOutput<V, ALIGNED>& out, float (&h)[V]) {
  const Norm<V, ALIGNED>& norm = in.norm;
  int n = (int)cell.n;
  float one_of_n = __fdividef(1, n);
  bool layer = cell.normalisation == LAYER;
  if (cell.normalisation != 0) {
    float sums[2 * GATES] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
      for (int i = 0; i < V; i++) {
        float x = is_there<ALIGNED>(j, i, n) ? a[gate][i] : 0;
        sums[gate] += x;
        sums[GATES + gate] += x * x;
      }
    }
    S::sum(sums);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float mean = layer ? sums[gate] * one_of_n : 0;
      float variance = fmaxf(sums[GATES + gate] * one_of_n - mean * mean, 0);
      out.inverse[gate] = rsqrtf(variance + NORM_EPSILON);
#pragma unroll
      for (int i = 0; i < V; i++) {
        out.normal[gate][i] = (a[gate][i] - mean) * out.inverse[gate];
        a[gate][i] = out.normal[gate][i] * norm.gain[gate][i] + norm.shift[gate][i];
      }
    }
  }

  float (&active)[VECTORS][V] = out.active;
  float sums[2] = {0, 0};
#pragma unroll
  for (int i = 0; i < V; i++) {
    active[0][i] = sigmoid_of<T>(a[0][i]);
    active[CANDIDATE][i] = tanh_of<T>(a[CANDIDATE][i]);
    active[FORGET][i] = sigmoid_of<T>(a[FORGET][i] + FORGET_BIAS);
    active[OUTPUT][i] = sigmoid_of<T>(a[OUTPUT][i]);
    out.c[i] = active[FORGET][i] * in.c[i] + active[0][i] * (active[CANDIDATE][i] * in.factors[i]);
    float x = is_there<ALIGNED>(j, i, n) ? out.c[i] : 0;
    sums[0] += x;
    sums[1] += x * x;
  }
  float value[V];
#pragma unroll
  for (int i = 0; i < V; i++) {
    value[i] = out.c[i];
  }
  if (layer) {
    S::sum(sums);
    float mean = sums[0] * one_of_n;
    float variance = fmaxf(sums[1] * one_of_n - mean * mean, 0);
    out.inverse[CELL] = rsqrtf(variance + NORM_EPSILON);
#pragma unroll
    for (int i = 0; i < V; i++) {
      out.normal[CELL][i] = (value[i] - mean) * out.inverse[CELL];
      value[i] = out.normal[CELL][i] * norm.gain[CELL][i] + norm.shift[CELL][i];
    }
  }
#pragma unroll
  for (int i = 0; i < V; i++) {
    active[CELL][i] = tanh_of<T>(value[i]);
    h[i] = active[OUTPUT][i] * active[CELL][i];
  }
}

/**
 * Adds signals times maps: d of one kind and gate in PACK columns.
 *
 * @param z the signals of that kind and gate
 * @param maps their rows
 */
template <int Z, class T>
__device__ void add_scales(
    float (&d)[PACK], const float* z, const T* maps, int stride, int size, int j) {
  float signals[Z > 0 ? Z : 1];
  if constexpr (Z > 0) {
    load<true>(signals, z, 0, Z);
  }
#pragma unroll
  for (int k = 0; k < (Z > 0 ? Z : size); k++) {
    float map[PACK];
    load<true>(map, maps + k * stride, j, stride);
    float signal = Z > 0 ? signals[Z > 0 ? k : 0] : z[k];
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      d[i] += signal * map[i];
    }
  }
}

/** The hyper cell of a row forward; gives a thread's hyper h, which is also stored as a factor. */
template <class T>
__device__ float hyper_forward_row(const Layer& layer, int r, const CellInput<1, true>& in) {
  const Cell& hyper = layer.hyper;
  int n = (int)layer.main.n;
  int m = (int)hyper.n;
  int own = threadIdx.x;
  float a[GATES][1];
  float h[1];
  CellOutput<1, true> out;
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load<true>(a[gate], hyper.recurrent.row(r) + gate * m, own, m);
    a[gate][0] += in.x[gate][0] + in.bias[gate][0];
  }
  cell_forward_row<T, true, OverBlock<0>>(hyper, own, in, a, out, h);
  out.store_to(hyper, r, own);
  store<true>(hyper.h.row(r), h, own, m);
  store<true>((T*)layer.states + r * layer.states_stride + n, h, own, m);
  return h[0];
}

/**
 * The signals of a row, from the hyper cell's h and with weights in shared memory: threads take them
 * in turn, each for a part of the hyper cell's units.
 */
template <int Z, class T>
__device__ void make_signals(const Layer& layer, const LayerMemory<T>& shared, int r, float hyper_h) {
  int m = (int)layer.hyper.n;
  int size = Z > 0 ? Z : (int)layer.signal_size;
  int signals = KINDS * GATES * size;
  if (threadIdx.x < m) {
    shared.hidden[threadIdx.x] = hyper_h;
  }
  finish_copies();
  __syncthreads();
  int parts = blockDim.x / signals;
  int signal = threadIdx.x % signals;
  int part = threadIdx.x / signals;
  if (part < parts) {
    float sum = 0;
    for (int unit = part; unit < m; unit += parts) {
      sum += shared.hidden[unit] * wide(shared.z_weight[unit * padded(signals) + signal]);
    }
    shared.partial[threadIdx.x] = sum;
  }
  __syncthreads();
  if (threadIdx.x < signals) {
    float z = signal < (KINDS - 1) * GATES * size ? layer.z_bias[signal] : 0;
    for (int p = 0; p < parts; p++) {
      z += shared.partial[p * signals + signal];
    }
    shared.z[signal] = z;
    layer.z.row(r)[signal] = z;
  }
  __syncthreads();
}

/** Starts to copy what the rows share: the maps, and the weights of the signals. */
template <class T>
__device__ void start_copies(const Layer& layer, const LayerMemory<T>& shared, bool transposed) {
  int m = (int)layer.hyper.n;
  int signals = KINDS * GATES * (int)layer.signal_size;
  const void* weight = transposed ? layer.z_weight_t : layer.z_weight;
  int numbers = transposed ? signals * padded(m) : m * padded(signals);
  start_copy(shared.z_weight, weight, numbers * sizeof(T));
  start_copy(shared.maps, layer.maps, signals * padded((int)layer.main.n) * sizeof(T));
}

/**
 * The main cell of a row forward.
 *
 * WHOLE: the hyper cell, too, and its signals, with the maps in shared memory. Otherwise d is in memory,
 * from row scale_row on.
 */
template <class T, bool WHOLE, bool ALIGNED, int Z>
__device__ void layer_forward(const Layer& layer, int row, int previous, int scale_row) {
  DYNAMIC_SHARED(bytes);
  LayerMemory<T> shared(bytes, layer, false);
  if (WHOLE && layer.hyper.n > 0) {
    start_copies(layer, shared, false);
  }
  const Cell& main = layer.main;
  int n = (int)main.n;
  int m = (int)layer.hyper.n;
  int size = Z > 0 ? Z : (int)layer.signal_size;
  int stride = padded(n);

  // Everything that the step before has left, and what no step changes.
  int r = row + blockIdx.x;
  int before = previous + blockIdx.x;
  int j = PACK * threadIdx.x;
  float a[GATES][PACK];
  CellInput<PACK, ALIGNED> in;
  CellInput<1, true> hyper_in;
  in.load_from(main, r, before, j);
  in.norm.load_from(main, j);
  load_factors(in.factors, main.mask, r, j, n);
  if (WHOLE && m > 0) {
    hyper_in.load_from(layer.hyper, r, before, threadIdx.x);
    hyper_in.norm.load_from(layer.hyper, threadIdx.x);
    load_factors(hyper_in.factors, layer.hyper.mask, r, threadIdx.x, m);
  }
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load<ALIGNED>(a[gate], main.recurrent.row(r) + gate * n, j, n);
  }
  if (WHOLE && m > 0) {
    float hyper_h = hyper_forward_row<T>(layer, r, hyper_in);
    make_signals<Z>(layer, shared, r, hyper_h);
  }

  const float* scales = WHOLE ? nullptr : main.scales.row(scale_row + blockIdx.x);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    if (m == 0) {
#pragma unroll
      for (int i = 0; i < PACK; i++) {
        a[gate][i] += in.x[gate][i] + in.bias[gate][i];
      }
    } else {
      float d[KINDS][PACK] = {};
#pragma unroll
      for (int kind = 0; kind < KINDS; kind++) {
        int block = kind * GATES + gate;
        if (WHOLE) {
          int first = block * size;
          add_scales<Z>(d[kind], shared.z + first, shared.maps + first * stride, stride, size, j);
        } else {
          load<ALIGNED>(d[kind], scales + block * n, j, n);
        }
      }
#pragma unroll
      for (int i = 0; i < PACK; i++) {
        a[gate][i] = d[0][i] * a[gate][i] + d[1][i] * in.x[gate][i] + d[2][i] + in.bias[gate][i];
      }
    }
  }
  float h[PACK];
  CellOutput<PACK, ALIGNED> out;
  cell_forward_row<T, ALIGNED, OverBlock<1>>(main, j, in, a, out, h);
  store<ALIGNED>((T*)layer.states + r * layer.states_stride, h, j, n);
  store<ALIGNED>(main.h.row(r), h, j, n);
  out.store_to(main, r, j);
}

/** What a row of a cell left for its way back. */
template <int V, bool ALIGNED>
struct CellMemory {
  float gates[GATES][V];
  float value[V];  // Tanh of the cell.
  float c[V];        // Of the step before.
  float factors[V];  // Of the candidate.
  float gain[VECTORS][V];
  float normal[VECTORS][V];
  float inverse[VECTORS];

  __device__ void load_from(const Cell& cell, int r, int before, int j) {
    int n = (int)cell.n;
    bool layer = cell.normalisation == LAYER;
    bool normalised = cell.normalisation != 0;
    const float* active = cell.active.row(r);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      load<ALIGNED>(gates[gate], active + gate * n, j, n);
    }
    load<ALIGNED>(value, active + CELL * n, j, n);
    load<ALIGNED>(c, cell.c.row(before), j, n);
#pragma unroll
    for (int vector = 0; vector < VECTORS; vector++) {
      if (vector == CELL ? layer : normalised) {
        load<ALIGNED>(normal[vector], cell.normal.row(r) + vector * n, j, n);
        inverse[vector] = cell.moments.row(r)[vector * MOMENTS];
      }
    }
  }

  /** Loads the gains, which may have been copied. */
  __device__ void load_gains_from(const Cell& cell, const float* gains, int j) {
    int n = (int)cell.n;
#pragma unroll
    for (int vector = 0; vector < VECTORS; vector++) {
      if (vector == CELL ? cell.normalisation == LAYER : cell.normalisation != 0) {
        load<ALIGNED>(gain[vector], gains + vector * n, j, n);
      }
    }
  }
};

/**
 * A row of a cell backward, from dL/dh and dL/dc to the gradients before the normalisation, and to
 * dL/dc of the step before; all are 0 beyond its units. The gradients behind the normalisation take the
 * place of the activations.
 */
template <bool ALIGNED, class S, int V>
__device__ void cell_backward_row(
    const Cell& cell, int r, int before, int j, CellMemory<V, ALIGNED>& memory,
    const float (&dh)[V], float (&dc)[V], float (&e)[GATES][V]) {
  int n = (int)cell.n;
  float one_of_n = __fdividef(1, n);
  bool layer = cell.normalisation == LAYER;
  bool normalised = cell.normalisation != 0;
  float* active = cell.active.row(r);
  float* moments = cell.moments.row(r);
  const float(&gates)[GATES][V] = memory.gates;
  float(&value)[V] = memory.value;
  const float(&gain)[VECTORS][V] = memory.gain;
  const float(&normal)[VECTORS][V] = memory.normal;
  const float(&inverse)[VECTORS] = memory.inverse;

  // The output gate and tanh of the cell; then back through the normalisation of the cell. Columns
  // beyond the units have a gradient of 0 behind the normalisation, and so add nothing to sums.
  float cell_means[2] = {0, 0};
#pragma unroll
  for (int i = 0; i < V; i++) {
    float gradient = is_there<ALIGNED>(j, i, n) ? dh[i] * gates[OUTPUT][i] : 0;
    e[OUTPUT][i] = gradient * value[i] * (1 - gates[OUTPUT][i]);
    value[i] = gradient * (1 - value[i] * value[i]);
  }
  store<ALIGNED>(active + CELL * n, value, j, n);
  if (layer) {
#pragma unroll
    for (int i = 0; i < V; i++) {
      value[i] = __fmul_rn(value[i], gain[CELL][i]);
      cell_means[0] += value[i];
      cell_means[1] += value[i] * normal[CELL][i];
    }
    S::sum(cell_means);
    cell_means[0] *= one_of_n;
    cell_means[1] *= one_of_n;
#pragma unroll
    for (int i = 0; i < V; i++) {
      value[i] = (value[i] - cell_means[0] - normal[CELL][i] * cell_means[1]) * inverse[CELL];
    }
  }

  // The cell and the other gates.
#pragma unroll
  for (int i = 0; i < V; i++) {
    float gradient = is_there<ALIGNED>(j, i, n) ? dc[i] + value[i] : 0;
    float in = gates[0][i];
    float candidate = gates[CANDIDATE][i];
    float forget = gates[FORGET][i];
    e[0][i] = gradient * (candidate * memory.factors[i]) * in * (1 - in);
    e[CANDIDATE][i] = gradient * (in * memory.factors[i]) * (1 - candidate * candidate);
    e[FORGET][i] = gradient * memory.c[i] * forget * (1 - forget);
    dc[i] = gradient * forget;
  }
  store<ALIGNED>(cell.dc.row(before), dc, j, n);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store<ALIGNED>(active + gate * n, e[gate], j, n);
  }

  // Back through the normalisation of the gates.
  if (normalised) {
    float means[2 * GATES] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
      for (int i = 0; i < V; i++) {
        e[gate][i] = __fmul_rn(e[gate][i], gain[gate][i]);
        means[gate] += e[gate][i];
        means[GATES + gate] += e[gate][i] * normal[gate][i];
      }
    }
    S::sum(means);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float mean = layer ? means[gate] * one_of_n : 0;
      float product = means[GATES + gate] * one_of_n;
      if (j == 0) {
        moments[gate * MOMENTS + 1] = mean;
        moments[gate * MOMENTS + 2] = product;
      }
#pragma unroll
      for (int i = 0; i < V; i++) {
        float inner = (e[gate][i] - mean - normal[gate][i] * product) * inverse[gate];
        e[gate][i] = is_there<ALIGNED>(j, i, n) ? inner : 0;
      }
    }
  }
}

/**
 * What a warp has of the gradients of the signals: of each kind and gate, the product of its columns of
 * a row with a map.
 */
template <int Z, class T>
__device__ void make_signal_gradient_parts(
    const Layer& layer, const LayerMemory<T>& shared, const float (&from_h)[GATES][PACK],
    const float (&from_x)[GATES][PACK], const float (&e)[GATES][PACK]) {
  int size = Z > 0 ? Z : (int)layer.signal_size;
  int signals = KINDS * GATES * size;
  int stride = padded((int)layer.main.n);
#pragma unroll
  for (int k = 0; k < (Z > 0 ? Z : size); k++) {
    float sums[16] = {};
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        int block = kind * GATES + gate;
        float map[PACK];
        load<true>(map, shared.maps + (block * size + k) * stride, PACK * threadIdx.x, stride);
#pragma unroll
        for (int i = 0; i < PACK; i++) {
          float gradient = kind == 0 ? from_h[gate][i] : kind == 1 ? from_x[gate][i] : e[gate][i];
          sums[block] += gradient * map[i];
        }
      }
    }
    float sum = warp_sums(sums);
    int lane = threadIdx.x % WARP;
    if (lane % 2 == 0 && lane / 2 < KINDS * GATES) {
      shared.partial[threadIdx.x / WARP * signals + lane / 2 * size + k] = sum;
    }
  }
}

/** The gradients of the signals, from those parts. */
template <int Z, class T>
__device__ void add_signal_gradient_parts(
    const Layer& layer, const LayerMemory<T>& shared, int r) {
  int signals = KINDS * GATES * (Z > 0 ? Z : (int)layer.signal_size);
  __syncthreads();
  if (threadIdx.x < signals) {
    float sum = 0;
    for (int warp = 0; warp < blockDim.x / WARP; warp++) {
      sum += shared.partial[warp * signals + threadIdx.x];
    }
    shared.z[threadIdx.x] = sum;
    layer.dz.row(r)[threadIdx.x] = sum;
  }
  __syncthreads();
}

/** What the signals give to the gradient of the hyper cell's h: a thread's column of it. */
template <int Z, class T>
__device__ float from_signals(const Layer& layer, const LayerMemory<T>& shared) {
  int m = (int)layer.hyper.n;
  int signals = KINDS * GATES * (Z > 0 ? Z : (int)layer.signal_size);
  int parts = blockDim.x / m;
  int part = threadIdx.x / m;
  float sum = 0;
  if (part < parts) {
    for (int signal = part; signal < signals; signal += parts) {
      sum += shared.z[signal] * wide(shared.z_weight[signal * padded(m) + threadIdx.x % m]);
    }
    shared.partial[threadIdx.x] = sum;
  }
  __syncthreads();
  sum = 0;
  if (threadIdx.x < m) {
    for (int p = 0; p < parts; p++) {
      sum += shared.partial[p * m + threadIdx.x];
    }
  }
  return sum;
}

/** The hyper cell of a row backward, from dL/dh and dL/dc in a thread's column. */
template <class T>
__device__ void hyper_backward_row(
    const Layer& layer, int r, int before, CellMemory<1, true>& memory, const float (&dh)[1],
    float (&dc)[1]) {
  const Cell& hyper = layer.hyper;
  int n = (int)layer.main.n;
  int m = (int)hyper.n;
  int own = threadIdx.x;
  float e[GATES][1];
  cell_backward_row<true, OverBlock<1>>(hyper, r, before, own, memory, dh, dc, e);
  T* gradients = (T*)layer.gradients + r * layer.gradients_stride + GATES * n;
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store<true>(gradients + gate * m, e[gate], own, m);
  }
}

/**
 * The main cell of a row backward.
 *
 * WHOLE: the signals and the hyper cell, too, with the maps in shared memory. Otherwise d is in memory,
 * from row scale_row on, and factors of the gradients of signals and maps are left.
 *
 * @param carried rows that the step behind has left gradients for; the windows of the others end
 */
template <class T, bool WHOLE, bool ALIGNED, int Z>
__device__ void layer_backward(
    const Layer& layer, int row, int previous, int carried, int scale_row) {
  DYNAMIC_SHARED(bytes);
  LayerMemory<T> shared(bytes, layer, true);
  if (WHOLE && layer.hyper.n > 0) {
    start_copies(layer, shared, true);
  }
  const Cell& main = layer.main;
  int n = (int)main.n;
  int m = (int)layer.hyper.n;
  int size = Z > 0 ? Z : (int)layer.signal_size;
  int signals = KINDS * GATES * size;
  int stride = padded(n);

  int r = row + blockIdx.x;
  int before = previous + blockIdx.x;
  int j = PACK * threadIdx.x;
  bool has_next = blockIdx.x < carried;
  T* gradients = (T*)layer.gradients + r * layer.gradients_stride;
  float dh[PACK];
  float dc[PACK] = {};
  float from_h[GATES][PACK];
  float from_x[GATES][PACK];
  CellMemory<PACK, ALIGNED> memory;
  CellMemory<1, true> hyper_memory;
  load<ALIGNED>(dh, main.dh.row(r), j, n);
  memory.load_from(main, r, before, j);
  memory.load_gains_from(main, main.gain, j);
  load_factors(memory.factors, main.mask, r, j, n);
  if (m > 0) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      load<ALIGNED>(from_h[gate], main.recurrent.row(r) + gate * n, j, n);
      load<ALIGNED>(from_x[gate], main.input.row(r) + gate * n, j, n);
    }
    if (WHOLE && threadIdx.x < signals) {
      shared.z[threadIdx.x] = layer.z.row(r)[threadIdx.x];
    }
  }
  float hyper_dh[1] = {};
  float hyper_dc[1] = {};
  if (has_next) {
    const float* carried_row = layer.carried.row(blockIdx.x);
    float next[PACK];
    float by_main[PACK] = {};
    load<ALIGNED>(next, carried_row, j, n);
    if (WHOLE && threadIdx.x < m) {
      hyper_dh[0] = carried_row[n + threadIdx.x];
      hyper_dc[0] = layer.hyper.dc.row(r)[threadIdx.x];
    }
    if (!WHOLE) {
      load<ALIGNED>(by_main, layer.carried_by_main.row(blockIdx.x), j, n);
    }
    load<ALIGNED>(dc, main.dc.row(r), j, n);
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      dh[i] += next[i] + by_main[i];
    }
  }

  float e[GATES][PACK];
  cell_backward_row<ALIGNED, OverBlock<0>>(main, r, before, j, memory, dh, dc, e);
  if (m == 0) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      store<ALIGNED>(gradients + gate * n, e[gate], j, n);
    }
    return;
  }

  // What the products forward gave was scaled, and so is its gradient. That of what x gave is made for
  // all rows at once in the end, where the scales are not in memory.
  if (WHOLE) {
    finish_copies();
    __syncthreads();
  }
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    float d[PACK] = {};
    if (WHOLE) {
      int first = gate * size;
      add_scales<Z>(d, shared.z + first, shared.maps + first * stride, stride, size, j);
    } else {
      const float* scales = main.scales.row(scale_row + blockIdx.x) + gate * n;
      float d_x[PACK];
      load<ALIGNED>(d, scales, j, n);
      load<ALIGNED>(d_x, scales + GATES * n, j, n);
#pragma unroll
      for (int i = 0; i < PACK; i++) {
        d_x[i] *= e[gate][i];
      }
      store<ALIGNED>(main.input.row(r) + gate * n, d_x, j, n);
    }
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      d[i] *= e[gate][i];
      from_h[gate][i] *= e[gate][i];
      from_x[gate][i] *= e[gate][i];
    }
    store<ALIGNED>(gradients + gate * n, d, j, n);
    if (!WHOLE) {
      T* of_maps = (T*)layer.map_gradients
          + (scale_row + blockIdx.x) * layer.map_gradients_stride + gate * n;
      store<ALIGNED>(of_maps, from_h[gate], j, n);
      store<ALIGNED>(of_maps + GATES * n, from_x[gate], j, n);
      store<ALIGNED>(of_maps + 2 * GATES * n, e[gate], j, n);
    }
  }
  if (WHOLE) {
    make_signal_gradient_parts<Z>(layer, shared, from_h, from_x, e);
    add_signal_gradient_parts<Z>(layer, shared, r);
    hyper_dh[0] += from_signals<Z>(layer, shared);
    hyper_memory.load_from(layer.hyper, r, before, threadIdx.x);
    hyper_memory.load_gains_from(layer.hyper, layer.hyper.gain, threadIdx.x);
    load_factors(hyper_memory.factors, layer.hyper.mask, r, threadIdx.x, m);
    hyper_backward_row<T>(layer, r, before, hyper_memory, hyper_dh, hyper_dc);
  }
}

/**
 * With sizes that most layers have known to the compiler: each instruction is executed once, so that
 * fetching them takes much of the time.
 */
template <class T, bool WHOLE>
__device__ void layer_forward(const Layer& layer, int row, int previous, int scale_row) {
  if (layer.aligned && (!WHOLE || layer.signal_size == 4 || layer.hyper.n == 0)) {
    layer_forward<T, WHOLE, true, WHOLE ? 4 : 0>(layer, row, previous, scale_row);
  } else {
    layer_forward<T, WHOLE, false, 0>(layer, row, previous, scale_row);
  }
}

template <class T, bool WHOLE>
__device__ void layer_backward(
    const Layer& layer, int row, int previous, int carried, int scale_row) {
  if (layer.aligned && (!WHOLE || layer.signal_size == 4 || layer.hyper.n == 0)) {
    layer_backward<T, WHOLE, true, WHOLE ? 4 : 0>(layer, row, previous, carried, scale_row);
  } else {
    layer_backward<T, WHOLE, false, 0>(layer, row, previous, carried, scale_row);
  }
}

template <class T>
__device__ void hyper_forward(const Layer& layer, int row, int previous) {
  int r = row + blockIdx.x;
  CellInput<1, true> in;
  in.load_from(layer.hyper, r, previous + blockIdx.x, threadIdx.x);
  in.norm.load_from(layer.hyper, threadIdx.x);
  load_factors(in.factors, layer.hyper.mask, r, threadIdx.x, (int)layer.hyper.n);
  hyper_forward_row<T>(layer, r, in);
}

template <class T>
__device__ void hyper_backward(const Layer& layer, int row, int previous, int carried) {
  int r = row + blockIdx.x;
  int before = previous + blockIdx.x;
  CellMemory<1, true> memory;
  memory.load_from(layer.hyper, r, before, threadIdx.x);
  memory.load_gains_from(layer.hyper, layer.hyper.gain, threadIdx.x);
  load_factors(memory.factors, layer.hyper.mask, r, threadIdx.x, (int)layer.hyper.n);
  float dh[1] = {};
  float dc[1] = {};
  if (threadIdx.x < layer.hyper.n) {
    dh[0] = layer.hyper.dh.row(r)[threadIdx.x];
    if (blockIdx.x < carried) {
      dh[0] += layer.carried.row(blockIdx.x)[layer.main.n + threadIdx.x];
      dc[0] = layer.hyper.dc.row(r)[threadIdx.x];
    }
  }
  hyper_backward_row<T>(layer, r, before, memory, dh, dc);
}

// The kernels, for factors of each format.

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_forward_float(
    Layer layer, int row, int previous) {
  layer_forward<float, true>(layer, row, previous, 0);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_backward_float(
    Layer layer, int row, int previous, int carried) {
  layer_backward<float, true>(layer, row, previous, carried, 0);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) main_forward_float(
    Layer layer, int row, int previous, int scale_row) {
  layer_forward<float, false>(layer, row, previous, scale_row);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) main_backward_float(
    Layer layer, int row, int previous, int carried, int scale_row) {
  layer_backward<float, false>(layer, row, previous, carried, scale_row);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) hyper_forward_float(
    Layer layer, int row, int previous) {
  hyper_forward<float>(layer, row, previous);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) hyper_backward_float(
    Layer layer, int row, int previous, int carried) {
  hyper_backward<float>(layer, row, previous, carried);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_forward_bfloat16(
    Layer layer, int row, int previous) {
  layer_forward<Bfloat16, true>(layer, row, previous, 0);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_backward_bfloat16(
    Layer layer, int row, int previous, int carried) {
  layer_backward<Bfloat16, true>(layer, row, previous, carried, 0);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) main_forward_bfloat16(
    Layer layer, int row, int previous, int scale_row) {
  layer_forward<Bfloat16, false>(layer, row, previous, scale_row);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) main_backward_bfloat16(
    Layer layer, int row, int previous, int carried, int scale_row) {
  layer_backward<Bfloat16, false>(layer, row, previous, carried, scale_row);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) hyper_forward_bfloat16(
    Layer layer, int row, int previous) {
  hyper_forward<Bfloat16>(layer, row, previous);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) hyper_backward_bfloat16(
    Layer layer, int row, int previous, int carried) {
  hyper_backward<Bfloat16>(layer, row, previous, carried);
}
