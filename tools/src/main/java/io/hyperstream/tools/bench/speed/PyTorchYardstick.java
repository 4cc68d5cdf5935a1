package io.hyperstream.tools.bench.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.net.HyperLstmConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The same network as a custom cell in PyTorch, on one thread or on a GPU; or, on a GPU, the LSTM
 * of the same width that PyTorch has from cuDNN.
 */
public final class PyTorchYardstick implements Yardstick {

  /** How it runs. */
  public enum Mode {
    /** On the CPU, operation by operation. */
    CPU("custom %s cell"),
    /** On a GPU, operation by operation. */
    CUDA("%s, CUDA eager"),
    /** On a GPU, the whole step as one CUDA graph. */
    CUDA_GRAPHS("%s, CUDA graph"),
    /** cuDNN's LSTM, in TF32. */
    CUDNN("cuDNN's LSTM, TF32"),
    /** The same with weights, states and gradients in bf16. */
    CUDNN_BF16("cuDNN's LSTM, bf16");

    private final String network;

    Mode(String network) {
      this.network = network;
    }
  }

  private static final String SCRIPT = "pytorch_yardstick.py";

  /** The environment variable that names another Python. */
  private static final String PYTHON = "HYPERSTREAM_PYTHON";

  /** The second is Debian's, where another one comes first on the path. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  private static final long PATIENCE_SECONDS = 60;

  /**
   * Ends with 0 if there is PyTorch and, where one can look, a BLAS that is made for speed:
   * Debian's PyTorch also runs with the reference BLAS, several times slower.
   */
  private static final String PROBE =
      """
      import sys, torch
      try:
          maps = open("/proc/self/maps").read()
      except OSError:
          sys.exit(0)
      fast = torch.backends.mkl.is_available() or "openblas" in maps or "blis" in maps
      sys.exit(0 if fast else 3)
      """;

  private static final int SLOW_BLAS = 3;

  /** Ends with 0 if there is PyTorch, and it finds a GPU. */
  private static final String CUDA_PROBE =
      """
      import sys, torch
      sys.exit(0 if torch.cuda.is_available() else 4)
      """;

  private static final int NO_CUDA = 4;

  private final Mode mode;
  private final Search search;

  private PyTorchYardstick(Mode mode, Search search) {
    this.mode = mode;
    this.search = search;
  }

  PyTorchYardstick(Mode mode) {
    this(mode, new Search(mode == Mode.CPU ? PROBE : CUDA_PROBE));
  }

  /** One for each mode. */
  public static Stream<Yardstick> all() {
    Search onCpu = new Search(PROBE);
    Search onDevice = new Search(CUDA_PROBE);
    return Arrays.stream(Mode.values())
        .map(mode -> new PyTorchYardstick(mode, mode == Mode.CPU ? onCpu : onDevice));
  }

  /** Finds a Python for several yardsticks, once: an import of PyTorch takes seconds. */
  private static final class Search {

    private final String probe;

    /** Null until it was looked for. */
    private Optional<String> obstacle;

    /** The one to use; null unless it was found. */
    private String python;

    Search(String probe) {
      this.probe = probe;
    }

    Optional<String> obstacle() {
      if (obstacle == null) {
        obstacle = find();
      }
      return obstacle;
    }

    private Optional<String> find() {
      String named = System.getenv(PYTHON);
      List<Integer> statuses = new ArrayList<>();
      for (String candidate : named == null ? PYTHONS : List.of(named)) {
        int status = run(candidate, probe);
        if (status == 0) {
          python = candidate;
          return Optional.empty();
        }
        statuses.add(status);
      }
      return Optional.of(PyTorchYardstick.obstacle(statuses));
    }
  }

  /** The status with which Python ends, or -1 if it does not run or does not end. */
  private static int run(String python, String program) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", program)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public Optional<String> obstacle() {
    return search.obstacle();
  }

  private static String obstacle(List<Integer> statuses) {
    if (statuses.contains(NO_CUDA)) {
      return "PyTorch here finds no GPU. Install one that is built for CUDA, or name another Python"
          + " in "
          + PYTHON;
    }
    if (statuses.contains(SLOW_BLAS)) {
      return "PyTorch here computes with the reference BLAS, which is no fair yardstick. Install a"
          + " fast one (Debian: apt-get install libopenblas0-pthread)";
    }
    return "no python3 here can import torch. Install it (Debian: apt-get install python3-torch"
        + " libopenblas0-pthread), or name another Python in "
        + PYTHON;
  }

  @Override
  public boolean onDevice() {
    return mode != Mode.CPU;
  }

  @Override
  public boolean supports(BenchCase benchCase) {
    return true;
  }

  @Override
  public String network(BenchCase benchCase) {
    return mode.network.formatted(benchCase.network().hyper() > 0 ? "HyperLSTM" : "LSTM");
  }

  @Override
  public Contender start(BenchCase benchCase) throws IOException {
    return ChildContender.start("PyTorch", List.of(python(), "-c", script(), shape(benchCase)));
  }

  /** The Python that it runs on, once there is no {@link #obstacle}. */
  String python() {
    return search.python;
  }

  static String script() {
    try (InputStream script = PyTorchYardstick.class.getResourceAsStream(SCRIPT)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + SCRIPT + " cannot be read", e);
    }
  }

  /** What the script's network is made of. */
  static Map<String, Object> shape(HyperLstmConfig network) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("vocabulary", network.vocabulary());
    shape.put("layers", network.layers());
    shape.put("hidden", network.hidden());
    shape.put("hyper", network.hyper());
    shape.put("signal", network.signalSize());
    shape.put("normalisation", network.normalisation());
    shape.put("hyperBias", network.hyperBias());
    shape.put("symbolInput", network.symbolInput());
    shape.put("softmaxInput", network.softmaxInput());
    return shape;
  }

  private String shape(BenchCase benchCase) throws IOException {
    Map<String, Object> shape = shape(benchCase.network());
    shape.put("window", benchCase.window());
    shape.put("batch", benchCase.batch());
    shape.put("rate", benchCase.adam().rate());
    shape.put("beta1", benchCase.adam().beta1());
    shape.put("beta2", benchCase.adam().beta2());
    shape.put("epsilon", benchCase.adam().epsilon());
    shape.put("clipNorm", benchCase.adam().clipNorm());
    shape.put("device", onDevice() ? "cuda:" + benchCase.target().device() : "cpu");
    shape.put("graphs", mode == Mode.CUDA_GRAPHS);
    shape.put("ownLstm", mode == Mode.CUDNN || mode == Mode.CUDNN_BF16);
    shape.put("type", mode == Mode.CUDNN_BF16 ? "bfloat16" : "float32");
    return new ObjectMapper().writeValueAsString(shape);
  }
}
