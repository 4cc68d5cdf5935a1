// What a layer on the chip leaves for all rows at once: from the gradients e of the main cell's
// pre-activations to those of its two products, of the maps D and of the bias (reference 1.5, step 4).

namespace on_chip_UNITS {

/** Of each part: the gradient of D, then that of the bias. */
constexpr int MAP_SUMS = SIGNALS * Z * N + GATES * N;

/** What a gate of eight rows reads from memory; see on_chip.cu for who has what. */
struct GateRows {
  float e[4];
  float from_h[4];
  float from_x[4];

  __device__ void load(const Layer& layer, const Rows& rows, int column) {
    on_chip_UNITS::load(e, layer.errors, rows, column);
    on_chip_UNITS::load(from_h, layer.recurrent, rows, column);
    on_chip_UNITS::load(from_x, layer.input, rows, column);
  }
};

/** Puts the signals of eight rows where all warps find them; one of the two places, in turn. */
__device__ void show_signals(Signals& signals, const Layer& layer, int from, int end) {
  for (int i = threadIdx.x; i < WINDOWS * SIGNALS * Z; i += MAIN_THREADS) {
    int row = i / (SIGNALS * Z);
    int signal = i % (SIGNALS * Z);
    bool there = from + row < end;
    signals.at(row, signal % Z)[signal / Z] = there ? layer.z.row(from + row)[signal] : 0;
  }
}

/**
 * Eight rows at a time, with rows in the place of windows. The blocks take turns, so that what they
 * read at the same time lies side by side; and each thread reads ahead, as far as it has registers.
 */
__device__ void map_gradients(
    const Layer& layer, int first, int end, Signals (&signals)[2], float* sums) {
  Own own;
  int g = Lane().group;
  int stride = gridDim.x * WINDOWS;
  Maps maps(layer, own);
  // Columns 0 to 3 of a tile are the signals' numbers, column 4 belongs to a signal that is always 1.
  float gradients[KINDS][GATES][4] = {};
  int from = first + blockIdx.x * WINDOWS;
  GateRows gates[GATES];
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) {
    gates[gate].load(layer, Rows(from, end), own.column(gate));
  }
  show_signals(signals[0], layer, from, end);
  for (int turn = 0; from < end; from += stride, turn++) {
    __syncthreads();
    Rows rows(from, end);
    Rows next(from + stride, end);
    Signals& shown = signals[turn % 2];
    OwnSignals z(shown);
    float second[2][SIGNALS];
#pragma unroll
    for (int w = 0; w < 2; w++) {
      const float4* numbers = (const float4*)shown.at(2 * Lane().member + w, g % Z);
#pragma unroll
      for (int kind = 0; kind < KINDS; kind++) {
        float4 four = numbers[kind];
        second[w][GATES * kind] = g < Z ? four.x : g == Z;
        second[w][GATES * kind + 1] = g < Z ? four.y : g == Z;
        second[w][GATES * kind + 2] = g < Z ? four.z : g == Z;
        second[w][GATES * kind + 3] = g < Z ? four.w : g == Z;
      }
    }
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      GateRows& read = gates[gate];
      float scaled[KINDS][4];
      float scale_h[4] = {0, 0, 0, 0};
      float scale_x[4] = {0, 0, 0, 0};
      z.scales(scale_h, maps, 0, gate);
      z.scales(scale_x, maps, 1, gate);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        scaled[0][i] = read.e[i] * read.from_h[i];
        scaled[1][i] = read.e[i] * read.from_x[i];
        scaled[2][i] = read.e[i];
        scale_h[i] *= read.e[i];
        scale_x[i] *= read.e[i];
      }
      read.load(layer, next, own.column(gate));
      store(scale_h, layer.recurrent_factors, rows, own.column(gate));
      store(scale_x, layer.input, rows, own.column(gate));
      store(scale_x, layer.input_factors, rows, own.column(gate));
#pragma unroll
      for (int kind = 0; kind < KINDS; kind++) {
        int signal = GATES * kind + gate;
        multiply_by_8(
            gradients[kind][gate], scaled[kind][0], scaled[kind][2], scaled[kind][1],
            scaled[kind][3], second[0][signal], second[1][signal]);
      }
    }
    show_signals(signals[1 - turn % 2], layer, from + stride, end);
  }
#pragma unroll
  for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int number = 2 * Lane().member + i % 2;
        int unit = own.unit + i / 2;
        if (number < Z) {
          sums[((kind * GATES + gate) * Z + number) * N + unit] = gradients[kind][gate][i];
        } else if (number == Z && kind == KINDS - 1) {
          sums[SIGNALS * Z * N + gate * N + unit] = gradients[kind][gate][i];
        }
      }
    }
  }
}

}  // namespace on_chip_UNITS

extern "C" __global__ void __launch_bounds__(on_chip_UNITS::MAIN_THREADS, 1)
on_chip_gradients_UNITS(
    const __grid_constant__ on_chip_UNITS::Layer layer, int first, int rows, float* sums) {
  using namespace on_chip_UNITS;
  __shared__ Signals signals[2];
  map_gradients(layer, first, first + rows, signals, sums + (int64)blockIdx.x * MAP_SUMS);
}
