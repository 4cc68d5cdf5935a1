// What a layer on the chip leaves for all rows at once: from the gradients e of the main cell's
// pre-activations to those of its two products, of the maps D and of the bias (reference 1.5, step 4).

namespace on_chip_UNITS {

/** Rows of a part; see OnChipLayer. */
struct Part {
  int from;
  int end;

  __device__ Part(int first, int rows, int part_rows)
      : from(first + blockIdx.x * part_rows), end(min(first + rows, from + part_rows)) {}
};

/** Of each part: the gradient of D, then that of the bias. */
constexpr int MAP_SUMS = SIGNALS * Z * N + GATES * N;

/** Eight rows at a time: see on_chip.cu for who has what, with rows in the place of windows. */
__device__ void map_gradients(const Layer& layer, const Part& part, float* sums) {
  Own own;
  int g = Lane().group;
  Maps maps(layer, own);
  // Columns 0 to 3 of a tile are the signals' numbers, column 4 belongs to a signal that is always 1.
  float gradients[KINDS][GATES][4] = {};
  for (int from = part.from; from < part.end; from += WINDOWS) {
    Rows rows(from, part.end);
    float z[KINDS][GATES];
    bool there = from + g < part.end;
    const float* factor = layer.z.row(from + g) + Lane().member;
#pragma unroll
    for (int kind = 0; kind < KINDS; kind++) {
#pragma unroll
      for (int gate = 0; gate < GATES; gate++) {
        z[kind][gate] = there ? factor[(kind * GATES + gate) * Z] : 0;
      }
    }
#pragma unroll
    for (int gate = 0; gate < GATES; gate++) {
      float e[4];
      float from_h[4];
      float from_x[4];
      load(e, layer.errors, rows, own.column(gate));
      load(from_h, layer.recurrent, rows, own.column(gate));
      load(from_x, layer.input, rows, own.column(gate));
      float scaled[KINDS][4];
      float scale_h[4] = {0, 0, 0, 0};
      float scale_x[4] = {0, 0, 0, 0};
      scales(scale_h, maps, 0, gate, z[0][gate]);
      scales(scale_x, maps, 1, gate, z[1][gate]);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        scaled[0][i] = e[i] * from_h[i];
        scaled[1][i] = e[i] * from_x[i];
        scaled[2][i] = e[i];
        scale_h[i] *= e[i];
        scale_x[i] *= e[i];
      }
      store(scale_h, layer.recurrent, rows, own.column(gate));
      store(scale_x, layer.input, rows, own.column(gate));
#pragma unroll
      for (int kind = 0; kind < KINDS; kind++) {
        float second[2];
#pragma unroll
        for (int w = 0; w < 2; w++) {
          int signal = (kind * GATES + gate) * Z + g;
          second[w] = g == Z ? 1 : 0;
          if (g < Z && rows.has(w)) {
            second[w] = layer.z.row(rows.row[w])[signal];
          }
        }
        multiply_by_8(
            gradients[kind][gate], scaled[kind][0], scaled[kind][2], scaled[kind][1],
            scaled[kind][3], second[0], second[1]);
      }
    }
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
    const __grid_constant__ on_chip_UNITS::Layer layer, int first, int rows, int part_rows,
    float* sums) {
  using namespace on_chip_UNITS;
  map_gradients(
      layer, Part(first, rows, part_rows), sums + (int64)blockIdx.x * MAP_SUMS);
}
