package io.hyperstream.tools.result;

/** How people are told which input record something is about. */
public final class RecordPlace {

  private RecordPlace() {}

  /** Such as {@code text/0@123}: topic, partition and offset. */
  public static String of(CharSequence topic, int partition, long offset) {
    return "%s/%d@%d".formatted(topic, partition, offset);
  }
}
