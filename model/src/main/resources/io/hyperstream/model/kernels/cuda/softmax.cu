/**
 * Softmax, loss in bits and gradient, a block for each row: the logits become scale times what the
 * probabilities exceed the target's by. The rows of bits are the target's, and their mean and variance;
 * first is the column of the first block.
 */
extern "C" __global__ void softmax_loss(
    Matrix logits, int columns, const int* targets, const float* scales, Matrix bits,
    int first) {
  float* x = logits.row(blockIdx.x);
  int target = targets[blockIdx.x];
  float scale = scales[blockIdx.x];
  float largest = -3.402823466e38f;
  for (int j = threadIdx.x; j < columns; j += blockDim.x) {
    largest = fmaxf(largest, x[j]);
  }
  largest = block_max(largest);
  float shifted = x[target] - largest;
  float sum[1] = {0};
  float moments[2] = {0, 0};
  __syncthreads();  // Every thread has read the target's logit.
  for (int j = threadIdx.x; j < columns; j += blockDim.x) {
    float logit = x[j] - largest;
    float value = expf(logit);
    x[j] = value;
    sum[0] += value;
    moments[0] += logit * value;
    moments[1] += logit * logit * value;
  }
  block_sum(sum);
  block_sum(moments);
  float factor = scale / sum[0];
  for (int j = threadIdx.x; j < columns; j += blockDim.x) {
    x[j] = x[j] * factor - (j == target ? scale : 0);
  }
  if (threadIdx.x == 0) {
    const double ln_2 = 0.69314718055994530942;
    int r = first + blockIdx.x;
    double total = log((double)sum[0]);
    double mean = moments[0] / sum[0];
    bits.row(0)[r] = (float)((total - shifted) / ln_2);
    bits.row(1)[r] = (float)((total - mean) / ln_2);
    bits.row(2)[r] = (float)(fmax(0.0, moments[1] / sum[0] - mean * mean) / (ln_2 * ln_2));
  }
}
