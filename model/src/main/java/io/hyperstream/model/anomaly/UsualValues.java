package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is usual of a number in each of many contexts, such as the word before it: its mean and
 * spread, of which the latest {@value #MEMORY} values of a context count. A context that is new is
 * judged by the values of all.
 *
 * <p>Contexts are told apart by their hash only. There are {@value #FIRST_SIZE} places at first, of
 * 12 bytes each; they are doubled as values come, up to a maximum.
 */
final class UsualValues {

  static final int FIRST_SIZE = 64;
  private static final int VALUES_PER_PLACE_TO_GROW = 32;
  private static final float MEMORY = 60;
  private static final float MEMORY_OF_ALL = 5000;

  /** Keeps a number that hardly ever changes from being unusual at once. */
  private static final float MIN_VARIANCE = 0.25f;

  private final int maxSize;

  /** For each place how many values count, their mean and their variance. */
  private float[] places;

  private float count;
  private float mean;
  private float variance = 1;

  /** How many came since the places were last doubled. */
  private int values;

  /**
   * @param maxSize maximum number of places, a power of two
   */
  UsualValues(int maxSize) {
    this.maxSize = maxSize;
    this.places = new float[3 * Math.min(maxSize, FIRST_SIZE)];
    for (int at = 2; at < places.length; at += 3) {
      places[at] = 1;
    }
  }

  static UsualValues read(int maxSize, DataInput in) throws IOException {
    UsualValues read = new UsualValues(maxSize);
    read.places = StateArrays.readFloats(in);
    read.count = in.readFloat();
    read.mean = in.readFloat();
    read.variance = in.readFloat();
    read.values = in.readInt();
    return read;
  }

  void write(DataOutput out) throws IOException {
    StateArrays.write(places, out);
    out.writeFloat(count);
    out.writeFloat(mean);
    out.writeFloat(variance);
    out.writeInt(values);
  }

  /**
   * Judges a value, then takes it into account.
   *
   * @return by how many spreads it exceeds what is usual in its context
   */
  double add(int context, float value) {
    int at = 3 * ((context ^ context >>> 15) & places.length / 3 - 1);
    float own = places[at] / (places[at] + 1);
    float usual = own * places[at + 1] + (1 - own) * mean;
    float spread = own * places[at + 2] + (1 - own) * variance + MIN_VARIANCE;
    float difference = value - usual;

    places[at] = Math.min(places[at] + 1, MEMORY);
    places[at + 1] += (value - places[at + 1]) / places[at];
    places[at + 2] += (difference * difference - places[at + 2]) / (places[at] + 1);
    count = Math.min(count + 1, MEMORY_OF_ALL);
    mean += (value - mean) / count;
    variance += ((value - mean) * (value - mean) - variance) / count;
    grow();
    return difference / Math.sqrt(spread);
  }

  private void grow() {
    values++;
    int size = places.length / 3;
    if (size < maxSize && values >= VALUES_PER_PLACE_TO_GROW * size) {
      places = Arrays.copyOf(places, 2 * places.length);
      System.arraycopy(places, 0, places, places.length / 2, places.length / 2);
      values = 0;
    }
  }
}
