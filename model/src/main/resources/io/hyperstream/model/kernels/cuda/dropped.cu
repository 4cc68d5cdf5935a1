// Rows of which some numbers are dropped. Block (r, y) works on row r; the blocks of all y share its
// columns.

template <bool ALIGNED>
__device__ void multiply_row_by_mask(
    const Matrix& a, const Mask& mask, const Matrix& out, int r, int columns, bool add) {
  FOR_COLUMNS(pack, (columns + MASK_COLUMNS - 1) / MASK_COLUMNS) {
    int j = MASK_COLUMNS * pack;
    float x[MASK_COLUMNS];
    float factors[MASK_COLUMNS];
    float sum[MASK_COLUMNS] = {};
    load<ALIGNED>(x, a.row(r), j, columns);
    load_factors(factors, mask, r, j, columns);
    if (add) {
      load<ALIGNED>(sum, out.row(r), j, columns);
    }
#pragma unroll
    for (int i = 0; i < MASK_COLUMNS; i++) {
      sum[i] += x[i] * factors[i];
    }
    store<ALIGNED>(out.row(r), sum, j, columns);
  }
}

/** out (+)= a times the factors of a mask, from a row on. */
extern "C" __global__ void multiply_by_mask(
    Matrix a, Mask mask, Matrix out, int row, int columns, bool aligned, bool add) {
  int r = row + blockIdx.x;
  if (aligned) {
    multiply_row_by_mask<true>(a, mask, out, r, columns, add);
  } else {
    multiply_row_by_mask<false>(a, mask, out, r, columns, add);
  }
}

/** Each named row becomes a multiple of that of another matrix. */
extern "C" __global__ void scale_named(
    Matrix from, float factor, Matrix to, int columns, const int* count, const int* index) {
  for (int i = blockIdx.x; i < *count; i += gridDim.x) {
    FOR_COLUMNS(j, columns) { to.row(index[i])[j] = factor * from.row(index[i])[j]; }
  }
}
