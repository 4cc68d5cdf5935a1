package io.hyperstream.tools.watch;

import io.hyperstream.job.text.NumberText;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Future;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.alert.ShownIncident;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The streams seen in the job's output topics, their incidents, and totals. Keeps the {@value
 * #MAX_KEYS} most recently updated keys and {@value #MAX_INCIDENTS} incidents. Not thread-safe.
 */
public final class StreamTable implements Results {

  static final int MAX_KEYS = 10_000;
  static final int MAX_INCIDENTS = 100;

  /** How long a key counts as active after its last update, in nanoseconds. */
  private static final long ACTIVE = 30_000_000_000L;

  /**
   * Figures over all keys.
   *
   * @param scored how much was scored, and its bits
   * @param keys number of keys in the table
   * @param modelVersion newest model version seen
   * @param alerts number of alerts seen
   * @param openIncidents number of open incidents in the table
   * @param rejected number of rejected records seen
   */
  public record Totals(
      RecentRates.Figures scored,
      int keys,
      long modelVersion,
      long alerts,
      long openIncidents,
      long rejected) {}

  private final LongSupplier nanoClock;
  private final RecentRates rates;

  /** In order of the last update, so that the first entry is the one to drop. */
  private final Map<String, StreamRow> rows = new LinkedHashMap<>(16, 0.75f, true);

  /** By their ids, in the order of the last update. */
  private final Map<String, ShownIncident> incidents = new LinkedHashMap<>();

  private List<String> watched = List.of();
  private long alertsSeen;
  private long modelVersion;
  private long rejected;

  public StreamTable() {
    this(System::nanoTime);
  }

  StreamTable(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.rates = new RecentRates(nanoClock.getAsLong());
  }

  @Override
  public void add(String key, Score score) {
    long now = nanoClock.getAsLong();
    StreamRow row = row(key);
    row.score(score, now);
    rates.add(row.kind(), now, score.getSymbols(), score.getBits());
    modelVersion = Math.max(modelVersion, score.getModelVersion());
  }

  @Override
  public void add(String key, Classification image) {
    long now = nanoClock.getAsLong();
    StreamRow row = row(key);
    if (image.getKeyImages() > row.symbols()) { // else a label of an image that is counted
      double cost = image.getBits() == null ? image.getExpectedBits() : image.getBits();
      rates.add(StreamKind.IMAGES, now, 1, cost);
    }
    row.classify(image, now);
    modelVersion = Math.max(modelVersion, image.getModelVersion());
  }

  @Override
  public void add(String key, Prediction prediction) {
    long now = nanoClock.getAsLong();
    if (prediction.getFuture().isEmpty()) {
      row(key).predict(text(prediction.getContinuation()), now);
    } else {
      row(key).predictVectors(text(prediction.getFuture()), now);
    }
    modelVersion = Math.max(modelVersion, prediction.getModelVersion());
  }

  @Override
  public void add(String key, Alert alert) {
    alertsSeen++;
  }

  @Override
  public void add(Incident incident) {
    incidents.remove(incident.getId());
    incidents.put(incident.getId(), ShownIncident.of(incident));
    if (incidents.size() > MAX_INCIDENTS) {
      removeFirst(incidents);
    }
  }

  @Override
  public void add(Rejected record) {
    rejected++;
  }

  /** Takes note of the rows that are on the screen. */
  void show(List<StreamRow> visible) {
    watched = visible.stream().map(StreamRow::key).toList();
  }

  @Override
  public Collection<String> watched() {
    return watched;
  }

  private StreamRow row(String key) {
    StreamRow row = rows.computeIfAbsent(key, StreamRow::new);
    if (rows.size() > MAX_KEYS) {
      removeFirst(rows);
    }
    return row;
  }

  private static void removeFirst(Map<?, ?> map) {
    Iterator<?> eldest = map.values().iterator();
    eldest.next();
    eldest.remove();
  }

  /** Where each number of the next vector is expected. */
  private static String text(List<Future> future) {
    return future.stream()
        .map(
            number ->
                "%s %s to %s"
                    .formatted(
                        number.getName(),
                        NumberText.of(number.getQuantiles().get(0).getValues().get(0)),
                        NumberText.of(
                            number
                                .getQuantiles()
                                .get(number.getQuantiles().size() - 1)
                                .getValues()
                                .get(0))))
        .collect(Collectors.joining(", "));
  }

  private static String text(Object symbols) {
    if (symbols instanceof ByteBuffer bytes) {
      return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
    return ((Collection<?>) symbols).stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /**
   * The rows, active keys first. Active keys are in alphabetical order, so that rows keep their
   * places. The other keys follow, the most recent first.
   */
  public List<StreamRow> rows() {
    long now = nanoClock.getAsLong();
    List<StreamRow> sorted = new ArrayList<>(rows.values());
    sorted.sort(
        Comparator.comparingLong((StreamRow row) -> Math.max(ACTIVE, now - row.updated()))
            .thenComparing(StreamRow::key));
    return sorted;
  }

  /** The incidents, the one that was updated last first. */
  public List<ShownIncident> incidents() {
    List<ShownIncident> newest = new ArrayList<>(incidents.values());
    Collections.reverse(newest);
    return newest;
  }

  public Totals totals() {
    long now = nanoClock.getAsLong();
    return new Totals(
        rates.figures(now),
        rows.size(),
        modelVersion,
        alertsSeen,
        incidents.values().stream().filter(ShownIncident::isOpen).count(),
        rejected);
  }
}
