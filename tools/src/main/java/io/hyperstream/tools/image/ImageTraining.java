package io.hyperstream.tools.image;

import io.hyperstream.model.Provenance;
import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageTally;
import io.hyperstream.model.conv.LabelledImages;
import io.hyperstream.model.file.Destination;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.train.ImageTrainer;
import io.hyperstream.model.train.ImageTrainingConfig;
import io.hyperstream.tools.report.Wording;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Trains a network on images, and measures others after each pass, which changes nothing. */
public final class ImageTraining {

  private static final long SEED = 1;

  private final Path model;
  private final LabelledImages images;
  private final LabelledImages valid;
  private final ImageTrainingConfig config;
  private final List<BitSet> validChannels;

  /**
   * @param files images to learn
   * @param valid images to measure
   * @param model the file to write
   * @param generated whether kernels are generated
   * @param channels sets of channels, of which each image that is learned keeps one; none: all
   * @param validChannels sets that the images to measure keep in the end, set by set
   * @throws IOException if a file cannot be read or the model cannot be written
   */
  public ImageTraining(
      List<Path> files,
      Path valid,
      Path model,
      Architecture architecture,
      boolean generated,
      int passes,
      List<BitSet> channels,
      List<BitSet> validChannels)
      throws IOException {
    Destination.require(model);
    if (Files.exists(model)) {
      throw new IOException(
          "%s is there already; delete it to train anew, or write to another file"
              .formatted(model));
    }
    this.model = model;
    this.validChannels = validChannels;
    this.images = ImageFiles.read(files);
    this.valid = ImageFiles.read(List.of(valid));
    if (!this.valid.shape().equals(images.shape())
        || this.valid.classes().size() > images.classes().size()) {
      throw new IOException(
          "%s has %s, but those to learn are %s"
              .formatted(valid, this.valid.kind(), images.kind()));
    }
    ImageNetConfig network =
        new ImageNetConfig(architecture, images.shape(), images.classes().size(), generated);
    this.config = ImageTrainingConfig.of(network, passes, channels, SEED);
  }

  /**
   * Trains to the end.
   *
   * @param log hears of each pass
   * @param stopped whether to stop now
   * @return nothing if it was stopped
   */
  public Optional<ImageTrainReport> run(Consumer<String> log, BooleanSupplier stopped)
      throws IOException {
    List<ImageTrainReport.Pass> passes = new ArrayList<>();
    Map<String, Double> errors = new LinkedHashMap<>();
    try (ImageTrainer trainer = new ImageTrainer(config, ComputeTarget.AUTO, images)) {
      while (trainer.passes() < config.passes()) {
        long start = System.nanoTime();
        double cpuStart = cpuSeconds();
        ImageTally learned = trainer.pass(stopped);
        if (learned == null) {
          log.accept(Wording.of("Stopped after %d passes", trainer.passes()));
          return Optional.empty();
        }
        ImageTally measured = trainer.measure(valid, null);
        passes.add(
            new ImageTrainReport.Pass(
                trainer.passes(),
                100 * learned.errors(),
                measured.bits(),
                100 * measured.errors(),
                (System.nanoTime() - start) / 1e9,
                cpuSeconds() - cpuStart));
        log.accept(passes.get(passes.size() - 1).line());
      }
      for (BitSet set : validChannels) {
        errors.put(set.toString(), 100 * trainer.measure(valid, set).errors());
      }
      String data = Wording.of("%,d images, %d passes", images.size(), config.passes());
      Provenance provenance =
          Provenance.ofSeed(SEED).with(config.network().architecture().key(), data);
      LearnerFile.of(trainer.model().from(provenance)).save(model);
    }
    return Optional.of(
        new ImageTrainReport(
            model.toString(),
            config.network().architecture().key(),
            config.network().generated(),
            config.network().parameters(),
            config.network().kernelParameters(),
            passes,
            errors));
  }

  /** Of all threads of this process. */
  static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime()
        / 1e9;
  }
}
