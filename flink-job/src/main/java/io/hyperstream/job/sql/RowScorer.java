package io.hyperstream.job.sql;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RecordDecoder;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.job.learn.FrozenScorer;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.output.SymbolEncoding;
import io.hyperstream.job.text.Reason;
import io.hyperstream.job.text.SymbolText;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Score;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Scores texts one by one, and says of each what the topics of the job would. */
final class RowScorer implements AutoCloseable {

  /** State is keyed already, so nobody asks for the key's name. */
  private static final String KEY = "";

  private final FrozenModel model;
  private final RecordDecoder decoder;
  private final FrozenScorer scorer;
  private final int ahead;

  /** Of the record that is being scored. */
  private Score score;

  private final List<Alert> alerts = new ArrayList<>();

  /**
   * @param model which this closes
   * @param ahead how many symbols of the next text are predicted
   */
  RowScorer(FrozenModel model, FunctionOptions options, int ahead) {
    this.model = model;
    this.decoder = options.decoder();
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

  /** The state of a key that has no text yet. */
  KeyState begin() {
    return scorer.begin();
  }

  /**
   * Scores the next text of a key. One that the job would reject has a reason and nothing else.
   *
   * @param text a string, or its bytes
   * @param time milliseconds since the epoch
   */
  ScoredText score(KeyState key, Object text, long time) {
    InputRecord record;
    try {
      record = record(key, text, time);
    } catch (RejectedException e) {
      return new ScoredText(null, null, "rejected: " + e.getMessage(), null);
    }
    model.refresh();
    alerts.clear();
    scorer.score(KEY, key, record, model.version());
    return new ScoredText(
        score,
        joined(alert -> alert.getKind().name()),
        joined(Reason::of),
        ahead == 0 ? null : next(key));
  }

  private InputRecord record(KeyState key, Object text, long time) throws RejectedException {
    byte[] bytes =
        text instanceof byte[] given ? given : ((String) text).getBytes(StandardCharsets.UTF_8);
    return decoder.decode(new RawRecord("", 0, key.alerts.records, time, new byte[0], bytes));
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
