/**
 * Softmax, loss in bits and gradient, a block for each row: the logits become scale times what the
 * probabilities exceed the target's by.
 */
extern "C" __global__ void softmax_loss(
    Matrix logits, int columns, const int* targets, const float* scales, float* bits) {
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
  __syncthreads();  // Every thread has read the target's logit.
  for (int j = threadIdx.x; j < columns; j += blockDim.x) {
    x[j] = expf(x[j] - largest);
    sum[0] += x[j];
  }
  block_sum(sum);
  float factor = scale / sum[0];
  for (int j = threadIdx.x; j < columns; j += blockDim.x) {
    x[j] = x[j] * factor - (j == target ? scale : 0);
  }
  if (threadIdx.x == 0) {
    bits[blockIdx.x] = (float)((log((double)sum[0]) - shifted) / 0.69314718055994530942);
  }
}
