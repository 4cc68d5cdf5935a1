package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.tools.docs.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command line takes every command in the pages, and the job every option in them. */
class DocumentedCommandsTest {

  private static final Pattern FENCED_CODE = Pattern.compile("(?ms)^ *```\\w*\\n(.*?)^ *```$");
  private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");

  /** Up to a comment or the end of the line. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:\\./hyperstream|flink run) (.*?)(?: +#.*)?");

  private static final Pattern JOB_OPTION = Pattern.compile("--[\\w-]+\\.[\\w.-]+(=.*)?");

  static Stream<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : Pages.all()) {
      String text = Files.readString(page);
      String blocks =
          FENCED_CODE
              .matcher(text)
              .results()
              .map((MatchResult block) -> block.group(1).replace("\\\n", " "))
              .reduce("", String::concat);
      Stream<String> inline =
          INLINE_CODE
              .matcher(FENCED_CODE.matcher(text).replaceAll(""))
              .results()
              .map((MatchResult code) -> code.group(1).replace('\n', ' '))
              // Only a mention of a command has nothing after its name.
              .filter(code -> code.matches("(.* )?\\./hyperstream (?!COMMAND)[^-.]*[-.].*"));
      Stream.concat(blocks.lines(), inline)
          .map(line -> COMMAND.matcher(line.replaceFirst("^.*(?=\\./hyperstream)", "")))
          .filter(Matcher::matches)
          .map(command -> command.group())
          .forEach(commands::add);
    }
    assertThat(commands).hasSizeGreaterThan(50);
    return commands.stream().distinct();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isAccepted(String command) {
    String[] words =
        Arrays.stream(command.replaceFirst(" +#.*", "").split(" +"))
            .filter(word -> !word.equals("..."))
            .toArray(String[]::new);
    if (words[0].startsWith(".")) {
      CommandLine commandLine = Hyperstream.commandLine();
      String[] arguments = Arrays.copyOfRange(words, 1, words.length);
      assertThatCode(() -> commandLine.parseArgs(JobOptionsMixin.take(commandLine, arguments)))
          .doesNotThrowAnyException();
    }
    String[] jobOptions = jobOptions(words);
    assertThatCode(() -> JobSettings.from(OptionsLoader.load(jobOptions)))
        .doesNotThrowAnyException();
  }

  private static String[] jobOptions(String... words) {
    List<String> options = new ArrayList<>(List.of("--kafka.bootstrap.servers=HOST:9092"));
    if (List.of(words).contains("--vectors")) {
      // The files say this.
      options.addAll(
          List.of("--input.format=VECTOR", "--learn.preset=sensor", "--vector.dimension=4"));
    }
    for (int i = 0; i < words.length; i++) {
      if (JOB_OPTION.matcher(words[i]).matches()) {
        options.add(words[i].contains("=") ? words[i] : words[i] + "=" + words[++i]);
      }
    }
    return options.toArray(String[]::new);
  }
}
