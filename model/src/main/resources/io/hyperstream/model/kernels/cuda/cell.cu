// The pointwise stage of an LSTM cell whose rows a hyper cell may scale: forward reference 1.3, backward
// reference 1.5, steps 2 to 4 and 6. Gates stand in the order i, g, f, o; the cell itself is the
// fifth of the vectors that may be normalised.
//
// A block works on a row, and one thread on the same column of all five vectors, so that what it
// writes only itself reads again; threads meet where a vector is summed.

/** Numbers kept of each vector of a row. */
constexpr int MOMENTS = 3;

// Normalisations; 0 is none.
constexpr int LAYER = 2;

/** What a cell works on; see CudaCell. */
struct Cell {
  Matrix h;
  Matrix c;
  Matrix dh;
  Matrix dc;
  Matrix recurrent;  // What the weights made of h, then its gradient.
  Matrix input;      // The same of x.
  Matrix scales;     // d, 12 n, of rows of its own; null without a scaling. Then its gradient.
  Matrix active;     // Activated gates and tanh of the cell, 5 n; then the gradients before them.
  Matrix normal;     // The five vectors normalised; unused without a normalisation.
  Matrix moments;    // Of each vector the inverse deviation, and the two means that backward takes off.
  const float* bias;
  const float* gain;
  const float* shift;
  int64 n;
  int64 normalisation;
  Mask mask;         // Of the candidates.
};

__device__ float sigmoid(float x) { return 1 / (1 + expf(-x)); }

__device__ float pre_activation(
    const Cell& cell, const float* recurrent, const float* input, const float* scales, int at) {
  float bias = cell.bias == nullptr ? 0 : cell.bias[at];
  if (scales == nullptr) {
    return recurrent[at] + input[at] + bias;
  }
  int kind = GATES * (int)cell.n;
  return scales[at] * recurrent[at] + scales[kind + at] * input[at] + scales[2 * kind + at] + bias;
}

extern "C" __global__ void __launch_bounds__(MAX_THREADS) cell_forward(
    Cell cell, int row, int previous, int scale_row) {
  int n = (int)cell.n;
  bool normalised = cell.normalisation != 0;
  bool layer = cell.normalisation == LAYER;
  int r = row + blockIdx.x;
  const float* before = cell.c.row(previous + blockIdx.x);
  const float* recurrent = cell.recurrent.row(r);
  const float* input = cell.input.row(r);
  const float* scales = cell.scales.data == nullptr ? nullptr : cell.scales.row(scale_row + blockIdx.x);
  float* c = cell.c.row(r);
  float* h = cell.h.row(r);
  float* active = cell.active.row(r);
  float* normal = normalised ? cell.normal.row(r) : active;
  float* moments = cell.moments.row(r);

  float mean[GATES] = {0, 0, 0, 0};
  for (int j = threadIdx.x; j < n; j += blockDim.x) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      int at = gate * n + j;
      float a = pre_activation(cell, recurrent, input, scales, at);
      normal[at] = a;
      mean[gate] += a;
    }
  }
  if (layer) {
    block_sum(mean);
  }
  float inverse[GATES] = {0, 0, 0, 0};
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    mean[gate] = layer ? mean[gate] / n : 0;
  }
  if (normalised) {
    for (int j = threadIdx.x; j < n; j += blockDim.x) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        float difference = normal[gate * n + j] - mean[gate];
        inverse[gate] += difference * difference;
      }
    }
    block_sum<1>(inverse);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      inverse[gate] = 1 / sqrtf(inverse[gate] / n + NORM_EPSILON);
      if (threadIdx.x == 0) {
        moments[gate * MOMENTS] = inverse[gate];
      }
    }
  }

  float cell_mean[1] = {0};
  for (int j = threadIdx.x; j < n; j += blockDim.x) {
    float gates[GATES];
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      int at = gate * n + j;
      float x = normal[at];
      if (normalised) {
        x = (x - mean[gate]) * inverse[gate];
        normal[at] = x;
        x = x * cell.gain[at] + cell.shift[at];
      }
      gates[gate] = gate == CANDIDATE ? tanhf(x) : sigmoid(gate == FORGET ? x + FORGET_BIAS : x);
      active[at] = gates[gate];
    }
    float factor[1];
    load_factors(factor, cell.mask, r, j, n);
    c[j] = gates[FORGET] * before[j] + gates[0] * (gates[CANDIDATE] * factor[0]);
    cell_mean[0] += c[j];
  }

  float cell_inverse[1] = {0};
  if (layer) {
    block_sum(cell_mean);
    cell_mean[0] /= n;
    for (int j = threadIdx.x; j < n; j += blockDim.x) {
      float difference = c[j] - cell_mean[0];
      cell_inverse[0] += difference * difference;
    }
    block_sum<1>(cell_inverse);
    cell_inverse[0] = 1 / sqrtf(cell_inverse[0] / n + NORM_EPSILON);
    if (threadIdx.x == 0) {
      moments[CELL * MOMENTS] = cell_inverse[0];
    }
  }
  for (int j = threadIdx.x; j < n; j += blockDim.x) {
    float x = c[j];
    if (layer) {
      int at = CELL * n + j;
      x = (x - cell_mean[0]) * cell_inverse[0];
      normal[at] = x;
      x = x * cell.gain[at] + cell.shift[at];
    }
    x = tanhf(x);
    active[CELL * n + j] = x;
    h[j] = active[OUTPUT * n + j] * x;
  }
}

extern "C" __global__ void __launch_bounds__(MAX_THREADS) cell_backward(
    Cell cell, int row, int previous, int scale_row) {
  int n = (int)cell.n;
  int kind = GATES * n;
  bool normalised = cell.normalisation != 0;
  bool layer = cell.normalisation == LAYER;
  int r = row + blockIdx.x;
  const float* before = cell.c.row(previous + blockIdx.x);
  const float* dh = cell.dh.row(r);
  const float* dc = cell.dc.row(r);
  float* dc_before = cell.dc.row(previous + blockIdx.x);
  float* recurrent = cell.recurrent.row(r);
  float* input = cell.input.row(r);
  float* scales = cell.scales.data == nullptr ? nullptr : cell.scales.row(scale_row + blockIdx.x);
  float* active = cell.active.row(r);
  const float* normal = normalised ? cell.normal.row(r) : nullptr;
  float* moments = cell.moments.row(r);

  // The output gate and tanh of the cell; then back through the normalisation of the cell.
  float cell_means[2] = {0, 0};
  for (int j = threadIdx.x; j < n; j += blockDim.x) {
    int at = CELL * n + j;
    float gate = active[OUTPUT * n + j];
    float value = active[at];
    float gradient = dh[j] * gate;
    active[OUTPUT * n + j] = gradient * value * (1 - gate);
    active[at] = gradient * (1 - value * value);
    if (layer) {
      float inner = active[at] * cell.gain[at];
      cell_means[0] += inner;
      cell_means[1] += inner * normal[at];
    }
  }
  float cell_inverse = 1;
  if (layer) {
    block_sum(cell_means);
    cell_means[0] /= n;
    cell_means[1] /= n;
    cell_inverse = moments[CELL * MOMENTS];
  }

  // The cell and the other gates.
  float means[2 * GATES] = {0, 0, 0, 0, 0, 0, 0, 0};
  for (int j = threadIdx.x; j < n; j += blockDim.x) {
    int at = CELL * n + j;
    float inner = active[at];
    if (layer) {
      inner = (inner * cell.gain[at] - cell_means[0] - normal[at] * cell_means[1]) * cell_inverse;
    }
    float gradient = dc[j] + inner;
    float i = active[j];
    float g = active[CANDIDATE * n + j];
    float f = active[FORGET * n + j];
    float factor[1];
    load_factors(factor, cell.mask, r, j, n);
    active[j] = gradient * (g * factor[0]) * i * (1 - i);
    active[CANDIDATE * n + j] = gradient * (i * factor[0]) * (1 - g * g);
    active[FORGET * n + j] = gradient * before[j] * f * (1 - f);
    dc_before[j] = gradient * f;
    if (normalised) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        float outer = active[gate * n + j] * cell.gain[gate * n + j];
        means[gate] += outer;
        means[GATES + gate] += outer * normal[gate * n + j];
      }
    }
  }

  // Back through the normalisation of the gates, to the products and the scales.
  float inverse[GATES] = {1, 1, 1, 1};
  if (normalised) {
    block_sum(means);
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      means[gate] = layer ? means[gate] / n : 0;
      means[GATES + gate] /= n;
      inverse[gate] = moments[gate * MOMENTS];
      if (threadIdx.x == 0) {
        moments[gate * MOMENTS + 1] = means[gate];
        moments[gate * MOMENTS + 2] = means[GATES + gate];
      }
    }
  }
  for (int j = threadIdx.x; j < n; j += blockDim.x) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      int at = gate * n + j;
      float e = active[at];
      if (normalised) {
        e = (e * cell.gain[at] - means[gate] - normal[at] * means[GATES + gate]) * inverse[gate];
      }
      if (scales == nullptr) {
        recurrent[at] = e;
        input[at] = e;
      } else {
        float from_h = recurrent[at];
        float from_x = input[at];
        recurrent[at] = e * scales[at];
        input[at] = e * scales[kind + at];
        scales[at] = e * from_h;
        scales[kind + at] = e * from_x;
        scales[2 * kind + at] = e;
      }
    }
  }
}

/**
 * The gradients of gain, shift and bias, summed over a part of the rows: block (p, s) for part p and
 * the columns of strip s. In parts lie, for each part, three rows of 5 n.
 */
extern "C" __global__ void cell_gradients(
    Cell cell, int row, int rows, int columns, int part_rows, float* parts) {
  int n = (int)cell.n;
  int j = blockIdx.y * STRIP + threadIdx.x % STRIP;
  int vector = j / n;
  int end = row + min(rows, (int)(blockIdx.x + 1) * part_rows);
  float gain = 0;
  float shift = 0;
  float bias = 0;
  if (j < columns) {
    for (int r = row + blockIdx.x * part_rows + threadIdx.x / STRIP; r < end; r += STRIP_ROWS) {
      float gradient = cell.active.row(r)[j];
      shift += gradient;
      if (cell.normalisation == 0) {
        bias += gradient;
      } else {
        float normal = cell.normal.row(r)[j];
        const float* moments = cell.moments.row(r) + vector * MOMENTS;
        gain += gradient * normal;
        bias += (gradient * cell.gain[j] - moments[1] - normal * moments[2]) * moments[0];
      }
    }
  }
  gain = strip_sum(gain);
  shift = strip_sum(shift);
  bias = strip_sum(bias);
  if (threadIdx.x < STRIP && j < columns) {
    float* out = parts + (int64)blockIdx.x * 3 * VECTORS * n;
    out[j] = gain;
    out[VECTORS * n + j] = shift;
    out[2 * VECTORS * n + j] = bias;
  }
}
