package io.hyperstream.job.input;

import java.io.Serializable;
import java.util.Objects;

/**
 * How records become symbols.
 *
 * @param format of the values
 * @param separator that ends each text record
 * @param maxRecordBytes the largest value that is decoded
 * @param vocabulary how many symbols there are, ids from 0
 */
public record DecodeSettings(
    InputFormat format, Separator separator, long maxRecordBytes, int vocabulary)
    implements Serializable {

  public DecodeSettings {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(separator, "separator");
  }

  /** A decoder of that format. */
  Decoder createDecoder() {
    return switch (format) {
      case TEXT -> new TextDecoder(separator);
      case AVRO -> new AvroDecoder(vocabulary);
    };
  }
}
