package io.hyperstream.tools.page;

import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Range;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.watch.StreamKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The state of one stream, in bounded memory. */
final class KnownStream {

  /** Max number of records to keep: about one screen of text. */
  static final int MAX_RECORDS = 50;

  /** The same for records of vectors or images, which take little room. */
  static final int MAX_SMALL_RECORDS = 120;

  /** The surprise from which the record behind it is shown, even if it is not among the latest. */
  private static final double MIN_PEAK = 100;

  /** Identifies the stream in messages to the page. */
  final int id;

  final String key;
  final BpcHistory history = new BpcHistory();
  final Deque<ScoredRecord> records = new ArrayDeque<>();

  /** Grows with every change. */
  long changes;

  StreamKind kind = StreamKind.SYMBOLS;
  long symbols;

  /** Bits per symbol since the key's first record, and recent bits per symbol. */
  double bpc;

  double fadingBpc;

  /** How its images were classified so far; null if it is of something else. */
  Frame.Labels labels;

  /** What the numbers of its vectors are called; null for symbols. */
  List<String> names;

  /** The last prediction, or null before the first. */
  Prediction prediction;

  private final RecentPeak recentPeak = new RecentPeak();
  private int shownSymbols;
  private long scores;

  KnownStream(int id, String key) {
    this.id = id;
    this.key = key;
  }

  void add(Score score, long now) {
    changes++;
    kind = StreamKind.of(score, kind);
    symbols = score.getKeySymbols();
    bpc = score.getKeyBpc();
    fadingBpc = score.getKeyFadingBpc();
    // By event time: scores arrive in bursts, with the job's checkpoints.
    history.add(Math.min(now, score.getEventTime().toEpochMilli()), fadingBpc);
    ScoredRecord record = new ScoredRecord(scores++, score);
    if (record.hasNumbers()) {
      int dimension = score.getRanges().size() / Math.max(1, score.getSymbols());
      names = score.getRanges().subList(0, dimension).stream().map(Range::getName).toList();
    }
    recentPeak.add(record, now);
    keep(record);
  }

  /** Takes what was said of an image, or of one whose label has come. */
  ScoredRecord add(Classification image, long now) {
    changes++;
    kind = StreamKind.IMAGES;
    boolean isImage = image.getKeyImages() > symbols;
    symbols = image.getKeyImages();
    labels = new Frame.Labels(image.getKeyLabels(), image.getKeyAccuracy());
    if (labels.accuracy() != null) {
      history.add(Math.min(now, image.getEventTime().toEpochMilli()), labels.accuracy());
    }
    ScoredRecord record = new ScoredRecord(scores++, image, isImage);
    keep(record);
    return record;
  }

  private void keep(ScoredRecord record) {
    records.addLast(record);
    shownSymbols += record.shown();
    while (records.size() > (record.isText() ? MAX_RECORDS : MAX_SMALL_RECORDS)
        || shownSymbols > ScoredRecord.MAX_SYMBOLS && records.size() > 1) {
      shownSymbols -= records.removeFirst().shown();
    }
  }

  /** The record that {@link #surprise} comes from, or null if that is not remarkable. */
  ScoredRecord peak(long now) {
    return surprise(now) >= MIN_PEAK ? recentPeak.record(now) : null;
  }

  /**
   * The latest records, oldest first, after one that may be older.
   *
   * @param older null for none
   */
  List<ScoredRecord> recordsWith(ScoredRecord older) {
    List<ScoredRecord> all = new ArrayList<>(records.size() + 1);
    if (older != null && older.sequence < records.getFirst().sequence) {
      all.add(older);
    }
    all.addAll(records);
    return all;
  }

  /** Drops the texts of all records. */
  void forgetTexts(long now) {
    recordsWith(recentPeak.record(now)).forEach(ScoredRecord::forgetText);
  }

  void add(Prediction next) {
    changes++;
    kind = next.getFuture().isEmpty() ? kind : StreamKind.VECTORS;
    prediction = next;
  }

  /** The greatest surprise of the last minute, as in {@link Score}; 0 if there was none. */
  double surprise(long now) {
    ScoredRecord record = recentPeak.record(now);
    return record == null ? 0 : record.surprise;
  }

  /** Milliseconds since the record of {@link #surprise} was scored; 0 if there is none. */
  long surpriseAge(long now) {
    return recentPeak.age(now);
  }
}
