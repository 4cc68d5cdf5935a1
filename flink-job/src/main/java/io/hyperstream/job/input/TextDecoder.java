package io.hyperstream.job.input;

import io.hyperstream.model.observation.Observations;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Decodes text: each byte is a symbol, and a newline may end each record. */
final class TextDecoder implements Decoder {

  private final int separatorLength;

  TextDecoder(Separator separator) {
    this.separatorLength = separator == Separator.NEWLINE ? 1 : 0;
  }

  @Override
  public InputRecord decode(RawRecord raw, String key) {
    byte[] value = raw.value;
    byte[] text = Arrays.copyOf(value, value.length + separatorLength);
    Arrays.fill(text, value.length, text.length, (byte) '\n');
    int characters = Utf8.characters(ByteBuffer.wrap(text));
    return new InputRecord(
        key,
        raw.topic,
        raw.partition,
        raw.offset,
        raw.timestamp,
        Observations.ofBytes(text),
        characters);
  }
}
