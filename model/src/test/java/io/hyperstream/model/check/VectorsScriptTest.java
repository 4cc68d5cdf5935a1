package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The script that lies beside the tests makes every number of the reference vectors. */
class VectorsScriptTest {

  private static final List<String> NEEDED =
      List.of("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))");

  private static final List<String> SCRIPT =
      List.of("python3", "src/test/python/hyperlstm_vectors.py");

  /** Both are computed in double precision. */
  private static final double TOLERANCE = 1e-12;

  @Test
  void theScriptMakesTheStoredVectors() throws Exception {
    assumePython();
    Process process =
        new ProcessBuilder(SCRIPT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // All of it: the script fails if nobody reads its last line.
    JsonNode made = new ObjectMapper().readTree(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    JsonNode stored =
        new ObjectMapper()
            .readTree(ReferenceVectors.class.getResourceAsStream("hyperlstm-vectors.json"));
    assertSame("", made, stored);
  }

  private static void assumePython() throws InterruptedException {
    try {
      int status = new ProcessBuilder(NEEDED).start().waitFor();
      Assumptions.assumeTrue(status == 0, "python3 here is older than 3.9, which the script needs");
    } catch (IOException e) {
      Assumptions.abort("there is no python3 here to run the script");
    }
  }

  private static void assertSame(String at, JsonNode made, JsonNode stored) {
    assertThat(made).as(at).isNotNull();
    if (stored.isDouble()) {
      assertThat(made.asDouble()).as(at).isCloseTo(stored.asDouble(), within(TOLERANCE));
    } else if (stored.isValueNode()) {
      assertThat(made).as(at).isEqualTo(stored);
    } else {
      assertThat(made.size()).as(at).isEqualTo(stored.size());
      for (Map.Entry<String, JsonNode> field : stored.properties()) {
        assertSame(at + "/" + field.getKey(), made.get(field.getKey()), field.getValue());
      }
      for (int i = 0; stored.isArray() && i < stored.size(); i++) {
        assertSame(at + "/" + i, made.get(i), stored.get(i));
      }
    }
  }
}
