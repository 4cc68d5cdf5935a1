package io.hyperstream.tools.page;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.alert.ShownAlert;
import io.hyperstream.tools.alert.ShownIncident;
import io.hyperstream.tools.watch.RecentRates;
import io.hyperstream.tools.watch.Results;
import io.hyperstream.tools.watch.StreamKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Everything that the page can show: the {@value #MAX_KEYS} most recently updated streams, totals
 * over all streams, the last alerts, incidents and rejected records. One thread writes and many
 * read. A reader of several values holds this object's lock meanwhile.
 */
final class KnownStreams implements Results {

  static final int MAX_KEYS = 10_000;
  static final int MAX_ALERTS = 50;
  static final int MAX_INCIDENTS = 50;
  static final int MAX_REJECTED = 20;

  /**
   * How long a sorted order is reused. Sorting for each client and frame would take most of the
   * time.
   */
  private static final long ORDER_MILLIS = 250;

  /** How long a stream's texts are still read after it was last shown. */
  private static final long SHOWN_MILLIS = 5_000;

  private final LongSupplier clock;
  private final RecentRates rates;

  /** In order of the last update, so that the first entry is the one to drop. */
  private final Map<String, KnownStream> streams = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<KnownStream, Long> shown = new LinkedHashMap<>();
  private final Deque<ShownAlert> alerts = new ArrayDeque<>();

  /** By their ids, in the order of the last change. */
  private final Map<String, ChangedIncident> incidents = new LinkedHashMap<>();

  private final Deque<Rejected> rejected = new ArrayDeque<>();
  private long alertsSeen;
  private long incidentChanges;
  private long rejectedRecords;
  private long modelVersion;
  private int nextId;
  private List<KnownStream> order = List.of();
  private long orderTime = Long.MIN_VALUE;

  /**
   * @param clock milliseconds since the epoch
   */
  KnownStreams(LongSupplier clock) {
    this.clock = clock;
    this.rates = new RecentRates(nanos());
  }

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(clock.getAsLong());
  }

  @Override
  public synchronized void add(String key, Score score) {
    KnownStream stream = stream(key);
    stream.add(score, clock.getAsLong());
    rates.add(stream.kind, nanos(), score.getSymbols(), score.getBits());
    modelVersion = Math.max(modelVersion, score.getModelVersion());
  }

  @Override
  public synchronized void add(String key, Classification image) {
    ScoredRecord record = stream(key).add(image, clock.getAsLong());
    if (record.isTextWanted()) { // else it is a label of an image that is counted
      rates.add(StreamKind.IMAGES, nanos(), record.symbols, record.bpc);
    }
    modelVersion = Math.max(modelVersion, image.getModelVersion());
  }

  @Override
  public synchronized void add(String key, Prediction prediction) {
    stream(key).add(prediction);
    modelVersion = Math.max(modelVersion, prediction.getModelVersion());
  }

  @Override
  public synchronized void add(String key, Alert alert) {
    alertsSeen++;
    alerts.addLast(ShownAlert.of(key, alert));
    if (alerts.size() > MAX_ALERTS) {
      alerts.removeFirst();
    }
  }

  @Override
  public synchronized void add(Incident incident) {
    ShownAlert best = ShownAlert.of(incident.getKey(), incident.getBest());
    incidents.remove(incident.getId());
    incidents.put(
        incident.getId(),
        new ChangedIncident(
            incidentChanges++, new Frame.Incident(ShownIncident.of(incident, best), best)));
    if (incidents.size() > MAX_INCIDENTS) {
      Iterator<ChangedIncident> eldest = incidents.values().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /**
   * @param change its number, from 0
   */
  private record ChangedIncident(long change, Frame.Incident incident) {}

  @Override
  public synchronized void add(Rejected record) {
    rejectedRecords++;
    rejected.addFirst(record);
    if (rejected.size() > MAX_REJECTED) {
      rejected.removeLast();
    }
  }

  private KnownStream stream(String key) {
    KnownStream stream = streams.computeIfAbsent(key, k -> new KnownStream(nextId++, k));
    if (streams.size() > MAX_KEYS) {
      Iterator<KnownStream> eldest = streams.values().iterator();
      shown.remove(eldest.next());
      eldest.remove();
    }
    return stream;
  }

  /** Milliseconds since the epoch. */
  long now() {
    return clock.getAsLong();
  }

  /** The streams, most surprising first; ties are in alphabetical order. */
  synchronized List<KnownStream> bySurprise() {
    long now = now();
    if (now - orderTime >= ORDER_MILLIS || orderTime == Long.MIN_VALUE) {
      record Place(KnownStream stream, double surprise) {}
      order =
          streams.values().stream()
              .map(stream -> new Place(stream, stream.surprise(now)))
              .sorted(
                  Comparator.comparingDouble(Place::surprise)
                      .reversed()
                      .thenComparing(place -> place.stream().key))
              .map(Place::stream)
              .toList();
      orderTime = now;
    }
    return order;
  }

  /** The stream with this key, or null. Its texts are requested from now on. */
  synchronized KnownStream show(String key) {
    KnownStream stream = streams.get(key);
    if (stream != null) {
      shown.put(stream, now());
    }
    return stream;
  }

  @Override
  public synchronized Collection<String> watched() {
    return shown.keySet().stream().map(stream -> stream.key).toList();
  }

  /** The records whose text is requested. */
  synchronized Collection<ScoredRecord> textsWanted() {
    shown.entrySet().removeIf(entry -> hasLeft(entry.getKey(), entry.getValue()));
    List<ScoredRecord> wanted = new ArrayList<>();
    for (KnownStream stream : shown.keySet()) {
      stream.recordsWith(stream.peak(now())).stream()
          .filter(ScoredRecord::isTextWanted)
          .forEach(wanted::add);
    }
    return wanted;
  }

  /** Texts are kept only while shown, so that browsing through streams does not fill the memory. */
  private boolean hasLeft(KnownStream stream, long lastShown) {
    boolean left = now() - lastShown > SHOWN_MILLIS;
    if (left) {
      stream.forgetTexts(now());
    }
    return left;
  }

  /** Sets what a record shows, or null if the input holds another record at its position. */
  synchronized void take(ScoredRecord record, Content content) {
    record.take(content);
  }

  /** Marks a record as no longer in the input. */
  synchronized void noText(ScoredRecord record) {
    record.noText();
  }

  synchronized Totals totals() {
    RecentRates.Figures recent = rates.figures(nanos());
    return new Totals(
        recent.kind(),
        Math.round(recent.perSecond()),
        Double.isNaN(recent.bitsEach()) ? null : Rounded.bpc(recent.bitsEach()),
        streams.size(),
        modelVersion,
        alertsSeen,
        rejectedRecords);
  }

  /**
   * The last alerts, oldest first.
   *
   * @param seen how many alerts there were before those wanted
   */
  synchronized List<ShownAlert> alertsAfter(long seen) {
    long wanted = Math.min(alertsSeen - seen, alerts.size());
    return alerts.stream().skip(alerts.size() - wanted).toList();
  }

  /** How many changes of incidents there were. */
  synchronized long incidentChanges() {
    return incidentChanges;
  }

  /**
   * The incidents that have changed, the one that changed last at the end.
   *
   * @param seen how many changes there were before those wanted
   */
  synchronized List<Frame.Incident> incidentsAfter(long seen) {
    return incidents.values().stream()
        .filter(changed -> changed.change() >= seen)
        .map(ChangedIncident::incident)
        .toList();
  }

  /** The last rejected records, newest first. */
  synchronized List<Rejected> rejected() {
    return List.copyOf(rejected);
  }

  /**
   * Totals over all streams.
   *
   * @param kind of the streams that the next two are of, see {@link RecentRates#figures}
   * @param perSecond symbols, vectors or images, the mean over the last ten seconds
   * @param bitsEach their mean over the last ten seconds in which some came; null before the first
   * @param keys number of known keys
   * @param modelVersion newest model version seen
   * @param alerts number of alerts seen
   * @param rejected number of rejected records seen
   */
  record Totals(
      StreamKind kind,
      long perSecond,
      Double bitsEach,
      int keys,
      long modelVersion,
      long alerts,
      long rejected) {}
}
