package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void theProducerIsOneThatIsTested() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/io/hyperstream/job/integration/ProducerExample.java"));
    assertThat(Readme.blocks("java"))
        .singleElement()
        .satisfies(block -> assertThat(source).contains(block.indent(4)));
  }
}
