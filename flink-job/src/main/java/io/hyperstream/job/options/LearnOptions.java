package io.hyperstream.job.options;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.Precision;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** How the model learns. */
public final class LearnOptions {

  public static final ConfigOption<String> PRESET =
      ConfigOptions.key("learn.preset")
          .stringType()
          .defaultValue("small")
          .withDescription(
              "Named learner that the other learn and model options change: small (learns best online for its time), fast (a small network, for many logs), best (more memory for contexts), or the paper's ptb, ptb-large-embedding, ptb-2layer, enwik8, enwik8-large. For vectors of numbers: sensor, which is the default for input.format VECTOR, or the paper's iam. For images: mnist, channels, wrn-40-1, wrn-40-2 or logistic.");

  public static final ConfigOption<Backend> BACKEND =
      ConfigOptions.key("learn.backend")
          .enumType(Backend.class)
          .defaultValue(Backend.AUTO)
          .withDescription("What computes. AUTO: the fastest that loads here.");

  public static final ConfigOption<Integer> LANES =
      ConfigOptions.key("learn.lanes")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Threads that a learner computes with, for steps of four windows or more. 0: as many as the task manager's machine has processors.");

  public static final ConfigOption<Integer> DEVICE =
      ConfigOptions.key("learn.device")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Number of the GPU that a back end with one computes on, where Flink's configuration gives its task managers none (external-resources: gpu).");

  public static final ConfigOption<Precision> PRECISION =
      ConfigOptions.key("learn.precision")
          .enumType(Precision.class)
          .defaultValue(Precision.TF32)
          .withDescription(
              "What a GPU rounds the factors of its products to; sums and all else are 32-bit floats. TF32: 10 bits of mantissa. FP32: nothing is rounded, and tensor cores are idle. BF16: 7 bits. A CPU takes no notice.");

  public static final ConfigOption<Duration> WARM_UP =
      ConfigOptions.key("learn.warm-up")
          .durationType()
          .defaultValue(Duration.ofSeconds(3))
          .withDescription(
              "Time given to Java's compiler before the first record: until it is done, steps are many times slower. Once in a process. 0: off.");

  public static final ConfigOption<Integer> WINDOW =
      ConfigOptions.key("learn.window")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Maximum number of symbols of one key in one step: the truncation length of BPTT. Without it the preset's.");

  public static final ConfigOption<Integer> BATCH =
      ConfigOptions.key("learn.batch")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Maximum number of windows in one step, each of another key (but see learn.windows-per-key). Without it the preset's; several learners each take that divided by the square root of their number, at least 8.");

  public static final ConfigOption<Double> RATE =
      ConfigOptions.key("learn.rate")
          .doubleType()
          .noDefaultValue()
          .withDescription("Adam's learning rate at the first step. Without it the preset's.");

  public static final ConfigOption<Double> ANCHOR =
      ConfigOptions.key("learn.anchor")
          .doubleType()
          .defaultValue(0.0)
          .withDescription(
              "For model.start = FILE: share of their distance from the weights in the file that all weights lose with each update, such as 0.0001, so that what was learned before is not lost. The file is read again at each restart. 0: off.");

  public static final ConfigOption<Long> SEED =
      ConfigOptions.key("learn.seed")
          .longType()
          .defaultValue(1L)
          .withDescription("Seed of the start values: the same seed, the same start.");

  public static final ConfigOption<Duration> MAX_DELAY =
      ConfigOptions.key("learn.max-delay")
          .durationType()
          .defaultValue(Duration.ofMillis(200))
          .withDescription(
              "Maximum time a symbol waits for its window and the batch to fill; then the step runs as it is. Shorter: fresher scores. Longer: fuller, more efficient steps. 0: off, windows wait until they are full.");

  public static final ConfigOption<Integer> BACKLOG =
      ConfigOptions.key("learn.backlog")
          .intType()
          .defaultValue(4096)
          .withDescription(
              "Maximum number of symbols of a key that wait; beyond it a step runs though the batch is not full. At least a window.");

  public static final ConfigOption<String> WINDOWS_PER_KEY =
      ConfigOptions.key("learn.windows-per-key")
          .stringType()
          .defaultValue("1")
          .withDescription(
              "Maximum number of consecutive windows of one key in one step, where the batch has room for them: fewer updates, so faster and at the cost of some bits. AUTO: 1, and up to a whole batch for a key of which more than half of learn.backlog is pending, until that is gone.");

  public static final ConfigOption<String> SKIP_BELOW =
      ConfigOptions.key("learn.skip-below")
          .stringType()
          .defaultValue("0")
          .withDescription(
              "Windows whose symbols cost fewer bits than this on average, by the network alone, are scored and not learned by the network, which saves two thirds of its work. What they are mixed with learns them anyway. 0: all are learned. AUTO: all, but while a key lags (see learn.windows-per-key), or steps take 85% of the time, only those that cost a tenth more than symbols lately did, and nothing is rehearsed.");

  public static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key("learn.parallelism")
          .intType()
          .defaultValue(1)
          .withDescription(
              "Learners, each with keys of its own, that share what they learn (see sync.*). Several need an input without end. On one machine, give each its part of the processors by learn.lanes.");

  private LearnOptions() {}
}
