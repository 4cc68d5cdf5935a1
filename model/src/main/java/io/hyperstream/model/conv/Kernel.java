package io.hyperstream.model.conv;

/**
 * A kernel: a matrix with a row for each number of a patch ({@code size} rows of {@code size}
 * pixels of {@code in} channels) and a column for each of {@code out} channels.
 */
final class Kernel {

  final String name;
  final int size;
  final int in;
  final int out;

  /** Whether the generator makes it; else it is a parameter. */
  final boolean generated;

  /** Where it lies among the values. */
  int offset;

  /** Where its transpose lies, turned round: what gradients are convolved with. */
  int turned;

  Kernel(String name, int size, int in, int out, boolean generated) {
    this.name = name;
    this.size = size;
    this.in = in;
    this.out = out;
    this.generated = generated;
  }

  int numbers() {
    return size * size * in * out;
  }

  /** Numbers of a patch. */
  int inputs() {
    return size * size * in;
  }

  /** Makes the turned kernel of the kernel. */
  void turn(float[] values) {
    int places = size * size;
    for (int place = 0; place < places; place++) {
      int from = offset + (places - 1 - place) * in * out;
      int to = turned + place * in * out;
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          values[to + o * in + i] = values[from + i * out + o];
        }
      }
    }
  }
}
