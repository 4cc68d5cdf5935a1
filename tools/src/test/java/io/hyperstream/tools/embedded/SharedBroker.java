package io.hyperstream.tools.embedded;

import io.hyperstream.tools.lifecycle.Teardown;
import java.io.IOException;
import java.time.Duration;

/**
 * A broker for all tests of this JVM that have topics of their own. It is stopped when the JVM
 * ends.
 */
public final class SharedBroker {

  private static EmbeddedBroker broker;

  private SharedBroker() {}

  /** The broker, which the first call starts. */
  public static synchronized EmbeddedBroker get() throws IOException {
    if (broker == null) {
      Teardown atExit = new Teardown(Duration.ZERO);
      TemporaryFolder folder = atExit.add(TemporaryFolder.create());
      broker = atExit.add(EmbeddedBroker.start(folder.folder("kafka")));
    }
    return broker;
  }
}
