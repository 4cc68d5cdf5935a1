// What is left when a layer has gone back through all steps, for all rows at once (reference 1.5, step
// 4): the gradients of gain, shift and bias, those of the maps D, and those of what the cell got from x,
// which take the place of its values.

/**
 * Sums over a part of the rows: block (p, s) for part p and the columns of strip s. In parts lie, for
 * each part, three rows of 5 n; and with signals 12 Z rows of n.
 *
 * SIGNALS_OF_ONE is the maximum of Z, 0 for a cell that is not scaled.
 */
template <int SIGNALS_OF_ONE>
__device__ void sum_gradients(
    const Layer& layer, const Cell& cell, int row, int rows, int columns, int part_rows,
    int64 part_floats, float* parts, const float* maps) {
  constexpr int Z = SIGNALS_OF_ONE;
  int n = (int)cell.n;
  int size = (int)layer.signal_size;
  int j = blockIdx.y * STRIP + threadIdx.x % STRIP;
  int vector = j / n;
  int column = j % n;
  bool gate = vector < GATES;
  int end = row + min(rows, (int)(blockIdx.x + 1) * part_rows);
  float sums[3] = {0, 0, 0};
  float of_maps[KINDS][Z + 1] = {};
  float map[Z + 1] = {};
  if (j < columns) {
    bool normalised = cell.normalisation != 0;
    float gain = normalised ? cell.gain[j] : 1;
    int first = vector * size;
    if (gate) {
#pragma unroll
      for (int k = 0; k < Z; k++) {
        map[k] = k < size ? maps[(int64)((GATES + vector) * size + k) * n + column] : 0;
      }
    }
    for (int r = row + blockIdx.x * part_rows + threadIdx.x / STRIP; r < end; r += STRIP_ROWS) {
      float gradient = cell.active.row(r)[j];
      float e = gradient;
      sums[1] += gradient;
      if (normalised) {
        float normal = cell.normal.row(r)[j];
        const float* moments = cell.moments.row(r) + vector * MOMENTS;
        sums[0] += gradient * normal;
        e = (gradient * gain - moments[1] - normal * moments[2]) * moments[0];
      }
      if (gate) {
        sums[2] += e;
        float* input = cell.input.row(r) + j;
        float scaled = e;
        if (Z > 0) {
          const float* z = layer.z.row(r);
          float from_h = e * cell.recurrent.row(r)[j];
          float from_x = e * *input;
          float d = 0;
#pragma unroll
          for (int k = 0; k < Z; k++) {
            if (k < size) {
              float z_x = z[GATES * size + first + k];
              of_maps[0][k] += z[first + k] * from_h;
              of_maps[1][k] += z_x * from_x;
              of_maps[2][k] += z[2 * GATES * size + first + k] * e;
              d += z_x * map[k];
            }
          }
          scaled = e * d;
        }
        *input = scaled;
      }
    }
  }
  bool writes = threadIdx.x < STRIP && j < columns;
  float* out = parts + blockIdx.x * part_floats;
#pragma unroll
  for (int i = 0; i < 3; i++) {
    float sum = strip_sum(sums[i]);
    if (writes) {
      out[i * VECTORS * n + j] = sum;
    }
  }
  out += 3 * VECTORS * n;
#pragma unroll
  for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
    for (int k = 0; k < Z; k++) {
      float sum = strip_sum(of_maps[kind][k]);
      if (writes && gate && k < size) {
        out[(int64)((kind * GATES + vector) * size + k) * n + column] = sum;
      }
    }
  }
}

extern "C" __global__ void main_gradients_0(
    Layer layer, int row, int rows, int columns, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<0>(layer, layer.main, row, rows, columns, part_rows, part_floats, parts, maps);
}

extern "C" __global__ void main_gradients_4(
    Layer layer, int row, int rows, int columns, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<4>(layer, layer.main, row, rows, columns, part_rows, part_floats, parts, maps);
}

extern "C" __global__ void main_gradients_8(
    Layer layer, int row, int rows, int columns, int part_rows, int64 part_floats, float* parts,
    const float* maps) {
  sum_gradients<8>(layer, layer.main, row, rows, columns, part_rows, part_floats, parts, maps);
}

extern "C" __global__ void hyper_gradients(
    Layer layer, int row, int rows, int columns, int part_rows, int64 part_floats, float* parts) {
  sum_gradients<0>(layer, layer.hyper, row, rows, columns, part_rows, part_floats, parts, nullptr);
}

/** What the first step has left for the states that the windows start from; h has some already. */
extern "C" __global__ void state_gradients(Layer layer) {
  int n = (int)layer.main.n;
  int m = (int)layer.hyper.n;
  const float* carried = layer.carried.row(blockIdx.x);
  FOR_COLUMNS(j, n + m) {
    if (j < n) {
      layer.main.dh.row(blockIdx.x)[j] += carried[j];
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
