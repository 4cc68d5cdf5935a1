package io.hyperstream.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Preset;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.optim.AdamConfig;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/hyperlstm.md says of the code is so. */
class PaperTest {

  private static final Path PAGE = Path.of("../docs/hyperlstm.md");
  private static final Path CODE = Path.of("src/main/java/io/hyperstream/model/check");

  /** Paper, parameter, rows x columns, then the shapes in two presets. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\|[^|]*\\| `([a-z.]+)` \\|[^|]*\\| ([^|]+) \\| ([^|]+) \\|$");

  /** The name of a field; that of a class begins with a capital letter. */
  private static final Pattern FIELD = Pattern.compile("`([a-z]\\w*)`");

  private static final Pattern EQUATION = Pattern.compile("(?m)^&\\((\\d+)\\)");
  private static final Pattern COMMENTS = Pattern.compile("//.*|/\\*\\*(?s:.*?)\\*/");
  private static final Pattern NUMBER = Pattern.compile("\\((\\d+)\\)");

  @ParameterizedTest
  @CsvSource({"small, 2", "ptb, 3"})
  void theTableOfParametersIsTheLayouts(String preset, int column) throws IOException {
    Map<String, String> table = new TreeMap<>();
    ROW.matcher(Files.readString(PAGE))
        .results()
        .filter(row -> !row.group(column).equals("none"))
        .forEach(row -> table.put(row.group(1), row.group(column)));
    Map<String, String> shapes = new TreeMap<>();
    ParameterLayout layout = new ParameterLayout(Preset.of(preset).config(1).network());
    for (ParameterTable.Entry entry : layout.entries()) {
      String name = entry.name().replaceFirst("^layer\\d+\\.", "");
      String shape = entry.rows() + " x " + entry.columns();
      assertThat(shapes.put(name, shape)).isIn(null, shape);
    }
    assertThat(table).isEqualTo(shapes);
  }

  @Test
  void theEquationsAreThoseOfTheCode() throws IOException {
    Set<Integer> code = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(CODE, "Scalar*.java")) {
      for (Path file : files) {
        COMMENTS
            .matcher(Files.readString(file))
            .results()
            .forEach(comment -> code.addAll(numbers(NUMBER, comment.group())));
      }
    }
    assertThat(numbers(EQUATION, Files.readString(PAGE))).hasSizeGreaterThan(30).isEqualTo(code);
  }

  @Test
  void whatTheUpdateIsSetByIsInItsConfiguration() throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("### The update"), page.indexOf("### Rehearsal"));
    Set<String> fields =
        Arrays.stream(AdamConfig.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    assertThat(FIELD.matcher(section).results().map(field -> field.group(1)))
        .hasSizeGreaterThan(5)
        .allMatch(fields::contains);
  }

  private static Set<Integer> numbers(Pattern pattern, String text) {
    Set<Integer> numbers = new TreeSet<>();
    for (MatchResult match : pattern.matcher(text).results().toList()) {
      numbers.add(Integer.valueOf(match.group(1)));
    }
    return numbers;
  }
}
