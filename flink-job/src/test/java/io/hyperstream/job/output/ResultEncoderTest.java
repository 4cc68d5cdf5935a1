package io.hyperstream.job.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ConfluentCodec;
import io.hyperstream.schemas.JsonCodec;
import io.hyperstream.schemas.Rejected;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class ResultEncoderTest {

  private static final int SCHEMA = 7;

  private final Rejected value =
      new Rejected(
          "text", 3, 42L, Instant.ofEpochMilli(5), "no é", 2, ByteBuffer.wrap(new byte[] {1, -1}));

  private byte[] encode(ResultEncoder<Rejected> encoder) throws Exception {
    byte[] bytes = encoder.encode(value);
    assertThat(encoder.encode(value)).isEqualTo(bytes);
    assertThat(InstantiationUtil.clone(encoder).encode(value)).isEqualTo(bytes);
    return bytes;
  }

  @Test
  void eachFormatIsThatOfItsCodec() throws Exception {
    byte[] avro = AvroCodec.of(Rejected.class).encode(value);
    assertThat(encode(ResultEncoder.avro(Rejected.class))).isEqualTo(avro);
    assertThat(encode(ResultEncoder.json(Rejected.class, List.of())))
        .isEqualTo(JsonCodec.of(Rejected.class).encode(value));
    assertThat(encode(ResultEncoder.confluent(Rejected.class, SCHEMA)))
        .isEqualTo(ConfluentCodec.frame(SCHEMA, avro));
  }
}
