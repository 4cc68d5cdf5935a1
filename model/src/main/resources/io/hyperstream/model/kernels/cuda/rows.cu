// Rows moved about. Block (r, y) works on row r; the blocks of all y share its columns.

#define FOR_COLUMNS(j, columns) \
  for (int j = blockIdx.y * blockDim.x + threadIdx.x; j < (columns); j += gridDim.y * blockDim.x)

extern "C" __global__ void zero(Matrix out, int columns) {
  FOR_COLUMNS(j, columns) { out.row(blockIdx.x)[j] = 0; }
}

extern "C" __global__ void zero_named(Matrix table, int columns, const int* count, const int* index) {
  for (int i = blockIdx.x; i < *count; i += gridDim.x) {
    FOR_COLUMNS(j, columns) { table.row(index[i])[j] = 0; }
  }
}

extern "C" __global__ void copy_rows(Matrix from, Matrix to, int columns) {
  FOR_COLUMNS(j, columns) { to.row(blockIdx.x)[j] = from.row(blockIdx.x)[j]; }
}

/** Each row becomes the values, then zeros. */
extern "C" __global__ void fill_rows(Matrix out, int columns, const float* values, int given) {
  FOR_COLUMNS(j, columns) { out.row(blockIdx.x)[j] = j < given ? values[j] : 0; }
}

extern "C" __global__ void add(Matrix from, Matrix to, int columns) {
  FOR_COLUMNS(j, columns) { to.row(blockIdx.x)[j] += from.row(blockIdx.x)[j]; }
}

extern "C" __global__ void gather(Matrix table, const int* index, Matrix out, int columns) {
  int row = index[blockIdx.x];
  FOR_COLUMNS(j, columns) { out.row(blockIdx.x)[j] = row < 0 ? 0 : table.row(row)[j]; }
}

/** The same where columns can be moved by fours. */
extern "C" __global__ void gather_fours(Matrix table, const int* index, Matrix out, int fours) {
  int row = index[blockIdx.x];
  const float4* from = reinterpret_cast<const float4*>(table.row(row < 0 ? 0 : row));
  float4* to = reinterpret_cast<float4*>(out.row(blockIdx.x));
  FOR_COLUMNS(j, fours) { to[j] = row < 0 ? float4{0, 0, 0, 0} : from[j]; }
}

/** Rows of one matrix that become those of another. */
struct Move {
  Matrix from;
  Matrix to;
  int64 columns;
};

/** The maximum number of moves in one launch; as in CudaKernels. */
constexpr int MOVES = 16;

struct Moves {
  Move moves[MOVES];
};

/** Block (r, m) makes row r by move m: of row r or, with an index, of the row that it names. */
extern "C" __global__ void move_rows(const __grid_constant__ Moves all, const int* index) {
  Move own = all.moves[blockIdx.y];
  int row = index == nullptr ? blockIdx.x : index[blockIdx.x];
  for (int j = threadIdx.x; j < own.columns; j += blockDim.x) {
    own.to.row(blockIdx.x)[j] = row < 0 ? 0 : own.from.row(row)[j];
  }
}

/** Columns that a warp of scatter_add sums, and how many of them each thread; as in CudaKernels. */
constexpr int SCATTER_COLUMNS = 128;
constexpr int SCATTER_SHARE = SCATTER_COLUMNS / WARP;

/**
 * A block owns some columns of a named row of the table. Its warps look through the index in turns of
 * 32 numbers and add up the rows that belong to it, two at a time, since a row that is on its way from
 * memory takes long. Then the sums of the warps are added in their order.
 */
extern "C" __global__ void __launch_bounds__(MAX_THREADS) scatter_add(
    Matrix values, const int* index, int rows, Matrix table, int columns, const int* count,
    const int* distinct) {
  __shared__ float sums[MAX_WARPS][SCATTER_COLUMNS];
  int warp = threadIdx.x / WARP;
  int lane = threadIdx.x % WARP;
  int first = blockIdx.y * SCATTER_COLUMNS;
  for (int i = blockIdx.x; i < *count; i += gridDim.x) {
    int own = distinct[i];
    float sum[SCATTER_SHARE] = {0, 0, 0, 0};
    for (int from = warp * WARP; from < rows; from += blockDim.x) {
      int r = from + lane;
      unsigned left = __ballot_sync(ALL_LANES, r < rows && index[r] == own);
      while (left != 0) {
        const float* one = values.row(from + __ffs(left) - 1) + first;
        left &= left - 1;
        const float* other = left == 0 ? nullptr : values.row(from + __ffs(left) - 1) + first;
        left &= left - 1;
        float read[2][SCATTER_SHARE];
#pragma unroll
        for (int k = 0; k < SCATTER_SHARE; k++) {
          int j = lane + k * WARP;
          bool inside = first + j < columns;
          read[0][k] = inside ? one[j] : 0;
          read[1][k] = inside && other != nullptr ? other[j] : 0;
        }
#pragma unroll
        for (int k = 0; k < SCATTER_SHARE; k++) {
          sum[k] = sum[k] + read[0][k] + read[1][k];
        }
      }
    }
#pragma unroll
    for (int k = 0; k < SCATTER_SHARE; k++) {
      sums[warp][lane + k * WARP] = sum[k];
    }
    __syncthreads();
    for (int j = threadIdx.x; j < SCATTER_COLUMNS && first + j < columns; j += blockDim.x) {
      float total = 0;
      for (int w = 0; w < blockDim.x / WARP; w++) {
        total += sums[w][j];
      }
      table.row(own)[first + j] += total;
    }
    __syncthreads();  // The sums have been read.
  }
}
