package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/**
 * docs/options.md lists the options as the classes have them. With {@code -Doptions.write=true} the
 * test writes the page instead.
 */
class OptionsPageTest {

  private static final Path PAGE = Path.of("../docs/options.md");

  private static final String INTRODUCTION =
      """
      # Options

      This page is generated from the option classes; `OptionsPageTest` holds it to them.

      The same keys work on the command line (`--learn.window 32` or `--learn.window=32`) and in a YAML file, flat or nested
      (`--config FILE`). The command line wins. Unknown keys, wrong values and contradictions end the program before anything
      runs. An option without a default is required, or is off, or takes the value of the preset (`learn.preset`): its text says
      which.

      Two kinds of keys pass through:

      - `kafka.*` goes to the Kafka clients, such as `--kafka.security.protocol SSL`.
      - Flink's own keys go to Flink: %s.
      """;

  @Test
  void thePageListsExactlyTheOptions() throws IOException {
    String page = page();
    if (Boolean.getBoolean("options.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private static String page() {
    String flink =
        OptionCatalog.flinkPrefixes().stream()
            .map(prefix -> "`%s*`".formatted(prefix))
            .collect(Collectors.joining(", "));
    return INTRODUCTION.formatted(flink)
        + byArea().entrySet().stream()
            .map(area -> section(area.getKey(), area.getValue()))
            .collect(Collectors.joining());
  }

  private static Map<String, List<ConfigOption<?>>> byArea() {
    return OptionCatalog.options().stream()
        .collect(
            Collectors.groupingBy(
                option -> option.key().split("\\.")[0], LinkedHashMap::new, Collectors.toList()));
  }

  private static String section(String area, List<ConfigOption<?>> options) {
    return options.stream()
        .map(OptionsPageTest::row)
        .collect(
            Collectors.joining(
                "",
                "\n## %s\n\n| Option | Default | Meaning |\n|---|---|---|\n".formatted(area),
                ""));
  }

  private static String row(ConfigOption<?> option) {
    return "| `%s` | %s | %s |\n"
        .formatted(
            option.key(),
            shown(option.defaultValue()),
            new HtmlFormatter().format(option.description()));
  }

  private static String shown(Object value) {
    if (value instanceof Duration duration) {
      return TimeUtils.formatWithHighestUnit(duration);
    }
    return value == null ? "" : value.toString();
  }
}
