package io.hyperstream.job.image;

import io.hyperstream.job.learn.state.FormatVersion;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.common.typeutils.base.array.DoublePrimitiveArraySerializer;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;

/**
 * What is kept of the current key: how well its images were classified, and a limited number of
 * those that wait for a label.
 */
final class KeyImages {

  /**
   * The version of what is kept. Version 1 had only the first three counts, and no numbers of the
   * images that wait; 2 did not say its version. A newer one is refused.
   */
  private static final int VERSION = 3;

  // Places in the counts.
  private static final int IMAGES = 0;
  private static final int LABELS = 1;
  private static final int RIGHT = 2;
  private static final int WAITING = 3;
  private static final int ACTIVE = 4;
  private static final int VERSION_PLACE = 5;
  private static final int COUNTS = 6;

  /** Counts that version 1 does not know. */
  private static final int UNKNOWN = -1;

  private final ValueState<long[]> counts;

  /** Records of images that have no label yet, by their ids. */
  private final MapState<String, byte[]> images;

  /** What was said of them: see {@link Said#numbers}; then the number of the image. */
  private final MapState<String, double[]> said;

  private final int classes;
  private final int maxWaiting;

  /**
   * An image that waits for a label.
   *
   * @param image its record
   * @param said of it
   */
  record Waiting(byte[] image, Said said) {}

  /**
   * @param classes how many there are
   * @param maxWaiting how many images of a key may wait for a label
   */
  KeyImages(KeyedStateStore store, int classes, int maxWaiting) {
    this.counts =
        store.getState(
            new ValueStateDescriptor<>("image-counts", LongPrimitiveArraySerializer.INSTANCE));
    this.images =
        store.getMapState(
            new MapStateDescriptor<>(
                "unlabelled-images",
                StringSerializer.INSTANCE,
                BytePrimitiveArraySerializer.INSTANCE));
    this.said =
        store.getMapState(
            new MapStateDescriptor<>(
                "said-of-images",
                StringSerializer.INSTANCE,
                DoublePrimitiveArraySerializer.INSTANCE));
    this.classes = classes;
    this.maxWaiting = maxWaiting;
  }

  /** Counts an image, and how it was classified if it has a label. */
  void countImage(boolean isLabelled, boolean isRight) throws Exception {
    long[] now = counts();
    now[IMAGES]++;
    countLabel(now, isLabelled, isRight);
  }

  /** Counts a label that came later. */
  void countLabel(boolean isRight) throws Exception {
    countLabel(counts(), true, isRight);
  }

  private void countLabel(long[] now, boolean isLabelled, boolean isRight) throws Exception {
    now[LABELS] += isLabelled ? 1 : 0;
    now[RIGHT] += isLabelled && isRight ? 1 : 0;
    counts.update(now);
  }

  long images() throws Exception {
    return counts()[IMAGES];
  }

  long labels() throws Exception {
    return counts()[LABELS];
  }

  /** Share of the labels that were predicted; null without labels. */
  Double accuracy() throws Exception {
    long[] now = counts();
    return now[LABELS] == 0 ? null : (double) now[RIGHT] / now[LABELS];
  }

  /** Time of the latest record; 0: none, or it was not kept. */
  long active() throws Exception {
    return counts()[ACTIVE];
  }

  void setActive(long time) throws Exception {
    long[] now = counts();
    now[ACTIVE] = time;
    counts.update(now);
  }

  boolean isWaiting(String id) throws Exception {
    return images.contains(id);
  }

  /**
   * Keeps the image that was counted last until its label comes, in place of one with the same id.
   *
   * @return how many images had to go for it, the oldest
   */
  int await(String id, Waiting image) throws Exception {
    long[] now = counts();
    boolean isNew = !images.contains(id);
    images.put(id, image.image());
    double[] numbered = Arrays.copyOf(image.said().numbers(), classes + 2);
    numbered[classes + 1] = now[IMAGES];
    said.put(id, numbered);
    now[WAITING] = now[WAITING] == UNKNOWN ? countWaiting() : now[WAITING] + (isNew ? 1 : 0);
    int gone = 0;
    for (; now[WAITING] > maxWaiting; now[WAITING]--, gone++) {
      String oldest = oldest();
      images.remove(oldest);
      said.remove(oldest);
    }
    counts.update(now);
    return gone;
  }

  private long countWaiting() throws Exception {
    long count = 0;
    for (String id : images.keys()) {
      count++;
    }
    return count;
  }

  private String oldest() throws Exception {
    String oldest = null;
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, double[]> entry : said.entries()) {
      double[] numbers = entry.getValue();
      double number = numbers.length > classes + 1 ? numbers[classes + 1] : 0;
      if (number < least) {
        least = number;
        oldest = entry.getKey();
      }
    }
    return oldest;
  }

  /** The image with this id, which then waits no longer; null if there is none. */
  Waiting take(String id) throws Exception {
    byte[] image = images.get(id);
    if (image == null) {
      return null;
    }
    Waiting waiting = new Waiting(image, new Said(classes, said.get(id)));
    images.remove(id);
    said.remove(id);
    long[] now = counts();
    now[WAITING] -= now[WAITING] == UNKNOWN ? 0 : 1;
    counts.update(now);
    return waiting;
  }

  /** Forgets all. */
  void clear() {
    counts.clear();
    images.clear();
    said.clear();
  }

  private long[] counts() throws Exception {
    long[] now = counts.value();
    long[] all = now == null ? new long[COUNTS] : Arrays.copyOf(now, COUNTS);
    if (now != null && now.length > VERSION_PLACE) {
      FormatVersion.requireKnown(all[VERSION_PLACE], VERSION, "state of a key of images");
    } else if (now != null && now.length <= WAITING) {
      all[WAITING] = UNKNOWN;
    }
    all[VERSION_PLACE] = VERSION;
    return all;
  }
}
