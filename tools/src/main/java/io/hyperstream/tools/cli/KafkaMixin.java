package io.hyperstream.tools.cli;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.RegistryOptions;
import io.hyperstream.job.options.RegistryReader;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.schemas.SchemaSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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

  /** The schemas of records in Confluent's framing; none if no registry is given. */
  SchemaSource schemas(CommandSpec spec) throws IOException {
    Map<String, String> registry = given();
    registry.keySet().removeIf(key -> !key.startsWith(RegistryOptions.PREFIX));
    try {
      return RegistryClient.of(RegistryReader.read(registry));
    } catch (OptionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
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
