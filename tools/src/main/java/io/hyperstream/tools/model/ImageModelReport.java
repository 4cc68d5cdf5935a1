package io.hyperstream.tools.model;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.conv.ImageNetConfig;
import io.hyperstream.model.conv.ImageSnapshot;
import io.hyperstream.tools.report.Report;
import java.io.IOException;
import java.util.List;

/**
 * A summary of a model that classifies images.
 *
 * @param origin where it was found
 * @param parameters number of parameters
 * @param updates number of updates, which is the model version
 * @param notFinite number of weights that are NaN or infinite
 * @param provenance where the model comes from; unknown values are null
 */
public record ImageModelReport(
    String origin,
    ImageNetConfig network,
    int parameters,
    long updates,
    long notFinite,
    Provenance provenance,
    List<TensorSummary> tensors)
    implements Report {

  /** Reads a file that {@link ModelFiles#isOfImages} knows as one. */
  public static ImageModelReport read(String file) throws IOException {
    ImageSnapshot model = ModelFiles.readImages(file);
    List<TensorSummary> tensors = TensorSummary.of(model.network().table(), model.weights());
    return new ImageModelReport(
        "file " + file,
        model.network(),
        model.weights().length,
        model.updates(),
        tensors.stream().mapToLong(TensorSummary::notFinite).sum(),
        model.provenance(),
        tensors);
  }

  @Override
  public List<String> table() {
    return ModelTable.lines(this);
  }
}
