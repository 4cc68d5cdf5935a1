package io.hyperstream.model.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The same {@code .cu} sources that a GPU runs, compiled by g++ for the CPU: every thread of a
 * block is a fiber, memory has guards around it and holds NaN at first, and blocks and threads can
 * be run in the opposite order, under which right kernels give the same bits. One thread at a time.
 */
final class Emulator {

  /** Of the layers on the chip that are compiled in, the units of the main cell. */
  private static final int[] ON_CHIP_UNITS = {48, 64, 128};

  /** Why it cannot be had; null if it can. */
  static final String OBSTACLE = load();

  private Emulator() {}

  private static String load() {
    Path headers = Path.of(System.getProperty("java.home"), "include");
    if (!Files.exists(headers.resolve("jni.h"))) {
      return "this JDK has no include/jni.h, which the emulated GPU is compiled with";
    }
    if (!Command.isOnPath("g++")) {
      return "there is no g++ to compile the emulated GPU with";
    }
    try {
      System.load(build(headers).toString());
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path build(Path headers) throws IOException {
    Path folder = Files.createTempDirectory("emulated-gpu");
    folder.toFile().deleteOnExit();
    StringBuilder kernels = new StringBuilder(CudaSource.read());
    for (int units : ON_CHIP_UNITS) {
      kernels.append(CudaSource.onChipAlone(units));
    }
    write(folder, "kernels.inc", kernels.toString());
    write(
        folder,
        "names.inc",
        Pattern.compile("__global__ void (?:__launch_bounds__\\([\\w:, ]+\\)\\s+)?(\\w+)\\(")
            .matcher(kernels)
            .results()
            .map((MatchResult match) -> "KERNEL(" + match.group(1) + ")\n")
            .collect(Collectors.joining()));
    for (String name : new String[] {"shim.h", "emulator.cpp"}) {
      try (InputStream in = Emulator.class.getResourceAsStream(name)) {
        write(folder, name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    Path library = folder.resolve("libemulator.so");
    library.toFile().deleteOnExit();
    Command.run(
        "g++",
        "-std=c++17",
        "-O2",
        "-shared",
        "-fPIC",
        "-fno-strict-aliasing",
        "-ffp-contract=off",
        "-U_FORTIFY_SOURCE",
        "-Wno-unknown-pragmas",
        "-I" + headers,
        "-I" + headers.resolve("linux"),
        "-o",
        library.toString(),
        folder.resolve("emulator.cpp").toString());
    return library;
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    file.toFile().deleteOnExit();
  }

  static native long allocate(long bytes);

  static native void free(long address);

  static native ByteBuffer buffer(long address, int bytes);

  static native void clear(long address, long bytes);

  static native void copy(long from, long to, long bytes);

  /** Throws if anything was written beyond an allocation. */
  static native void checkGuards();

  /** Throws if threads do not meet where they wait for each other. */
  static native void launch(
      String kernel,
      int blocksX,
      int blocksY,
      int threads,
      int shared,
      boolean together,
      long[] words,
      boolean backwards);

  /**
   * Elements of a and b lie so many numbers apart, from row to row and from column to column.
   *
   * @param halves whether they are the upper halves of floats
   */
  static native void multiply(
      int m,
      int n,
      int k,
      long a,
      long aRow,
      long aColumn,
      long b,
      long bRow,
      long bColumn,
      long c,
      long cRow,
      boolean add,
      boolean halves);
}
