package io.hyperstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JobFailuresTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void saysWhichTaskFailedAndWithWhat() throws Exception {
    String answer =
        """
        {"exceptionHistory": {"entries": [{
          "exceptionName": "java.lang.OutOfMemoryError",
          "stacktrace": "java.lang.OutOfMemoryError: Java heap space\\n\\tat somewhere\\n",
          "timestamp": 1, "taskName": "learn (2/3)"}], "truncated": true}}""";
    assertThat(JobFailures.describe(JSON.readTree(answer)))
        .isEqualTo(
            "the job last failed in learn (2/3) with java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void saysThatThereWasNone() throws Exception {
    assertThat(JobFailures.describe(JSON.readTree("{\"exceptionHistory\": {\"entries\": []}}")))
        .isEqualTo("the job has not failed since its job manager started");
  }

  @Test
  void saysWhyItDoesNotKnow() throws Exception {
    assertThat(JobFailures.latest("http://127.0.0.1:1", "job"))
        .startsWith("Flink did not report the reason: ");
  }
}
