package io.hyperstream.tools.page;

import io.hyperstream.schemas.Candidate;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import io.hyperstream.schemas.SymbolBits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Scores, predictions and rejected records as the job writes them. */
final class PageFixtures {

  private PageFixtures() {}

  /** A score of a record in text/0, all of whose symbols cost the same; a record each second. */
  static Score score(long offset, int symbols, double bits, Double surprise) {
    byte[] symbolBits = new byte[symbols];
    for (int i = 0; i < symbols; i++) {
      symbolBits[i] = SymbolBits.encode(bits);
    }
    return Score.newBuilder()
        .setTopic("text")
        .setPartition(0)
        .setOffset(offset)
        .setEventTime(Instant.ofEpochMilli(1_000_000 + 1_000 * offset))
        .setSymbols(symbols)
        .setBits(symbols * bits)
        .setBpc(bits)
        .setKeySymbols(100L + symbols)
        .setKeyBpc(bits / 2)
        .setKeyFadingBpc(bits)
        .setSurprise(surprise)
        .setModelVersion(offset)
        .setSymbolBits(ByteBuffer.wrap(symbolBits))
        .build();
  }

  static Prediction prediction(String continuation) {
    return new Prediction(
        1L,
        Instant.EPOCH,
        List.of(new Candidate(97, 0.5f), new Candidate(32, 0.25f), new Candidate(0xC3, 0.125f)),
        ByteBuffer.wrap(continuation.getBytes(StandardCharsets.UTF_8)),
        9L,
        List.of());
  }

  /** The text without its bits. */
  static String plain(ShadedText text) {
    return text.pieces().stream().map(ShadedText.Piece::text).collect(Collectors.joining());
  }

  static Rejected rejected(long offset, String reason) {
    return new Rejected("text", 0, offset, Instant.EPOCH, reason, 1, ByteBuffer.wrap(new byte[1]));
  }

  /** What a value of the input says if it is that record's. */
  static Content text(ScoredRecord record, String value) {
    return record.read(new InputText(SchemaSource.NONE), value.getBytes(StandardCharsets.UTF_8));
  }
}
