// What a time step of a layer does besides its one product, forward (reference 1.3) and backward
// (reference 1.5), in one kernel each: the hyper cell, its signals, the scales that they give, and the
// main cell. A block works on a row. A thread has a column of the hyper cell and PACK adjacent columns
// of the main cell, in registers; threads meet where a row is summed.
//
// All weights that the rows share are copied into shared memory while the first cell is at work.

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
  Matrix carried;          // What the product backward gave: dL/dh and that of the hyper cell.
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

  __device__ LayerMemory(unsigned char* memory, int n, int m, int signals, bool transposed) {
    maps = (T*)memory;
    z_weight = maps + signals * padded(n);
    z = (float*)(z_weight + (transposed ? signals * padded(m) : m * padded(signals)));
    hidden = z + padded(signals);
    partial = hidden + padded(m);
  }
};

// exp with the error of the hardware's, 2 in the last place: far below that of a rounded factor.

__device__ float sigmoid_of(float x) { return __fdividef(1, 1 + __expf(-x)); }

__device__ float tanh_of(float x) {
  // Near 0 the difference would lose what the series keeps.
  float square = x * x;
  float series = x + x * square * (-0.33333333f + square * (0.13333333f - square * 0.05396825f));
  return fabsf(x) < 0.25f ? series : 1 - __fdividef(2, 1 + __expf(2 * x));
}

/** Gain and shift of V columns of a normalised cell. */
template <int V>
struct Norm {
  float gain[VECTORS][V];
  float shift[VECTORS][V];

  __device__ void load_from(const Cell& cell, int j, bool aligned) {
    int n = (int)cell.n;
    int vectors = cell.normalisation == 0 ? 0 : cell.normalisation == LAYER ? VECTORS : GATES;
#pragma unroll
    for (int vector = 0; vector < VECTORS; vector++) {
      if (vector < vectors) {
        load(gain[vector], cell.gain + vector * n, j, n, aligned);
        load(shift[vector], cell.shift + vector * n, j, n, aligned);
      }
    }
  }
};

/**
 * A row of a cell forward, from its pre-activations, of which those beyond its units are 0.
 *
 * @param before c of the step before
 * @param h what comes out
 */
template <int V, int SLOT>
__device__ void cell_forward_row(
    const Cell& cell, int r, int j, bool aligned, const Norm<V>& norm, float (&a)[GATES][V],
    const float (&before)[V], float (&h)[V]) {
  int n = (int)cell.n;
  bool layer = cell.normalisation == LAYER;
  float* active = cell.active.row(r);
  if (cell.normalisation != 0) {
    float* normal = cell.normal.row(r);
    float* moments = cell.moments.row(r);
    float mean[GATES] = {0, 0, 0, 0};
    float inverse[GATES] = {0, 0, 0, 0};
    if (layer) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
        for (int i = 0; i < V; i++) {
          mean[gate] += a[gate][i];
        }
      }
      block_sum<SLOT>(mean);
    }
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      mean[gate] /= n;
#pragma unroll
      for (int i = 0; i < V; i++) {
        float difference = j + i < n ? a[gate][i] - mean[gate] : 0;
        inverse[gate] += difference * difference;
      }
    }
    block_sum<SLOT + 1>(inverse);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      inverse[gate] = rsqrtf(inverse[gate] / n + NORM_EPSILON);
      if (threadIdx.x == 0) {
        moments[gate * MOMENTS] = inverse[gate];
      }
#pragma unroll
      for (int i = 0; i < V; i++) {
        a[gate][i] = (a[gate][i] - mean[gate]) * inverse[gate];
      }
      store(normal + gate * n, a[gate], j, n, aligned);
#pragma unroll
      for (int i = 0; i < V; i++) {
        a[gate][i] = a[gate][i] * norm.gain[gate][i] + norm.shift[gate][i];
      }
    }
  }

  float c[V];
  float cell_mean[1] = {0};
#pragma unroll
  for (int i = 0; i < V; i++) {
    a[0][i] = sigmoid_of(a[0][i]);
    a[CANDIDATE][i] = tanh_of(a[CANDIDATE][i]);
    a[FORGET][i] = sigmoid_of(a[FORGET][i] + FORGET_BIAS);
    a[OUTPUT][i] = sigmoid_of(a[OUTPUT][i]);
    c[i] = a[FORGET][i] * before[i] + a[0][i] * a[CANDIDATE][i];
    cell_mean[0] += j + i < n ? c[i] : 0;
  }
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store(active + gate * n, a[gate], j, n, aligned);
  }
  store(cell.c.row(r), c, j, n, aligned);

  if (layer) {
    float cell_inverse[1] = {0};
    block_sum<SLOT>(cell_mean);
    cell_mean[0] /= n;
#pragma unroll
    for (int i = 0; i < V; i++) {
      c[i] = j + i < n ? c[i] - cell_mean[0] : 0;
      cell_inverse[0] += c[i] * c[i];
    }
    block_sum<SLOT + 1>(cell_inverse);
    cell_inverse[0] = rsqrtf(cell_inverse[0] / n + NORM_EPSILON);
    if (threadIdx.x == 0) {
      cell.moments.row(r)[CELL * MOMENTS] = cell_inverse[0];
    }
#pragma unroll
    for (int i = 0; i < V; i++) {
      c[i] *= cell_inverse[0];
    }
    store(cell.normal.row(r) + CELL * n, c, j, n, aligned);
#pragma unroll
    for (int i = 0; i < V; i++) {
      c[i] = c[i] * norm.gain[CELL][i] + norm.shift[CELL][i];
    }
  }
#pragma unroll
  for (int i = 0; i < V; i++) {
    c[i] = tanh_of(c[i]);
    h[i] = a[OUTPUT][i] * c[i];
  }
  store(active + CELL * n, c, j, n, aligned);
  store(cell.h.row(r), h, j, n, aligned);
}

/**
 * Adds signals times maps: d of one kind and gate in PACK columns.
 *
 * @param z the signals of that kind and gate
 * @param maps their rows
 */
template <class T>
__device__ void add_scales(
    float (&d)[PACK], const float* z, const T* maps, int stride, int size, int j) {
  for (int k = 0; k < size; k++) {
    float map[PACK];
    load(map, maps + k * stride, j, stride, true);
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      d[i] += z[k] * map[i];
    }
  }
}

template <class T>
__device__ void layer_forward(const Layer& layer, int row, int previous) {
  DYNAMIC_SHARED(memory);
  const Cell& main = layer.main;
  const Cell& hyper = layer.hyper;
  int n = (int)main.n;
  int m = (int)hyper.n;
  int size = (int)layer.signal_size;
  int signals = KINDS * GATES * size;
  int stride = padded(n);
  LayerMemory<T> shared(memory, n, m, signals, false);
  start_copy(shared.z_weight, layer.z_weight, m * padded(signals) * sizeof(T));
  start_copy(shared.maps, layer.maps, signals * stride * sizeof(T));
  await_work_before();

  // Everything that the step before has left, and what no step changes.
  int r = row + blockIdx.x;
  int before = previous + blockIdx.x;
  int j = PACK * threadIdx.x;
  bool aligned = layer.aligned;
  float a[GATES][PACK];
  float from_x[GATES][PACK];
  float bias[GATES][PACK] = {};
  float c_before[PACK];
  Norm<PACK> norm;
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load(a[gate], main.recurrent.row(r) + gate * n, j, n, aligned);
    load(from_x[gate], main.input.row(r) + gate * n, j, n, aligned);
    if (main.bias != nullptr) {
      load(bias[gate], main.bias + gate * n, j, n, aligned);
    }
  }
  load(c_before, main.c.row(before), j, n, aligned);
  norm.load_from(main, j, aligned);
  T* states = (T*)layer.states + r * layer.states_stride;

  if (m > 0) {
    int own = threadIdx.x;
    float hyper_a[GATES][1];
    float hyper_c[1];
    float hyper_h[1];
    Norm<1> hyper_norm;
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float x[1];
      float b[1] = {0};
      load(hyper_a[gate], hyper.recurrent.row(r) + gate * m, own, m, true);
      load(x, hyper.input.row(r) + gate * m, own, m, true);
      if (hyper.bias != nullptr) {
        load(b, hyper.bias + gate * m, own, m, true);
      }
      hyper_a[gate][0] += x[0] + b[0];
    }
    load(hyper_c, hyper.c.row(before), own, m, true);
    hyper_norm.load_from(hyper, own, true);
    cell_forward_row<1, 0>(hyper, r, own, true, hyper_norm, hyper_a, hyper_c, hyper_h);
    if (own < m) {
      shared.hidden[own] = hyper_h[0];
      put(states + n + own, hyper_h[0]);
    }
    finish_copies();
    __syncthreads();

    // The signals: threads take them in turn, each for a part of the hyper cell's units.
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

#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    if (m == 0) {
#pragma unroll
      for (int i = 0; i < PACK; i++) {
        a[gate][i] += from_x[gate][i] + bias[gate][i];
      }
    } else {
      float d[KINDS][PACK] = {};
#pragma unroll
      for (int kind = 0; kind < KINDS; kind++) {
        int first = (kind * GATES + gate) * size;
        add_scales(d[kind], shared.z + first, shared.maps + first * stride, stride, size, j);
      }
#pragma unroll
      for (int i = 0; i < PACK; i++) {
        a[gate][i] = d[0][i] * a[gate][i] + d[1][i] * from_x[gate][i] + d[2][i] + bias[gate][i];
      }
    }
  }
  float h[PACK];
  cell_forward_row<PACK, 2>(main, r, j, aligned, norm, a, c_before, h);
  store(states, h, j, n, aligned);
}

/**
 * A row of a cell backward, from dL/dh and dL/dc to the gradients before the normalisation, and to
 * dL/dc of the step before; the gradients behind the normalisation take the place of the activations.
 */
template <int V, int SLOT>
__device__ void cell_backward_row(
    const Cell& cell, int r, int before, int j, bool aligned, const float (&dh)[V],
    float (&dc)[V], float (&e)[GATES][V]) {
  int n = (int)cell.n;
  bool layer = cell.normalisation == LAYER;
  bool normalised = cell.normalisation != 0;
  float* active = cell.active.row(r);
  float* moments = cell.moments.row(r);
  float gates[GATES][V];
  float value[V];
  float c_before[V];
  float gain[VECTORS][V];
  float normal[VECTORS][V];
  float inverse[VECTORS];
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    load(gates[gate], active + gate * n, j, n, aligned);
  }
  load(value, active + CELL * n, j, n, aligned);
  load(c_before, cell.c.row(before), j, n, aligned);
#pragma unroll
  for (int vector = 0; vector < VECTORS; vector++) {
    if (vector == CELL ? layer : normalised) {
      load(gain[vector], cell.gain + vector * n, j, n, aligned);
      load(normal[vector], cell.normal.row(r) + vector * n, j, n, aligned);
      inverse[vector] = moments[vector * MOMENTS];
    }
  }

  // The output gate and tanh of the cell; then back through the normalisation of the cell. Columns
  // beyond the units have only zeros, and so add nothing to the sums.
  float cell_means[2] = {0, 0};
#pragma unroll
  for (int i = 0; i < V; i++) {
    float gradient = dh[i] * gates[OUTPUT][i];
    e[OUTPUT][i] = gradient * value[i] * (1 - gates[OUTPUT][i]);
    value[i] = gradient * (1 - value[i] * value[i]);
  }
  store(active + CELL * n, value, j, n, aligned);
  if (layer) {
#pragma unroll
    for (int i = 0; i < V; i++) {
      value[i] *= gain[CELL][i];
      cell_means[0] += value[i];
      cell_means[1] += value[i] * normal[CELL][i];
    }
    block_sum<SLOT>(cell_means);
#pragma unroll
    for (int i = 0; i < V; i++) {
      value[i] = (value[i] - cell_means[0] / n - normal[CELL][i] * cell_means[1] / n) * inverse[CELL];
    }
  }

  // The cell and the other gates.
#pragma unroll
  for (int i = 0; i < V; i++) {
    float gradient = dc[i] + value[i];
    float in = gates[0][i];
    float candidate = gates[CANDIDATE][i];
    float forget = gates[FORGET][i];
    e[0][i] = gradient * candidate * in * (1 - in);
    e[CANDIDATE][i] = gradient * in * (1 - candidate * candidate);
    e[FORGET][i] = gradient * c_before[i] * forget * (1 - forget);
    dc[i] = gradient * forget;
  }
  store(cell.dc.row(before), dc, j, n, aligned);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store(active + gate * n, e[gate], j, n, aligned);
  }

  // Back through the normalisation of the gates.
  if (normalised) {
    float means[2 * GATES] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
      for (int i = 0; i < V; i++) {
        e[gate][i] *= gain[gate][i];
        means[gate] += e[gate][i];
        means[GATES + gate] += e[gate][i] * normal[gate][i];
      }
    }
    block_sum<SLOT>(means);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float mean = layer ? means[gate] / n : 0;
      float product = means[GATES + gate] / n;
      if (threadIdx.x == 0) {
        moments[gate * MOMENTS + 1] = mean;
        moments[gate * MOMENTS + 2] = product;
      }
#pragma unroll
      for (int i = 0; i < V; i++) {
        e[gate][i] = (e[gate][i] - mean - normal[gate][i] * product) * inverse[gate];
      }
    }
  }
}

/** @param carried rows that the step behind has left gradients for; the windows of the others end. */
template <class T>
__device__ void layer_backward(const Layer& layer, int row, int previous, int carried) {
  DYNAMIC_SHARED(memory);
  const Cell& main = layer.main;
  const Cell& hyper = layer.hyper;
  int n = (int)main.n;
  int m = (int)hyper.n;
  int size = (int)layer.signal_size;
  int signals = KINDS * GATES * size;
  int stride = padded(n);
  LayerMemory<T> shared(memory, n, m, signals, true);
  start_copy(shared.maps, layer.maps, signals * stride * sizeof(T));
  start_copy(shared.z_weight, layer.z_weight_t, signals * padded(m) * sizeof(T));
  await_work_before();

  int r = row + blockIdx.x;
  int before = previous + blockIdx.x;
  int j = PACK * threadIdx.x;
  bool aligned = layer.aligned;
  bool has_next = blockIdx.x < carried;
  const float* from_next = layer.carried.row(blockIdx.x);
  T* gradients = (T*)layer.gradients + r * layer.gradients_stride;
  float dh[PACK];
  float dc[PACK] = {0, 0, 0, 0};
  float from_h[GATES][PACK];
  float from_x[GATES][PACK];
  load(dh, main.dh.row(r), j, n, aligned);
  if (has_next) {
    float next[PACK];
    load(next, from_next, j, n, aligned);
    load(dc, main.dc.row(r), j, n, aligned);
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      dh[i] += next[i];
    }
  }
  if (m > 0) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      load(from_h[gate], main.recurrent.row(r) + gate * n, j, n, aligned);
      load(from_x[gate], main.input.row(r) + gate * n, j, n, aligned);
    }
    if (threadIdx.x < signals) {
      shared.z[threadIdx.x] = layer.z.row(r)[threadIdx.x];
    }
  }

  float e[GATES][PACK];
  cell_backward_row<PACK, 0>(main, r, before, j, aligned, dh, dc, e);
  if (m == 0) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      store(gradients + gate * n, e[gate], j, n, aligned);
    }
    return;
  }

  // What the product forward gave was scaled, and so is its gradient.
  finish_copies();
  __syncthreads();
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    float d[PACK] = {};
    int first = gate * size;
    add_scales(d, shared.z + first, shared.maps + first * stride, stride, size, j);
#pragma unroll
    for (int i = 0; i < PACK; i++) {
      d[i] *= e[gate][i];
      from_h[gate][i] *= e[gate][i];
      from_x[gate][i] *= e[gate][i];
    }
    store(gradients + gate * n, d, j, n, aligned);
  }

  // The gradients of the signals: of each kind and gate, the product of a row with a map.
  for (int k = 0; k < size; k++) {
    float sums[16] = {};
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        float map[PACK];
        load(map, shared.maps + ((kind * GATES + gate) * size + k) * stride, j, stride, true);
#pragma unroll
        for (int i = 0; i < PACK; i++) {
          float gradient = kind == 0 ? from_h[gate][i] : kind == 1 ? from_x[gate][i] : e[gate][i];
          sums[kind * GATES + gate] += gradient * map[i];
        }
      }
    }
    float sum = warp_sums(sums);
    int lane = threadIdx.x % WARP;
    if (lane % 2 == 0 && lane / 2 < KINDS * GATES) {
      shared.partial[threadIdx.x / WARP * signals + lane / 2 * size + k] = sum;
    }
  }
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

  // Their sum over the signals is the gradient of the hyper cell's h.
  int own = threadIdx.x;
  int parts = blockDim.x / m;
  int part = threadIdx.x / m;
  if (part < parts) {
    float sum = 0;
    for (int signal = part; signal < signals; signal += parts) {
      sum += shared.z[signal] * wide(shared.z_weight[signal * padded(m) + threadIdx.x % m]);
    }
    shared.partial[threadIdx.x] = sum;
  }
  __syncthreads();
  float hyper_dh[1] = {0};
  float hyper_dc[1] = {0};
  if (own < m) {
    hyper_dh[0] = has_next ? from_next[n + own] : 0;
    hyper_dc[0] = has_next ? hyper.dc.row(r)[own] : 0;
    for (int p = 0; p < parts; p++) {
      hyper_dh[0] += shared.partial[p * m + own];
    }
  }
  float hyper_e[GATES][1];
  cell_backward_row<1, 1>(hyper, r, before, own, true, hyper_dh, hyper_dc, hyper_e);
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    store(gradients + GATES * n + gate * m, hyper_e[gate], own, m, true);
  }
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_forward_float(
    Layer layer, int row, int previous) {
  layer_forward<float>(layer, row, previous);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_forward_bfloat16(
    Layer layer, int row, int previous) {
  layer_forward<Bfloat16>(layer, row, previous);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_backward_float(
    Layer layer, int row, int previous, int carried) {
  layer_backward<float>(layer, row, previous, carried);
}

extern "C" __global__ void __launch_bounds__(LAYER_THREADS) layer_backward_bfloat16(
    Layer layer, int row, int previous, int carried) {
  layer_backward<Bfloat16>(layer, row, previous, carried);
}
