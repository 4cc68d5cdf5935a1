package io.hyperstream.tools.cli;

import io.hyperstream.job.options.RegistryOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Options for connecting to a Kafka cluster. */
final class KafkaMixin {

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9092",
      description = "Kafka brokers, separated by commas (default: ${DEFAULT-VALUE}).")
  private String bootstrapServers;

  @Option(
      names = "--client-config",
      paramLabel = "FILE",
      description = "Properties file of the Kafka client. Put passwords here.")
  private Path file;

  @Option(
      names = "-X",
      paramLabel = "KEY=VALUE",
      description = "A property of the Kafka client; repeatable, overrides the file.")
  private Map<String, String> properties = new LinkedHashMap<>();

  /** Properties of the client. */
  Map<String, String> settings() throws IOException {
    Map<String, String> settings = given();
    settings.keySet().removeIf(key -> key.startsWith(RegistryOptions.PREFIX));
    settings.put("bootstrap.servers", bootstrapServers);
    return settings;
  }

  /** The given properties of a schema registry. */
  Map<String, String> registry() throws IOException {
    Map<String, String> settings = given();
    settings.keySet().removeIf(key -> !key.startsWith(RegistryOptions.PREFIX));
    return settings;
  }

  private Map<String, String> given() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    if (file != null) {
      Properties fromFile = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        fromFile.load(reader);
      } catch (IOException e) {
        throw new IOException("Cannot read the Kafka client's properties file " + file, e);
      }
      fromFile.forEach((key, value) -> settings.put((String) key, (String) value));
    }
    settings.putAll(properties);
    return settings;
  }
}
