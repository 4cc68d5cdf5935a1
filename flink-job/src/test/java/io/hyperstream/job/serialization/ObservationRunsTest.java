package io.hyperstream.job.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObservationRunsTest {

  private final DataOutputSerializer out = new DataOutputSerializer(64);

  private static List<ObservationKind> kinds() {
    return List.of(ObservationKind.BYTE, ObservationKind.ID);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void readsWhatItWroteOfEachKind(ObservationKind kind) throws IOException {
    Observations run = Observations.of(kind, 0, 127, 128, 255);
    ObservationRuns.write(run, out);
    assertThat(out.length()).isEqualTo(1 + Integer.BYTES + 4 * kind.bytes());
    assertThat(ObservationRuns.read(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isEqualTo(run);
  }

  @Test
  void refusesAnUnknownKind() {
    assertThatThrownBy(
            () -> ObservationRuns.read(new DataInputDeserializer(new byte[] {9, 0, 0, 0, 0})))
        .isInstanceOf(IOException.class)
        .hasMessage("stored observations have the unknown kind 9");
  }
}
