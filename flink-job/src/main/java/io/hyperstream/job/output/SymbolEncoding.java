package io.hyperstream.job.output;

import io.hyperstream.model.observation.ByteObservations;
import io.hyperstream.model.observation.Observations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** How observations stand in Avro records: the union of bytes and token ids of the schemas. */
public final class SymbolEncoding {

  private SymbolEncoding() {}

  /** A {@code ByteBuffer} around bytes, not a copy, or a list of token ids; none of vectors. */
  public static Object encode(Observations observations) {
    if (observations.kind().isVector()) {
      return List.of();
    }
    return observations instanceof ByteObservations bytes
        ? ByteBuffer.wrap(bytes.values())
        : IntStream.range(0, observations.size()).mapToObj(observations::symbol).toList();
  }
}
