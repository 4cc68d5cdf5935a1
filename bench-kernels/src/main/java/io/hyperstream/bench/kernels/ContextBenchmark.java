package io.hyperstream.bench.kernels;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextModel;
import io.hyperstream.model.context.History;
import io.hyperstream.model.context.Prior;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The context model alone: a symbol is scored, then learned. The network's part is uniform. */
public class ContextBenchmark extends KernelBenchmark {

  private static final int SYMBOLS = 1024;

  /** A file, or {@code prior}: the texts that the model's prior was made of. */
  @Param("prior")
  public String text;

  /** Streams that the text is cut into, which take turns window by window. */
  @Param({"1", "64"})
  public int keys;

  private static final int WINDOW = 32;

  private final float[] logits = new float[256];
  private byte[] bytes;
  private ContextModel model;
  private History[] histories;
  private int window;

  @Setup
  public void begin() throws IOException {
    bytes = text.equals("prior") ? prior() : Files.readAllBytes(Path.of(text));
    model = new ContextModel(ContextConfig.DEFAULT);
    histories = new History[keys];
    for (int key = 0; key < keys; key++) {
      histories[key] = new History();
    }
  }

  private static byte[] prior() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] text : Prior.texts()) {
      all.write(text);
    }
    return all.toByteArray();
  }

  /** Goes through the text again and again. */
  @Benchmark
  @OperationsPerInvocation(SYMBOLS)
  public double symbol() {
    double bits = 0;
    int share = bytes.length / keys / WINDOW * WINDOW;
    for (int i = 0; i < SYMBOLS; i += WINDOW) {
      int key = window % keys;
      int from = key * share + window / keys * WINDOW % share;
      for (int t = 0; t < WINDOW; t++) {
        bits += model.step(histories[key], logits, 0, bytes[from + t] & 0xff);
      }
      window++;
    }
    return bits;
  }
}
