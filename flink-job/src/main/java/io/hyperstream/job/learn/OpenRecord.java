package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;

/** An input record some of whose symbols, or those of a record before it, are not scored yet. */
final class OpenRecord {

  final String topic;
  final int partition;
  final long offset;
  final long eventTime;
  final int symbols;
  final int characters;

  /** How many of the symbols are still to be scored. */
  int unscored;

  /** Bits of those that are scored, and by the network alone. */
  double bits;

  double networkBits;

  OpenRecord(InputRecord record) {
    this(
        record.topic,
        record.partition,
        record.offset,
        record.eventTime,
        record.symbols.length,
        record.characters);
  }

  OpenRecord(
      String topic, int partition, long offset, long eventTime, int symbols, int characters) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.eventTime = eventTime;
    this.symbols = symbols;
    this.characters = characters;
    this.unscored = symbols;
  }

  boolean isScored() {
    return unscored == 0;
  }

  OpenRecord copy() {
    OpenRecord copy = new OpenRecord(topic, partition, offset, eventTime, symbols, characters);
    copy.unscored = unscored;
    copy.bits = bits;
    copy.networkBits = networkBits;
    return copy;
  }
}
