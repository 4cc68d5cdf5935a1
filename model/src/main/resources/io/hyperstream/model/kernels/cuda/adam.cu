/** The numbers of an update; see AdamUpdate. */
struct Adam {
  double beta1;
  double beta2;
  double epsilon;
  double rate;
  double max_move;
  double gradient_scale;
};

/** One update of one weight; m is null when beta1 is 0. */
__device__ void adam_move(
    Adam adam, float correction1, float correction2, float* w, const float* g, float* m, float* v,
    int64 i) {
  float beta1 = adam.beta1;
  float beta2 = adam.beta2;
  float gradient = g[i] * (float)adam.gradient_scale;
  float square = beta2 * v[i] + (1 - beta2) * gradient * gradient;
  v[i] = square;
  float mean = gradient;
  if (m != nullptr) {
    mean = beta1 * m[i] + (1 - beta1) * gradient;
    m[i] = mean;
  }
  float move = (float)adam.rate * correction1 * mean
      / (sqrtf(square * correction2) + (float)adam.epsilon);
  float max_move = adam.max_move;
  w[i] -= fmaxf(-max_move, fminf(max_move, move));
}

extern "C" __global__ void adam(
    Adam adam, float correction1, float correction2, float* w, const float* g, float* m, float* v,
    int64 size) {
  int64 i = (int64)blockIdx.x * blockDim.x + threadIdx.x;
  if (i < size) {
    adam_move(adam, correction1, correction2, w, g, m, v, i);
  }
}

/** 1 / (1 - beta^n). */
__device__ float correction(double beta, int n) { return (float)(1 / (1 - pow(beta, (double)n))); }

/** Block (i, y) updates some columns of the i-th named row r, for the n[r]-th time. */
extern "C" __global__ void adam_rows(
    Adam adam, const int* n, float* w, const float* g, float* m, float* v, int columns,
    const int* index) {
  int row = index[blockIdx.x];
  int j = blockIdx.y * blockDim.x + threadIdx.x;
  if (j < columns) {
    float correction1 = m == nullptr ? 1 : correction(adam.beta1, n[row]);
    adam_move(
        adam, correction1, correction(adam.beta2, n[row]), w, g, m, v, (int64)row * columns + j);
  }
}
