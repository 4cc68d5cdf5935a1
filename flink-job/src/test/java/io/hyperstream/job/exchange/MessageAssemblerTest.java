package io.hyperstream.job.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.Encoding;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.ModelMessageKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {

  private static final int PART = ModelMessage.PART_BYTES;

  private final MessageAssembler assembler = new MessageAssembler(10L * PART);

  private static ModelMessage change(int learner, long number, int bytes) {
    byte[] payload = new byte[bytes];
    new Random(number).nextBytes(payload);
    return new ModelMessage(
        ModelMessageKind.CHANGE, 7, learner, number, 100, Encoding.INT8, payload);
  }

  /** What is assembled of parts at the offsets 0, 1, ... */
  private List<ModelMessage> assemble(List<ModelChunk> chunks) {
    List<ModelMessage> whole = new ArrayList<>();
    for (int offset = 0; offset < chunks.size(); offset++) {
      assembler.add(offset, chunks.get(offset)).ifPresent(next -> whole.add(next.message()));
    }
    return whole;
  }

  private static void assertSame(ModelMessage actual, ModelMessage expected) {
    assertThat(actual.payload()).isEqualTo(expected.payload());
    assertThat(actual).usingRecursiveComparison().ignoringFields("payload").isEqualTo(expected);
  }

  @Test
  void partsBecomeTheMessageAgain() {
    for (int bytes : new int[] {0, 1, PART, PART + 1, 3 * PART - 1}) {
      ModelMessage message = change(0, bytes, bytes);
      assertThat(message.chunks()).hasSize(Math.max(1, (bytes + PART - 1) / PART));
      List<ModelMessage> whole = assemble(message.chunks());
      assertThat(whole).hasSize(1);
      assertSame(whole.get(0), message);
    }
    assertThat(assembler.dropped()).isZero();
  }

  @Test
  void partsOfDifferentWritersMayComeMixed() {
    ModelMessage one = change(0, 5, 2 * PART);
    ModelMessage other = change(1, 5, 2 * PART + 3);
    List<ModelMessage> whole =
        assemble(
            List.of(
                other.chunks().get(0),
                one.chunks().get(0),
                other.chunks().get(1),
                one.chunks().get(1),
                other.chunks().get(2)));
    assertThat(whole).hasSize(2);
    assertSame(whole.get(0), one);
    assertSame(whole.get(1), other);
  }

  @Test
  void theOffsetIsThatOfTheFirstPart() {
    List<ModelChunk> chunks = change(0, 5, 2 * PART).chunks();
    assembler.add(41, chunks.get(0));
    assertThat(assembler.add(45, chunks.get(1)).orElseThrow().offset()).isEqualTo(41);
  }

  @Test
  void aPartThatComesTwiceIsTakenOnce() {
    List<ModelChunk> chunks = change(0, 5, 3 * PART).chunks();
    List<ModelMessage> whole =
        assemble(
            List.of(
                chunks.get(0),
                chunks.get(0),
                chunks.get(1),
                chunks.get(0),
                chunks.get(1),
                chunks.get(2)));
    assertThat(whole).hasSize(1);
    assertSame(whole.get(0), change(0, 5, 3 * PART));
  }

  @Test
  void whatIsTornIsDroppedAndTheNextIsWhole() {
    ModelMessage cutOff = change(0, 5, 3 * PART);
    ModelMessage withAGap = change(0, 6, 3 * PART);
    ModelMessage next = change(0, 7, 2 * PART);
    List<ModelChunk> chunks = new ArrayList<>();
    chunks.addAll(cutOff.chunks().subList(0, 2));
    chunks.add(withAGap.chunks().get(0));
    chunks.add(withAGap.chunks().get(2));
    chunks.add(withAGap.chunks().get(1));
    chunks.addAll(next.chunks());
    List<ModelMessage> whole = assemble(chunks);
    assertThat(whole).hasSize(1);
    assertSame(whole.get(0), next);
    assertThat(assembler.dropped()).isEqualTo(2);
  }

  @Test
  void whatClaimsMoreThanItMayIsDropped() {
    ModelMessage tooLong = change(0, 5, 10 * PART + 1);
    assertThat(assemble(tooLong.chunks())).isEmpty();
    ModelChunk chunk = change(0, 6, 1).chunks().get(0);
    for (int parts : new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) {
      chunk.setParts(parts);
      assertThat(assembler.add(0, chunk)).isEmpty();
    }
    chunk.setParts(1);
    chunk.setPayload(ByteBuffer.allocate(PART + 1));
    assertThat(assembler.add(0, chunk)).isEmpty();
    chunk.setParts(2);
    chunk.setPayload(ByteBuffer.allocate(PART - 1));
    assertThat(assembler.add(0, chunk)).isEmpty();
    assertThat(assemble(change(0, 7, 10 * PART).chunks())).hasSize(1);
  }

  @Test
  void runsThatWereCutOffAreForgotten() {
    ModelMessage message = change(0, 5, 2 * PART);
    assembler.add(0, message.chunks().get(0));
    for (int learner = 1; learner <= 100; learner++) {
      assembler.add(0, change(learner, 5, 2 * PART).chunks().get(0));
    }
    assertThat(assembler.dropped()).isEqualTo(101 - 64);
    assertThat(assembler.add(0, message.chunks().get(1))).isEmpty();
  }
}
