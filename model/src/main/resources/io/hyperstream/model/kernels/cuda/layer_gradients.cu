// What is left when a layer has gone back through all steps, for all rows at once (reference 1.5, step
// 4): the gradients of gain, shift and bias. Where the scales were not in memory, also those of the maps
// D, and those of what the cell got from x, which take the place of its values.

constexpr int GRADIENT_THREADS = STRIP * STRIP_ROWS;

/** Columns that a block sums, for threads with V of them each. */
template <int V>
constexpr int GRADIENT_STRIP = STRIP * V;

/**
 * The sums over the rows of threads of a strip of columns, of which each thread has V; the threads of
 * row 0 write them.
 */
template <bool ALIGNED, int V>
__device__ void write_strip_sums(const float (&values)[V], float* out, int j, int n) {
  __shared__ float all[STRIP_ROWS][V][STRIP];
  __syncthreads();  // What the call before left there has been read.
#pragma unroll
  for (int i = 0; i < V; i++) {
    all[threadIdx.x / STRIP][i][threadIdx.x % STRIP] = values[i];
  }
  __syncthreads();
  if (threadIdx.x < STRIP) {
    float sums[V] = {};
#pragma unroll
    for (int row = 0; row < STRIP_ROWS; row++) {
#pragma unroll
      for (int i = 0; i < V; i++) {
        sums[i] += all[row][i][threadIdx.x];
      }
    }
    store<ALIGNED>(out, sums, j, n);
  }
}

/** Rows whose numbers are on their way from memory while a thread is at work on another one. */
constexpr int ROWS_AHEAD = 2;

/** Vectors of a row. */
constexpr int GRADIENT_VECTORS = 4;

/**
 * What a thread takes of its rows: copies of the next ones are under way, in shared memory that the
 * launch gives to the block, as CudaLayer counts it. Registers for them would cost other warps.
 */
struct RowsAhead {
  Pack<float, PACK>* staged;
  const float* first[GRADIENT_VECTORS];  // Null where there is no such vector.
  int64 strides[GRADIENT_VECTORS];
  int end;

  __device__ Pack<float, PACK>* at(int turn, int vector) const {
    return staged + (turn % (ROWS_AHEAD + 1) * GRADIENT_VECTORS + vector) * GRADIENT_THREADS;
  }

  /** Starts to copy a row, if it is there. */
  __device__ void start(int turn, int r) const {
#pragma unroll
    for (int vector = 0; vector < GRADIENT_VECTORS; vector++) {
      if (first[vector] != nullptr && r < end) {
        start_copy(at(turn, vector), first[vector] + r * strides[vector]);
      }
    }
    end_copies();
  }

  __device__ void take(float (&x)[PACK], int turn, int vector) const { unpack(x, *at(turn, vector)); }
};

/**
 * Sums over a part of the rows: block (p, s) for part p and strip s of one of the gates or the cell,
 * strips of each by themselves. In parts lie, for each part, three rows of 5 n; and with signals 12 Z
 * rows of n.
 *
 * V: columns of a thread. Z: the maximum of the signals of one kind and gate, 0 for a cell that is not
 * scaled or has its scales in memory.
 */
template <bool ALIGNED, int V, int Z>
__device__ void sum_gradients(
    const Layer& layer, const Cell& cell, int row, int rows, int part_rows, int64 part_floats,
    float* parts, const float* maps) {
  int n = (int)cell.n;
  int size = (int)layer.signal_size;
  int strips = (n + GRADIENT_STRIP<V> - 1) / GRADIENT_STRIP<V>;
  int vector = blockIdx.y / strips;
  int j = blockIdx.y % strips * GRADIENT_STRIP<V> + threadIdx.x % STRIP * V;
  bool gate = vector < GATES;
  bool normalised = gate ? cell.normalisation != 0 : cell.normalisation == LAYER;
  int end = row + min(rows, (int)(blockIdx.x + 1) * part_rows);
  float of_gain[V] = {};
  float of_shift[V] = {};
  float of_bias[V] = {};
  float of_maps[KINDS][Z + 1][V] = {};
  float map[Z + 1][V] = {};
  float gain[V];
  if (normalised) {
    load<ALIGNED>(gain, cell.gain + vector * n, j, n);
  }
  if (gate) {
#pragma unroll
    for (int k = 0; k < Z; k++) {
      if (k < size) {
        load<ALIGNED>(map[k], maps + (int64)((GATES + vector) * size + k) * n, j, n);
      }
    }
  }
  constexpr bool AHEAD = ALIGNED && V == PACK;
  bool scaled = Z > 0 && gate;
  int begin = row + blockIdx.x * part_rows + threadIdx.x / STRIP;
  DYNAMIC_SHARED(memory);
  RowsAhead ahead;
  if constexpr (AHEAD) {
    int64 column = vector * n + min(j, n - V);
    ahead = {
        (Pack<float, PACK>*)memory + threadIdx.x,
        {cell.active.data + column, normalised ? cell.normal.data + column : nullptr,
         scaled ? cell.recurrent.data + column : nullptr, scaled ? cell.input.data + column : nullptr},
        {cell.active.stride, cell.normal.stride, cell.recurrent.stride, cell.input.stride},
        end};
    for (int i = 0; i < ROWS_AHEAD; i++) {
      ahead.start(i, begin + i * STRIP_ROWS);
    }
  }
  for (int r = begin, turn = 0; r < end; r += STRIP_ROWS, turn++) {
    float e[V];
    float normal[V];
    float from_h[V];
    float from_x[V];
    float* input = cell.input.row(r) + vector * n;
    if constexpr (AHEAD) {
      ahead.start(turn + ROWS_AHEAD, r + ROWS_AHEAD * STRIP_ROWS);
      finish_copies_before<ROWS_AHEAD>();
      ahead.take(e, turn, 0);
      ahead.take(normal, turn, 1);
      ahead.take(from_h, turn, 2);
      ahead.take(from_x, turn, 3);
    } else {
      load<ALIGNED>(e, cell.active.row(r) + vector * n, j, n);
      if (normalised) {
        load<ALIGNED>(normal, cell.normal.row(r) + vector * n, j, n);
      }
      if (scaled) {
        load<ALIGNED>(from_h, cell.recurrent.row(r) + vector * n, j, n);
        load<ALIGNED>(from_x, input, j, n);
      }
    }
    const float* moments = cell.moments.row(r) + vector * MOMENTS;
#pragma unroll
    for (int i = 0; i < V; i++) {
      of_shift[i] += e[i];
      if (normalised) {
        of_gain[i] += e[i] * normal[i];
        e[i] = (__fmul_rn(e[i], gain[i]) - moments[1] - normal[i] * moments[2]) * moments[0];
      }
      of_bias[i] += e[i];
    }
    if (gate && cell.scales.data == nullptr) {
      float d[V] = {};
#pragma unroll
      for (int k = 0; k < Z; k++) {
        if (k < size) {
          const float* z = layer.z.row(r) + vector * size + k;
          float z_x = z[GATES * size];
#pragma unroll
          for (int i = 0; i < V; i++) {
            of_maps[0][k][i] += z[0] * (e[i] * from_h[i]);
            of_maps[1][k][i] += z_x * (e[i] * from_x[i]);
            of_maps[2][k][i] += z[2 * GATES * size] * e[i];
            d[i] += z_x * map[k][i];
          }
        }
      }
      if (Z > 0) {
#pragma unroll
        for (int i = 0; i < V; i++) {
          e[i] *= d[i];
        }
      }
      store<ALIGNED>(input, e, j, n);
    }
  }
  float* out = parts + blockIdx.x * part_floats;
  write_strip_sums<ALIGNED>(of_gain, out + vector * n, j, n);
  write_strip_sums<ALIGNED>(of_shift, out + (VECTORS + vector) * n, j, n);
  write_strip_sums<ALIGNED>(of_bias, out + (2 * VECTORS + vector) * n, j, n);
  if (gate) {
    out += 3 * VECTORS * n;
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
      for (int k = 0; k < Z; k++) {
        if (k < size) {
          int block = kind * GATES + vector;
          write_strip_sums<ALIGNED>(of_maps[kind][k], out + (int64)(block * size + k) * n, j, n);
        }
      }
    }
  }
}

extern "C" __global__ void __launch_bounds__(GRADIENT_THREADS) main_gradients_0(
    Layer layer, int row, int rows, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<false, 1, 0>(
      layer, layer.main, row, rows, part_rows, part_floats, parts, maps);
}

extern "C" __global__ void __launch_bounds__(GRADIENT_THREADS) main_gradients_8(
    Layer layer, int row, int rows, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<false, 1, 8>(
      layer, layer.main, row, rows, part_rows, part_floats, parts, maps);
}

extern "C" __global__ void __launch_bounds__(GRADIENT_THREADS) packed_gradients_0(
    Layer layer, int row, int rows, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<true, PACK, 0>(
      layer, layer.main, row, rows, part_rows, part_floats, parts, maps);
}

extern "C" __global__ void __launch_bounds__(GRADIENT_THREADS) packed_gradients_4(
    Layer layer, int row, int rows, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<true, PACK, 4>(
      layer, layer.main, row, rows, part_rows, part_floats, parts, maps);
}

extern "C" __global__ void __launch_bounds__(GRADIENT_THREADS) hyper_gradients(
    Layer layer, int row, int rows, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<true, 1, 0>(
      layer, layer.hyper, row, rows, part_rows, part_floats, parts, maps);
}

/** What the first step has left for the states that the windows start from; h has some already. */
extern "C" __global__ void state_gradients(Layer layer) {
  int n = (int)layer.main.n;
  int m = (int)layer.hyper.n;
  const float* carried = layer.carried.row(blockIdx.x);
  FOR_COLUMNS(j, n + m) {
    if (j < n) {
      float* own = layer.main.dh.row(blockIdx.x);
      bool more = layer.carried_by_main.data != nullptr;
      own[j] += carried[j] + (more ? layer.carried_by_main.row(blockIdx.x)[j] : 0);
    } else {
      layer.hyper.dh.row(blockIdx.x)[j - n] = carried[j];
    }
  }
}

/** The factors that the first step multiplies: of the states that the windows start from. */
template <class T>
__device__ void make_state_factors(const Layer& layer) {
  int n = (int)layer.main.n;
  int m = (int)layer.hyper.n;
  T* states = (T*)layer.states + blockIdx.x * layer.states_stride;
  FOR_COLUMNS(j, n + m) {
    put(states + j, j < n ? layer.main.h.row(blockIdx.x)[j] : layer.hyper.h.row(blockIdx.x)[j - n]);
  }
}

extern "C" __global__ void state_factors_float(Layer layer) { make_state_factors<float>(layer); }

extern "C" __global__ void state_factors_bfloat16(Layer layer) {
  make_state_factors<Bfloat16>(layer);
}
