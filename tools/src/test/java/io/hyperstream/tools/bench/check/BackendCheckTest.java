package io.hyperstream.tools.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.vector.HeapKernels;
import io.hyperstream.tools.bench.check.BackendCheck.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendCheckTest {

  private static Kernels absent() {
    throw new BackendUnavailableException("there is no card");
  }

  private static CheckReport check(Subject... subjects) {
    return BackendCheck.run(List.of(subjects), stage -> {});
  }

  @Test
  void whatLoadsIsCheckedAndTheRestIsNamed() throws Exception {
    CheckReport report =
        check(
            Subject.of("plain", Precision.FP32, () -> HeapKernels.plain(1)),
            Subject.of("card, fast", Precision.TF32, BackendCheckTest::absent),
            Subject.of("card, exact", Precision.FP32, BackendCheckTest::absent));
    assertThat(report.passed()).isTrue();
    assertThat(report.absent()).containsExactly("there is no card");
    assertThat(report.table())
        .allMatch(line -> line.length() <= 80)
        .contains(
            "plain: within the bound 1e-04",
            "Not checked: there is no card",
            "Every back end that loads here computes what it should.")
        .anyMatch(line -> line.startsWith("vectors, ln "));
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("passed").asBoolean()).isTrue();
    assertThat(json.at("/checked/0/samples/0/loss").asDouble()).isLessThan(1e-4);
    assertThat(json.at("/machine/jdk").asText()).isNotEmpty();
  }

  @Test
  void oneThatIsOffFailsTheCheck() {
    // Nothing is within so narrow a bound.
    CheckReport report =
        check(new Subject("plain", Precision.FP32, 1e-12, () -> HeapKernels.plain(1)));
    assertThat(report.passed()).isFalse();
    assertThat(report.table())
        .contains(
            "plain: OFF, beyond the bound 1e-12", "A back end does not compute what it should.")
        .anyMatch(line -> line.matches("one window .*[*]"));
  }
}
