package io.hyperstream.model.context;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Some of things that are numbered from 0, and the places that they take without the others. */
final class Subset {

  static final int NONE = -1;

  private final int[] places;
  private final int size;

  private Subset(int all, int[] numbers) {
    places = new int[all];
    size = numbers.length;
    Arrays.fill(places, NONE);
    for (int place = 0; place < size; place++) {
      places[numbers[place]] = place;
    }
  }

  /** All of them, or only these. */
  static Subset of(int all, boolean onlySome, int... some) {
    return new Subset(all, onlySome ? some : IntStream.range(0, all).toArray());
  }

  int size() {
    return size;
  }

  /** The place of a number, or {@link #NONE}. */
  int place(int number) {
    return places[number];
  }

  /** The places of those of the numbers that are there. */
  int[] places(int... numbers) {
    return Arrays.stream(numbers).map(this::place).filter(place -> place != NONE).toArray();
  }

  /** Those of the values, one for each number, whose numbers are there. */
  int[] pick(int... values) {
    return IntStream.range(0, values.length)
        .filter(number -> places[number] != NONE)
        .map(number -> values[number])
        .toArray();
  }
}
