package io.hyperstream.tools.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the README shows in blocks of code. */
final class Readme {

  private Readme() {}

  /** All blocks of a language, in their order. */
  static List<String> blocks(String language) throws IOException {
    return Pattern.compile(
            "^```%s\\n(.*?)^```$".formatted(language), Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../README.md")))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
