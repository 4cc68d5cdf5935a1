package io.hyperstream.job.sql;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RecordDecoder;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.input.VectorShape;
import io.hyperstream.job.learn.FrozenScorer;
import io.hyperstream.job.learn.result.Futures;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.output.SymbolEncoding;
import io.hyperstream.job.text.Reason;
import io.hyperstream.job.text.SymbolText;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Score;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Scores rows one by one, and says of each what the topics of the job would. */
final class RowScorer implements AutoCloseable {

  /** State is keyed already, so nobody asks for the key's name. */
  private static final String KEY = "";

  private final FrozenModel model;

  /** Reads texts. */
  private final RecordDecoder decoder;

  /** Reads vectors; null if the model reads text. */
  private final VectorRows vectors;

  private final FrozenScorer scorer;
  private final int ahead;

  /** Of the record that is being scored. */
  private Score score;

  private final List<Alert> alerts = new ArrayList<>();

  /**
   * @param model which this closes
   * @param ahead how many bytes of the next text or how many vectors are predicted
   */
  RowScorer(FrozenModel model, FunctionOptions options, int ahead) {
    this.model = model;
    HyperLstmConfig network = model.learner().config().network();
    this.decoder = options.decoder();
    this.vectors =
        model.input().isText()
            ? null
            : new VectorRows(VectorShape.of(network.density(), List.of()), model.input().columns());
    this.scorer = new FrozenScorer(model.learner(), options.alerts(), new Results());
    this.ahead = ahead;
  }

  private final class Results implements ResultSink {
    @Override
    public void score(String key, Score result) {
      score = result;
    }

    @Override
    public void alert(String key, Alert alert) {
      alerts.add(alert);
    }
  }

  /** The state of a key that has no row yet. */
  KeyState begin() {
    return scorer.begin();
  }

  /**
   * Scores the next row of a key. One that the job would reject has a reason and nothing else.
   *
   * @param value a text or its bytes, or the numbers of a vector
   * @param time milliseconds since the epoch; null if it has none
   */
  ScoredRow score(KeyState key, Object value, Long time) {
    InputRecord record;
    try {
      record = record(key, value, time);
    } catch (RejectedException e) {
      return new ScoredRow(null, null, "rejected: " + e.getMessage(), null, null);
    }
    model.refresh();
    alerts.clear();
    scorer.score(KEY, key, record, model.version());
    return new ScoredRow(
        score,
        joined(alert -> alert.getKind().name()),
        joined(Reason::of),
        ahead == 0 || vectors != null ? null : next(key),
        ahead == 0 || vectors == null ? null : Futures.of(model.learner(), key, ahead));
  }

  private InputRecord record(KeyState key, Object value, Long time) throws RejectedException {
    if (vectors != null) {
      return vectors.record((Object[]) value, key.alerts.records, time);
    }
    byte[] bytes =
        value instanceof byte[] given ? given : ((String) value).getBytes(StandardCharsets.UTF_8);
    return decoder.decode(
        new RawRecord("", 0, key.alerts.records, time == null ? 0 : time, new byte[0], bytes));
  }

  private String joined(Function<Alert, String> part) {
    return alerts.isEmpty() ? null : alerts.stream().map(part).collect(Collectors.joining("; "));
  }

  private String next(KeyState key) {
    int[] symbols = model.learner().predict(List.of(key.network), 1, ahead).get(0).continuation();
    return SymbolText.ofWhole(
        SymbolEncoding.encode(Observations.of(ObservationKind.BYTE, symbols)));
  }

  @Override
  public void close() {
    model.close();
  }
}
