package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.junit.jupiter.api.Test;

class SlotDeviceTest {

  /** A resource with some properties. */
  private record Resource(Map<String, String> properties) implements ExternalResourceInfo {

    static Resource gpu(String index) {
      return new Resource(Map.of("index", index));
    }

    @Override
    public Optional<String> getProperty(String key) {
      return Optional.ofNullable(properties.get(key));
    }

    @Override
    public Collection<String> getKeys() {
      return properties.keySet();
    }
  }

  private static final List<Resource> TWO = List.of(Resource.gpu("10"), Resource.gpu("2"));

  @Test
  void subtasksTakeTurnsWithTheGpusOfTheTaskManager() {
    assertThat(List.of(0, 1, 2, 3))
        .extracting(subtask -> SlotDevice.of(TWO, subtask, 7).index())
        .containsExactly(2, 10, 2, 10);
    assertThat(SlotDevice.of(TWO, 3, 7).reason())
        .isEqualTo("for subtask 3, of those that Flink has given this task manager: [2, 10]");
  }

  @Test
  void withoutResourcesTheOptionHolds() {
    assertThat(SlotDevice.of(List.of(), 3, 7))
        .isEqualTo(
            new SlotDevice(
                7,
                "as learn.device says, since Flink's configuration has no external resource"
                    + " 'gpu'"));
  }

  @Test
  void resourcesThatAreNoGpusAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SlotDevice.of(List.of(new Resource(Map.of("port", "1"))), 0, 0))
        .withMessageContaining("must have the property 'index'")
        .withMessageEndingWith("but has [port]");
    assertThatIllegalStateException()
        .isThrownBy(() -> SlotDevice.of(List.of(Resource.gpu("GPU-1")), 0, 0))
        .withMessageEndingWith("must be the number of a GPU, but is 'GPU-1'");
  }
}
