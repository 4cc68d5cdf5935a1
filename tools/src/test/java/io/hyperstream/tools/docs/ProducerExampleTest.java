package io.hyperstream.tools.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProducerExampleTest {

  @Test
  void theProducerIsOneThatIsTested() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/io/hyperstream/tools/integration/ProducerExample.java"));
    assertThat(Pages.examples("java"))
        .singleElement()
        .satisfies(block -> assertThat(source).contains(block.indent(4)));
  }
}
