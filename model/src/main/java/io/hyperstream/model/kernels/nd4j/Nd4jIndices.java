package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.Indices;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole numbers on the host and, as they were at the last upload, in ND4J's memory. */
final class Nd4jIndices extends Indices {

  private final INDArray array;

  /** As at the last upload. */
  private final int[] uploaded;

  private final Views<Range> ranges = new Views<>();

  Nd4jIndices(Nd4jMemory memory, int size) {
    super(size);
    this.array = memory.allocateIndices(size);
    this.uploaded = new int[size];
  }

  void upload(int count) {
    setCount(count);
    System.arraycopy(values(), 0, uploaded, 0, count);
    // Those that name nothing name the first row, for operations that need some row.
    int[] rows = new int[uploaded.length];
    for (int i = 0; i < count; i++) {
      rows[i] = Math.max(0, uploaded[i]);
    }
    try (INDArray host = Nd4j.createFromArray(rows)) {
      array.assign(host);
    }
  }

  /** One of them, as at the last upload. */
  int get(int i) {
    return uploaded[i];
  }

  private record Range(int from, int count) {}

  /** Some of them, 0 in the place of a negative one. */
  INDArray range(int from, int count) {
    return ranges.get(new Range(from, count), this::newRange);
  }

  private INDArray newRange(Range range) {
    return Nd4j.create(array.data(), new long[] {range.count}, new long[] {1}, range.from, 'c');
  }
}
