package io.hyperstream.model.file;

import io.hyperstream.model.conv.Architecture;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageShape;
import io.hyperstream.model.conv.ImageSnapshot;
import io.hyperstream.model.net.ParameterTable;
import java.io.IOException;
import java.io.InputStream;

/** The tensors and metadata of a learner of images, as they are written and as they are read. */
final class ImageTensors {

  private static final String FORMAT = "format";
  static final String FORMAT_OF_IMAGES = "hyperstream images 1";
  private static final String STATISTICS = "statistics/norm";

  private ImageTensors() {}

  static TensorSink sink(ImageSnapshot learner) {
    ImageNetConfig network = learner.network();
    TensorSink sink = new TensorSink(network.table());
    sink.metadata()
        .put(FORMAT, FORMAT_OF_IMAGES)
        .put("architecture", network.architecture().name())
        .put("height", network.input().height())
        .put("width", network.input().width())
        .put("channels", network.input().channels())
        .put("classes", network.classes())
        .put("generated", network.generated())
        .put("updates", learner.updates())
        .put("skipped", learner.skipped());
    LearnerMetadata.put(learner.provenance(), sink.metadata());
    sink.parameters("", Values.floats(learner.weights()));
    sink.parameters(GroupTensors.FIRST_MOMENT, Values.floats(learner.firstMoment()));
    sink.parameters(GroupTensors.SECOND_MOMENT, Values.floats(learner.secondMoment()));
    float[] statistics = learner.statistics();
    if (statistics.length > 0) {
      sink.tensor(STATISTICS, Values.floats(statistics), statistics.length);
    }
    return sink;
  }

  static boolean isFormat(Metadata metadata) {
    return FORMAT_OF_IMAGES.equals(metadata.find(FORMAT));
  }

  static ImageSnapshot snapshot(Header header, InputStream in) throws IOException {
    Metadata metadata = Metadata.of(header.metadata());
    if (!isFormat(metadata)) {
      throw new IllegalArgumentException(
          "__metadata__ must say '%s': '%s', but says '%s'; give a file that train --images wrote"
              .formatted(FORMAT, FORMAT_OF_IMAGES, metadata.find(FORMAT)));
    }
    ImageNetConfig network =
        new ImageNetConfig(
            metadata.choice("architecture", Architecture.class),
            new ImageShape(
                metadata.count("height"), metadata.count("width"), metadata.count("channels")),
            metadata.count("classes"),
            metadata.flag("generated"));
    ParameterTable table = network.table();
    TensorSource source = new TensorSource(header, metadata, table);
    int statistics = network.statistics();
    ImageSnapshot learner =
        new ImageSnapshot(
            network,
            metadata.count("updates", Long.MAX_VALUE),
            metadata.count("skipped", Long.MAX_VALUE),
            source.weights(),
            source.parameters(GroupTensors.FIRST_MOMENT),
            source.parameters(GroupTensors.SECOND_MOMENT),
            statistics == 0 ? new float[0] : source.floats(STATISTICS, statistics),
            LearnerMetadata.provenance(metadata));
    source.fill(in);
    return learner;
  }
}
