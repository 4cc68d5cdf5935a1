package io.hyperstream.tools.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The examples in docs/interfaces.md, which tests run as they stand there. */
public final class CodeBlocks {

  private CodeBlocks() {}

  /** All blocks of code in a language, in their order. */
  public static List<String> of(String language) throws IOException {
    return Pattern.compile(
            "^```%s\\n(.*?)^```$".formatted(language), Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../docs/interfaces.md")))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
