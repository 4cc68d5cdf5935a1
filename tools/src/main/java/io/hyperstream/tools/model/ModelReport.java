package io.hyperstream.tools.model;

import io.hyperstream.model.Provenance;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.tools.report.Report;
import java.util.List;
import java.util.Set;

/**
 * What there is to say of a model.
 *
 * @param origin where they were found
 * @param parameters how many there are
 * @param updates how often they were updated, the version of the model
 * @param notFinite how many of them are NaN or infinite
 * @param groups that there are beside the weights
 * @param provenance where the model comes from; what is not known is null
 * @param learners of a savepoint: all there are in it; else none
 */
public record ModelReport(
    String origin,
    HyperLstmConfig network,
    int parameters,
    long updates,
    long notFinite,
    Set<Group> groups,
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
        LearnerFile.groupsOf(model.learner()),
        model.learner().provenance(),
        model.learners(),
        TensorSummary.of(model.weights()));
  }

  @Override
  public List<String> table() {
    return ModelTable.lines(this);
  }
}
