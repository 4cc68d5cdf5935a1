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

/**
 * A block owns some columns of a named row of the table. It looks through all of the index, as many
 * numbers at a time as it has threads, and adds up in their order the rows that belong to its own.
 */
extern "C" __global__ void scatter_add(
    Matrix values, const int* index, int rows, Matrix table, int columns, const int* count,
    const int* distinct) {
  __shared__ unsigned votes[MAX_WARPS];
  int warps = blockDim.x / WARP;
  int j = blockIdx.y * blockDim.x + threadIdx.x;
  for (int i = blockIdx.x; i < *count; i += gridDim.x) {
    int own = distinct[i];
    float sum = 0;
    for (int from = 0; from < rows; from += blockDim.x) {
      int r = from + threadIdx.x;
      unsigned vote = __ballot_sync(ALL_LANES, r < rows && index[r] == own);
      if (threadIdx.x % WARP == 0) {
        votes[threadIdx.x / WARP] = vote;
      }
      __syncthreads();
      for (int w = 0; w < warps; w++) {
        for (unsigned left = votes[w]; left != 0; left &= left - 1) {
          int row = from + w * WARP + __ffs(left) - 1;
          sum += j < columns ? values.row(row)[j] : 0;
        }
      }
      __syncthreads();
    }
    if (j < columns) {
      table.row(own)[j] += sum;
    }
  }
}
