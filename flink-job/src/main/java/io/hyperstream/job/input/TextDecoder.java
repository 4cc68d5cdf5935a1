package io.hyperstream.job.input;

import io.hyperstream.model.observation.Observations;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Decodes raw bytes, each of them a symbol, and ends each record with a newline if so wished. */
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
