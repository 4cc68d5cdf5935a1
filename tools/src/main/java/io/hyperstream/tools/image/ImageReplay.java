package io.hyperstream.tools.image;

import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageBatch;
import io.hyperstream.model.conv.ImageLearner;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageScores;
import io.hyperstream.model.conv.ImageTally;
import io.hyperstream.model.conv.LabelledImages;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns images in one pass, each scored before it is learned, without Kafka and Flink: by the
 * network, by the same with plain kernels, and by logistic regression.
 */
public final class ImageReplay {

  private static final long SEED = 1;

  /** Images at the end that have an error of their own. */
  private static final int LATEST = 10_000;

  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);

  private final LabelledImages images;
  private final Architecture architecture;
  private final int streams;

  /**
   * @param streams that take turns; a step learns an image of each
   * @throws IOException if a file cannot be read
   */
  public ImageReplay(List<Path> files, Architecture architecture, int streams) throws IOException {
    this.images = ImageFiles.read(files);
    this.architecture = architecture;
    this.streams = streams;
  }

  /** Replays all images with each network. */
  public ImageReplayReport run() {
    List<ImageReplayReport.Network> networks = new ArrayList<>();
    if (architecture != Architecture.LOGISTIC) {
      networks.add(learn(architecture, true));
      networks.add(learn(architecture, false));
    }
    networks.add(learn(Architecture.LOGISTIC, false));
    return new ImageReplayReport(images.size(), streams, networks);
  }

  private ImageReplayReport.Network learn(Architecture kind, boolean generated) {
    ImageNetConfig config =
        new ImageNetConfig(kind, images.shape(), images.classes().size(), generated);
    ImageBatch batch = new ImageBatch(config, streams);
    double start = ImageTraining.cpuSeconds();
    ImageTally all = new ImageTally();
    ImageTally latest = new ImageTally();
    int latestFrom = Math.max(0, images.size() - LATEST);
    try (ImageLearner learner =
        ImageLearner.create(config, kind.onlineAdam(), streams, SEED, TARGET)) {
      for (int from = 0; from < images.size(); from += streams) {
        batch.clear();
        for (int i = from; i < Math.min(from + streams, images.size()); i++) {
          images.addTo(batch, i);
        }
        ImageScores scores = learner.step(batch);
        all.add(scores);
        if (from >= latestFrom) {
          latest.add(scores);
        }
      }
    }
    double seconds = ImageTraining.cpuSeconds() - start;
    return new ImageReplayReport.Network(
        kind.key() + (generated ? "" : ", plain"),
        config.parameters(),
        100 * all.errors(),
        100 * latest.errors(),
        all.bits(),
        images.size() / seconds);
  }
}
