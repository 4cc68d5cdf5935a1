package io.hyperstream.job.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;

/**
 * Options from a command line: {@code --key value} or {@code --key=value}, and {@code --config
 * FILE} for a YAML file of the same keys, flat or nested. The command line wins over the file, and
 * what is said last over what was said before.
 */
public final class OptionsLoader {

  private static final String MARK = "--";
  private static final String CONFIG = "config";

  private OptionsLoader() {}

  /**
   * The options, not yet checked: see {@link JobSettings#from}.
   *
   * @throws OptionException if the arguments or the file are not of that form
   */
  public static Configuration load(String... arguments) {
    Map<String, String> fromArguments = parse(arguments);
    String file = fromArguments.remove(CONFIG);
    Map<String, String> options = file == null ? new LinkedHashMap<>() : read(Path.of(file));
    options.putAll(fromArguments);
    return Configuration.fromMap(options);
  }

  private static Map<String, String> parse(String... arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    String last = "the start";
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith(MARK) || argument.length() == MARK.length()) {
        // Not shown: it may be the rest of an unquoted password.
        throw new OptionException(
            last,
            "argument %d, after %s, is not an option; write --key value, and quote a value with blanks"
                .formatted(i + 1, last));
      }
      int equals = argument.indexOf('=');
      if (equals >= 0) {
        last = argument.substring(MARK.length(), equals);
        options.put(last, argument.substring(equals + 1));
      } else {
        last = argument.substring(MARK.length());
        if (i + 1 == arguments.length || arguments[i + 1].startsWith(MARK)) {
          throw new OptionException(last, "option %s has no value".formatted(last));
        }
        options.put(last, arguments[++i]);
      }
    }
    return options;
  }

  private static Map<String, String> read(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw OptionException.wrongValue(CONFIG, "a YAML file that can be read", file);
    }
    Map<String, String> options = new LinkedHashMap<>();
    try {
      flatten("", YamlParserUtils.loadYamlFile(file.toFile()), options);
    } catch (OptionException e) {
      throw e;
    } catch (Exception e) { // the parser declares no less; its messages show no values
      throw new OptionException(
          CONFIG,
          "option config: %s is not a YAML file of options: %s".formatted(file, e.getMessage()));
    }
    return options;
  }

  private static void flatten(String prefix, Map<?, ?> nested, Map<String, String> flat) {
    nested.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> inner) {
            flatten(key + ".", inner, flat);
          } else if (value == null) {
            throw new OptionException(key, "option %s has no value".formatted(key));
          } else {
            flat.put(key, text(key, value));
          }
        });
  }

  /** Kafka writes lists with commas, Flink in YAML. */
  private static String text(String key, Object value) {
    if (value instanceof List<?> list) {
      return OptionCatalog.isKafka(key)
          ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
          : YamlParserUtils.toYAMLString(list);
    }
    return String.valueOf(value);
  }
}
