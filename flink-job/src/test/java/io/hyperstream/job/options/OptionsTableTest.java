package io.hyperstream.job.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** The README lists the options as the classes have them. */
class OptionsTableTest {

  private static final String BEGIN = "<!-- options -->\n";
  private static final String END = "<!-- /options -->\n";

  @Test
  void readmeListsExactlyTheOptions() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    assertThat(readme).contains(BEGIN, END);
    String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
    assertThat(table.strip()).isEqualTo(expectedTable());
  }

  private static String expectedTable() {
    return OptionCatalog.options().stream()
        .map(
            option ->
                "| `%s` | %s | %s |"
                    .formatted(
                        option.key(),
                        shown(option),
                        new HtmlFormatter().format(option.description())))
        .collect(Collectors.joining("\n", "| Option | Default | Meaning |\n|---|---|---|\n", ""));
  }

  private static String shown(ConfigOption<?> option) {
    Object value = option.defaultValue();
    if (value instanceof Duration duration) {
      return TimeUtils.formatWithHighestUnit(duration);
    }
    if (value instanceof MemorySize size) {
      return size.toString();
    }
    return value == null ? "" : value.toString();
  }
}
