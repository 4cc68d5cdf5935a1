package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Matrix;

/**
 * Sums over rows and over everything. They are made in parts of a fixed size and then over the
 * parts, never by atomic additions, so that the same input gives the same bits.
 */
final class DeviceSums {

  /** Rows of a part. */
  static final int PART_ROWS = 256;

  /** Columns that a block of a first stage sums; as in the kernels. */
  static final int STRIP = 32;

  static final int THREADS = 256;

  /** The maximum number of second stages in one launch; as in the kernels. */
  private static final int PART_SUMS = 7;

  /** Floats of a part of a sum of squares. */
  private static final int PART_FLOATS = 1 << 14;

  private static final String PURPOSE = "sums in two stages";

  private final DeviceMemory memory;
  private final Launch launch;
  private final Staging staging;
  private final long result;
  private long scratch;
  private long scratchBytes;

  DeviceSums(DeviceMemory memory, Launch launch, Staging staging) {
    this.memory = memory;
    this.launch = launch;
    this.staging = staging;
    this.result = memory.allocate(PURPOSE, Double.BYTES);
  }

  static int parts(long size, int part) {
    return (int) ((size + part - 1) / part);
  }

  /** Memory for parts, until the next call. */
  long scratch(long bytes) {
    if (bytes > scratchBytes) {
      // What it replaces stays: recorded work may use it.
      scratch = memory.allocate(PURPOSE, bytes);
      scratchBytes = bytes;
    }
    return scratch;
  }

  void rows(DeviceMatrix a, int row, int rows, DeviceMatrix sum, boolean add) {
    int columns = sum.columns();
    int parts = parts(rows, PART_ROWS);
    long partial = scratch((long) parts * columns * Float.BYTES);
    launch
        .of("sum_rows", parts, parts(columns, STRIP), THREADS)
        .with(a, row)
        .with(rows)
        .with(columns)
        .with(PART_ROWS)
        .with(partial)
        .run();
    total(partial, parts, columns, sum, add);
  }

  /**
   * The second stage: {@code out (+)=} the parts.
   *
   * @param stride floats from part to part
   */
  void total(long partial, int parts, int stride, DeviceMatrix out, boolean add) {
    int size = out.rows() * out.columns();
    launch
        .of("sum_parts", parts(size, THREADS), 1, THREADS)
        .with(partial)
        .with(parts)
        .with((long) stride)
        .with(out.address)
        .with(size)
        .with(add)
        .run();
  }

  /**
   * What a first stage left.
   *
   * @param count of the parts
   * @param stride floats from part to part
   */
  record Part(long address, int count, int stride) {}

  /** Several second stages in one launch: add them, then run. */
  final class Totals {

    private final long[] fields = new long[5 * PART_SUMS];
    private int size;
    private int maxColumns;

    /**
     * @param from first column of the parts
     * @param out is replaced; null for none
     */
    Totals add(Part part, int from, Matrix out) {
      if (out != null) {
        int columns = out.rows() * out.columns();
        maxColumns = Math.max(maxColumns, columns);
        long[] own = {
          part.address + (long) from * Float.BYTES,
          part.count,
          part.stride,
          ((DeviceMatrix) out).address,
          columns
        };
        System.arraycopy(own, 0, fields, 5 * size++, own.length);
      }
      return this;
    }

    void run() {
      launch.of("sum_all_parts", parts(maxColumns, THREADS), size, THREADS).with(fields).run();
    }
  }

  Totals begin() {
    return new Totals();
  }

  /**
   * The sum of squares of the floats {@code from} to {@code to - 1} of memory, and of the named
   * rows of a table.
   *
   * @param memory null for none
   * @param table null for none
   */
  double squares(DeviceMatrix memory, int from, int to, DeviceMatrix table, DeviceIndices index) {
    int parts = parts(to - from, PART_FLOATS);
    int rows = table == null ? 0 : index.count();
    if (parts + rows == 0) {
      return 0;
    }
    long partial = scratch((long) (parts + rows) * Double.BYTES);
    if (parts > 0) {
      launch
          .of("squares", parts, 1, THREADS)
          .with(memory.address + (long) from * Float.BYTES)
          .with((long) (to - from))
          .with((long) PART_FLOATS)
          .with(partial)
          .run();
    }
    if (rows > 0) {
      launch
          .of("squares_of_named", rows, 1, THREADS)
          .with(table, 0)
          .with(table.columns())
          .with(index.at(0))
          .with(partial + (long) parts * Double.BYTES)
          .run();
    }
    launch.of("sum_squares", 1, 1, THREADS).with(partial).with(parts + rows).with(result).run();
    return staging.download(result);
  }
}
