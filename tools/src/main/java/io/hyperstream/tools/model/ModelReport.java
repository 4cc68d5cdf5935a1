package io.hyperstream.tools.model;

import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.tools.report.Report;
import java.util.List;

/**
 * A summary of a model.
 *
 * @param origin where the weights were found
 * @param parameters number of parameters
 * @param updates number of updates, which is the model version
 * @param notFinite number of weights that are NaN or infinite
 * @param groups names of the groups that it has besides the weights
 * @param provenance where the model comes from; unknown values are null
 * @param learners all learners of a savepoint; empty for other sources
 */
public record ModelReport(
    String origin,
    HyperLstmConfig network,
    int parameters,
    long updates,
    long notFinite,
    List<String> groups,
    Provenance provenance,
    List<StoredLearner> learners,
    List<TensorSummary> tensors)
    implements Report {

  public static ModelReport of(StoredModel model) {
    return new ModelReport(
        model.origin(),
        model.weights().network(),
        model.weights().values().length,
        model.weights().updates(),
        model.weights().notFinite(),
        LearnerFile.groupsOf(model.learner()).stream().map(Group::toString).toList(),
        model.learner().provenance(),
        model.learners(),
        TensorSummary.of(model.weights()));
  }

  @Override
  public List<String> table() {
    return ModelTable.lines(this);
  }
}
