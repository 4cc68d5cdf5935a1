package io.hyperstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResultDecoderTest {

  private static final Score SCORE =
      Score.newBuilder().setTopic("text").setPartition(0).setOffset(1).setSymbols(3).build();

  private static final Classification IMAGE =
      Classification.newBuilder()
          .setTopic("images")
          .setPartition(0)
          .setOffset(1)
          .setEventTime(Instant.EPOCH)
          .setPredicted("7")
          .setProbability(0.5)
          .setExpectedBits(1)
          .setKeyImages(1)
          .setKeyLabels(0)
          .setModelVersion(0)
          .build();

  @Test
  void tellsAClassificationFromAScoreInEachFormat() throws Exception {
    ResultDecoder<Classification> images =
        ResultDecoder.of(
            Classification.class,
            id -> id == 1 ? Score.getClassSchema() : Classification.getClassSchema());
    byte[] score = AvroCodec.of(Score.class).encode(SCORE);
    byte[] image = AvroCodec.of(Classification.class).encode(IMAGE);
    assertThat(images.reads(score)).isFalse();
    assertThat(images.reads(JsonCodec.of(Score.class).encode(SCORE))).isFalse();
    assertThat(images.reads(ConfluentCodec.frame(1, score))).isFalse();
    assertThat(images.reads("plain text".getBytes())).isFalse();
    assertThat(images.reads(new byte[0])).isFalse();
    assertThat(images.reads("[1]".getBytes())).isFalse();
    assertThat(images.reads("{\"topic".getBytes())).isFalse();

    assertThat(images.reads(image)).isTrue();
    assertThat(images.reads(JsonCodec.of(Classification.class).encode(IMAGE))).isTrue();
    assertThat(images.reads(ConfluentCodec.frame(2, image))).isTrue();
  }
}
