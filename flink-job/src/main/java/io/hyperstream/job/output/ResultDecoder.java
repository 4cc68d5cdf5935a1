package io.hyperstream.job.output;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.JsonCodec;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/** Reads what a job writes in whichever {@link OutputFormat}, which the first byte tells. */
public final class ResultDecoder<T extends SpecificRecord> {

  private static final byte JSON_OBJECT = '{';

  private final AvroCodec<T> avro;
  private final JsonCodec<T> json;

  private ResultDecoder(Class<T> type) {
    this.avro = AvroCodec.of(type);
    this.json = JsonCodec.of(type);
  }

  public static <T extends SpecificRecord> ResultDecoder<T> of(Class<T> type) {
    return new ResultDecoder<>(type);
  }

  /**
   * The record that the value of a Kafka record holds.
   *
   * @throws IOException if it is anything else
   */
  public T decode(byte[] value) throws IOException {
    return value.length > 0 && value[0] == JSON_OBJECT ? json.decode(value) : avro.decode(value);
  }
}
