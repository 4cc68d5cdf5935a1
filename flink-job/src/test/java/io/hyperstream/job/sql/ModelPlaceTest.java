package io.hyperstream.job.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.Preset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelPlaceTest {

  private static ModelPlace place(String model) {
    return ModelPlace.of(model, FunctionOptions.of(null));
  }

  @Test
  void theJarHasModels() throws Exception {
    assertThat(place("bundled:fast").read(ModelInput.TEXT).network())
        .isEqualTo(Preset.FAST.config(1).network());
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    assertThatThrownBy(() -> place("bundled:big").read(ModelInput.TEXT))
        .hasMessageContaining("fast, small");
    assertThatThrownBy(() -> place("bundled:iam").read(ModelInput.TEXT))
        .hasMessageContaining("FAST, SMALL, BEST");
    assertThatThrownBy(() -> place("/no/file").read(ModelInput.TEXT))
        .hasMessageContaining("/no/file");
    assertThatThrownBy(() -> place("topic:model")).hasMessageContaining("kafka.bootstrap.servers");
  }

  @Test
  void aTopicHasTheConsumerOfTheOptions() {
    FunctionOptions options = FunctionOptions.of(Map.of("kafka.bootstrap.servers", "HOST:9092"));
    assertThat(ModelPlace.of("topic:model", options).consumer())
        .containsEntry("bootstrap.servers", "HOST:9092");
  }
}
