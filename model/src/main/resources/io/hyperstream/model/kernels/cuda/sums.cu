// Sums over rows and over everything, in two stages: parts of a fixed size, then the parts in order.

constexpr int STRIP = 32;
constexpr int STRIP_ROWS = 8;

/** The sum of what the rows of threads of a strip of columns hold; threads of row 0 get it. */
__device__ float strip_sum(float value) {
  __shared__ float values[STRIP_ROWS][STRIP];
  __syncthreads();  // What the call before left there has been read.
  values[threadIdx.x / STRIP][threadIdx.x % STRIP] = value;
  __syncthreads();
  float sum = 0;
  if (threadIdx.x < STRIP) {
    for (int y = 0; y < STRIP_ROWS; y++) {
      sum += values[y][threadIdx.x];
    }
  }
  return sum;
}

/** Block (p, s) sums part p of the rows, in the columns of strip s. */
extern "C" __global__ void sum_rows(
    Matrix a, int rows, int columns, int part_rows, float* parts) {
  int j = blockIdx.y * STRIP + threadIdx.x % STRIP;
  int end = min(rows, (int)(blockIdx.x + 1) * part_rows);
  float sum = 0;
  if (j < columns) {
    for (int r = blockIdx.x * part_rows + threadIdx.x / STRIP; r < end; r += STRIP_ROWS) {
      sum += a.row(r)[j];
    }
  }
  sum = strip_sum(sum);
  if (threadIdx.x < STRIP && j < columns) {
    parts[(int64)blockIdx.x * columns + j] = sum;
  }
}

/** The second stage: a thread for each column. */
extern "C" __global__ void sum_parts(
    const float* parts, int count, int64 stride, float* out, int columns, int adding) {
  int j = blockIdx.x * blockDim.x + threadIdx.x;
  if (j < columns) {
    float sum = adding ? out[j] : 0;
    for (int p = 0; p < count; p++) {
      sum += parts[p * stride + j];
    }
    out[j] = sum;
  }
}

__device__ double block_squares(const float* x, int64 from, int64 to) {
  float sum[1] = {0};
  for (int64 i = from + threadIdx.x; i < to; i += blockDim.x) {
    sum[0] += x[i] * x[i];
  }
  block_sum(sum);
  return sum[0];
}

/** Block p sums the squares of part p. */
extern "C" __global__ void squares(const float* x, int64 size, int64 part_size, double* parts) {
  int64 from = blockIdx.x * part_size;
  double sum = block_squares(x, from, min(size, from + part_size));
  if (threadIdx.x == 0) {
    parts[blockIdx.x] = sum;
  }
}

/** Block i sums the squares of the i-th named row. */
extern "C" __global__ void squares_of_named(
    Matrix table, int columns, const int* index, double* parts) {
  double sum = block_squares(table.row(index[blockIdx.x]), 0, columns);
  if (threadIdx.x == 0) {
    parts[blockIdx.x] = sum;
  }
}

/** The second stage, in one block; thread t takes the parts t, t + blockDim, and so on. */
extern "C" __global__ void sum_squares(const double* parts, int count, double* out) {
  __shared__ double sums[256];
  double sum = 0;
  for (int p = threadIdx.x; p < count; p += blockDim.x) {
    sum += parts[p];
  }
  sums[threadIdx.x] = sum;
  __syncthreads();
  if (threadIdx.x == 0) {
    double total = 0;
    for (int t = 0; t < blockDim.x; t++) {
      total += sums[t];
    }
    *out = total;
  }
}

/** A second stage: count parts, a stride apart, whose first columns are summed. */
struct PartSum {
  const float* parts;
  int64 count;
  int64 stride;
  float* out;
  int64 columns;
};

/** The maximum number of second stages in one launch; as in DeviceSums. */
constexpr int PART_SUMS = 7;

struct PartSums {
  PartSum sums[PART_SUMS];
};

/** Several second stages, in the second dimension of the grid. */
extern "C" __global__ void sum_all_parts(const __grid_constant__ PartSums all) {
  PartSum own = all.sums[blockIdx.y];
  int j = blockIdx.x * blockDim.x + threadIdx.x;
  if (j < own.columns) {
    float sum = 0;
    for (int p = 0; p < own.count; p++) {
      sum += own.parts[p * own.stride + j];
    }
    own.out[j] = sum;
  }
}
