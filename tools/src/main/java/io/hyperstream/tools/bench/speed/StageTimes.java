package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.backends.BackendChoice;
import io.hyperstream.model.check.Sample;
import io.hyperstream.model.check.SampleRun;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.StartValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures the stages of a step that learns, one by one: each is waited for. */
final class StageTimes {

  private static final long SEED = 1;

  /** A stage and the time that it has taken. */
  private static final class Stage {

    private final String name;
    private final Runnable work;
    private long nanos;

    Stage(String name, Runnable work) {
      this.name = name;
      this.work = work;
    }
  }

  private final Kernels kernels;
  private final Matrix probe;
  private final float[] value = new float[1];
  private final List<Stage> stages;

  private StageTimes(SampleRun run, Kernels kernels) {
    this.kernels = kernels;
    this.probe = kernels.allocate("measuring the stages of a step", 1, 1);
    this.stages =
        List.of(
            new Stage("forward", run::forward),
            new Stage("loss", run::loss),
            new Stage("backward", run::backward),
            new Stage("gradients", run::gradients),
            new Stage("update", run::update));
  }

  /**
   * The stages of a row.
   *
   * @param text symbols, more than a window
   * @param warmUp time for Java's compiler
   * @param time to measure for
   */
  static SpeedReport.Stages measure(
      BenchCase benchCase, int[] text, Duration warmUp, Duration time) {
    try (Kernels kernels = BackendChoice.open(benchCase.target()).kernels()) {
      StageTimes times = new StageTimes(new SampleRun(sample(benchCase, text), kernels), kernels);
      times.run(warmUp);
      int steps = times.run(time);
      List<SpeedReport.StageTime> means = new ArrayList<>();
      for (Stage stage : times.stages) {
        means.add(new SpeedReport.StageTime(stage.name, stage.nanos / 1e6 / steps));
      }
      boolean onDevice = kernels.device().isPresent();
      return new SpeedReport.Stages(Setup.of(benchCase, kernels.name(), onDevice), means);
    }
  }

  /** Whole windows from all over the text. */
  private static Sample sample(BenchCase benchCase, int[] text) {
    HyperLstmConfig network = benchCase.network();
    int batch = benchCase.batch();
    int[][] windows = new int[batch][];
    for (int i = 0; i < batch; i++) {
      int from = (int) ((long) i * (text.length - benchCase.window()) / batch);
      windows[i] = Arrays.copyOfRange(text, from, from + benchCase.window() + 1);
    }
    float[] scales = new float[batch];
    Arrays.fill(scales, 1f / (batch * benchCase.window()));
    return new Sample(
        benchCase.shape(),
        network,
        benchCase.adam(),
        startValues(network),
        windows,
        new double[batch][network.stateSize()],
        scales);
  }

  private static double[] startValues(HyperLstmConfig network) {
    float[] start = StartValues.of(new ParameterLayout(network), SEED);
    double[] values = new double[start.length];
    Arrays.setAll(values, i -> start[i]);
    return values;
  }

  /** Runs whole steps for about so long, and returns how many. */
  private int run(Duration time) {
    stages.forEach(stage -> stage.nanos = 0);
    long start = System.nanoTime();
    int steps = 0;
    do {
      for (Stage stage : stages) {
        long begin = System.nanoTime();
        stage.work.run();
        // Comes when all before it is done.
        kernels.download(probe, 0, 1, value, 0);
        stage.nanos += System.nanoTime() - begin;
      }
      steps++;
    } while (System.nanoTime() - start < time.toNanos());
    return steps;
  }
}
