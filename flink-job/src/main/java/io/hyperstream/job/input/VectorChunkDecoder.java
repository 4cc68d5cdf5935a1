package io.hyperstream.job.input;

import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.Vectors;
import java.time.Instant;
import java.util.List;

/** Decodes {@link Chunk}s of vectors, in some framing. */
final class VectorChunkDecoder implements Decoder {

  private final ChunkDecoder.Framing framing;
  private final VectorShape shape;
  private final String[] names;

  VectorChunkDecoder(ChunkDecoder.Framing framing, VectorShape shape) {
    this.framing = framing;
    this.shape = shape;
    this.names = shape.names().toArray(InputRecord.NO_NAMES);
  }

  @Override
  public InputRecord decode(RawRecord raw, String key) throws RejectedException {
    Chunk chunk = framing.parse(raw.value);
    if (!(chunk.getSymbols() instanceof Vectors own)) {
      throw new RejectedException(
          "the chunk has bytes or token ids, but the job learns vectors of numbers (learn.preset)");
    }
    long eventTime = ChunkDecoder.eventTime(chunk, raw);
    InputRecord record =
        new InputRecord(
            key,
            raw.topic,
            raw.partition,
            raw.offset,
            eventTime,
            Observations.ofVectors(shape.width(), numbers(own, eventTime)),
            InputRecord.NO_CHARACTERS);
    record.names = own.getNames().isEmpty() ? names : names(own.getNames());
    return record;
  }

  private String[] names(List<String> own) throws RejectedException {
    if (own.size() != shape.dimension()) {
      throw new RejectedException(
          "the chunk has %d names, but vector.dimension is %d"
              .formatted(own.size(), shape.dimension()));
    }
    for (String name : own) {
      VectorShape.requireShort(name);
    }
    return own.toArray(InputRecord.NO_NAMES);
  }

  private double[] numbers(Vectors own, long eventTime) throws RejectedException {
    List<List<Double>> vectors = own.getVectors();
    List<Instant> times = own.getTimes();
    if (!times.isEmpty() && times.size() != vectors.size()) {
      throw new RejectedException(
          "the chunk has %d vectors, but %d times".formatted(vectors.size(), times.size()));
    }
    double[] numbers = new double[vectors.size() * shape.width()];
    for (int i = 0; i < vectors.size(); i++) {
      List<Double> vector = vectors.get(i);
      shape.requireDimension(vector.size());
      for (int d = 0; d < vector.size(); d++) {
        Double number = vector.get(d);
        numbers[i * shape.width() + d] = number == null ? Double.NaN : shape.checked(number, d);
      }
      if (shape.time()) {
        long time = times.isEmpty() ? eventTime : times.get(i).toEpochMilli();
        numbers[i * shape.width() + shape.dimension()] = time;
      }
    }
    return numbers;
  }
}
