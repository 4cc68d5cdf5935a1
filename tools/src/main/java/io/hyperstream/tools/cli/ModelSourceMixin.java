package io.hyperstream.tools.cli;

import io.hyperstream.tools.model.ImageModelReport;
import io.hyperstream.tools.model.ModelReport;
import io.hyperstream.tools.model.ModelTopicClient;
import io.hyperstream.tools.model.StoredModel;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Options for the source of weights. */
final class ModelSourceMixin {

  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..1",
      // A line of its own: picocli would break the URI.
      description = {
        "A safetensors file, or the folder of a savepoint or checkpoint: a path, or a URI such as",
        "s3://bucket/chk-17."
      })
  private String place;

  @Option(
      names = "--learner",
      paramLabel = "N",
      description = "Number of a learner in a savepoint, from 0 (default: the mean of all).")
  private Integer learner;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Read the newest model in this topic instead of SOURCE.")
  private String topic;

  @Mixin private KafkaMixin kafka;

  /** What there is to say of the source. */
  Report report(CommandSpec spec) throws IOException {
    boolean file = place != null && topic == null && learner == null;
    return file && StoredModel.isOfImages(place)
        ? ImageModelReport.read(place)
        : ModelReport.of(read(spec));
  }

  StoredModel read(CommandSpec spec) throws IOException {
    if ((place == null) == (topic == null)) {
      throw new ParameterException(
          spec.commandLine(), "Give a SOURCE (a file or a folder) or a --topic, and not both");
    }
    if (topic == null) {
      return StoredModel.read(
          place, learner == null ? OptionalInt.empty() : OptionalInt.of(learner));
    }
    if (learner != null) {
      throw new ParameterException(
          spec.commandLine(), "--learner is for savepoints; a topic holds one model at a time");
    }
    return new ModelTopicClient(kafka.settings(), topic).newest();
  }
}
