package io.hyperstream.job.input;

import java.nio.ByteBuffer;

/** Raw bytes, each of them a symbol, with a newline after each record if so wished. */
final class TextDecoder implements Decoder {

  private final int separatorLength;

  TextDecoder(Separator separator) {
    this.separatorLength = separator == Separator.NEWLINE ? 1 : 0;
  }

  @Override
  public InputRecord decode(RawRecord raw, String key) {
    byte[] value = raw.value;
    int[] symbols = new int[value.length + separatorLength];
    for (int i = 0; i < value.length; i++) {
      symbols[i] = value[i] & 0xFF;
    }
    if (separatorLength > 0) {
      symbols[value.length] = '\n';
    }
    int characters = Utf8.characters(ByteBuffer.wrap(value)) + separatorLength;
    return new InputRecord(
        key, raw.topic, raw.partition, raw.offset, raw.timestamp, symbols, characters);
  }
}
