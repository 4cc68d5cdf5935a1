package io.hyperstream.tools.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages for people, README.md and docs/*.md, as tests read them. */
public final class Pages {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path README = ROOT.resolve("README.md");

  private Pages() {}

  /** All pages, the README first. */
  public static List<Path> all() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** All blocks of code of a language in docs/interfaces.md, in their order. */
  public static List<String> examples(String language) throws IOException {
    return examples("interfaces.md", language);
  }

  /** The same of another page; a language without a name is that of blocks that name none. */
  public static List<String> examples(String page, String language) throws IOException {
    return Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(Files.readString(ROOT.resolve("docs").resolve(page)))
        .results()
        .filter((MatchResult block) -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }
}
