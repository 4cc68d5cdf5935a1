package io.hyperstream.tools.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSetupTest {

  @TempDir private Path folder;

  @Test
  void aBrokerThatWasThereBeforeGoesOn() throws Exception {
    BrokerSetup.in(folder, LocalPort.ANY).format();
    assertThatCode(() -> BrokerSetup.in(folder, LocalPort.ANY).format()).doesNotThrowAnyException();
  }
}
