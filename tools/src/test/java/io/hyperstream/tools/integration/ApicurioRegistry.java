package io.hyperstream.tools.integration;

import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.tools.embedded.LocalPort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Apicurio Registry in a process of its own, with its schemas in memory. */
final class ApicurioRegistry implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final Process process;
  private final URI url;

  private ApicurioRegistry(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts what was unpacked in the folder, and waits until it answers. */
  static ApicurioRegistry start(Path folder) throws Exception {
    int port = LocalPort.free(LocalPort.ANY, "the schema registry");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dquarkus.http.host=" + LocalPort.HOST,
                "-Dquarkus.http.port=" + port,
                "-jar",
                jar(folder).toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "registry.log"))
            .start();
    URI url = URI.create("http://%s:%d/apis/ccompat/v7".formatted(LocalPort.HOST, port));
    ApicurioRegistry registry = new ApicurioRegistry(process, url);
    try {
      new RegistryClient(new RegistrySettings(url, START_LIMIT)).check("any");
      return registry;
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  private static Path jar(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no ...-runner.jar in " + folder));
    }
  }

  URI url() {
    return url;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
