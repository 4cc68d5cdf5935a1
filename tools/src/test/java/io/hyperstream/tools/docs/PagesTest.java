package io.hyperstream.tools.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README is short, every page is easy to find, and what the pages name exists. */
class PagesTest {

  private static final int MAX_README_LINES = 150;

  private static final Pattern FENCED_CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

  /** A name of several words, perhaps with a method or a constant behind it. */
  private static final Pattern CLASS =
      Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)(?:\\.\\w+)?`");

  /** Of Flink. */
  private static final Set<String> FOREIGN_CLASSES = Set.of("ConfigOption", "FlinkDeployment");

  /** A relative link, from one page to a file and, unless it is null, to a heading in it. */
  private record Link(Path from, Path to, String anchor) {}

  private static String withoutCode(Path page) throws IOException {
    return FENCED_CODE.matcher(Files.readString(page)).replaceAll("");
  }

  private static List<Link> links(Path page) throws IOException {
    List<Link> links = new ArrayList<>();
    Matcher matcher = LINK.matcher(withoutCode(page));
    while (matcher.find()) {
      String target = matcher.group(1);
      if (!target.contains(":")) {
        String[] parts = target.split("#", 2);
        Path to = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        links.add(new Link(page, to, parts.length == 2 ? parts[1] : null));
      }
    }
    return links;
  }

  /** The anchors that GitHub gives the headings of a page. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(withoutCode(page));
    while (heading.find()) {
      String anchor =
          heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
      assertThat(anchors.add(anchor)).as("%s has two headings '%s'", page, anchor).isTrue();
    }
    return anchors;
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(Pages.README)).hasSizeLessThanOrEqualTo(MAX_README_LINES);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Link> broken = new ArrayList<>();
    for (Path page : Pages.all()) {
      for (Link link : links(page)) {
        boolean found =
            Files.exists(link.to())
                && (link.anchor() == null || anchors(link.to()).contains(link.anchor()));
        if (!found) {
          broken.add(link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageIsAtMostTwoClicksFromTheReadme() throws IOException {
    Set<Path> reached = new HashSet<>(Set.of(Pages.README));
    for (Link first : links(Pages.README)) {
      reached.add(first.to());
      if (first.to().toString().endsWith(".md")) {
        for (Link second : links(first.to())) {
          reached.add(second.to());
        }
      }
    }
    assertThat(reached).containsAll(Pages.all());
  }

  private static List<String> classes(Path sources) throws IOException {
    if (!Files.isDirectory(sources)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") || name.endsWith(".avsc"))
          .map(name -> name.replaceFirst("\\..*", ""))
          .toList();
    }
  }

  @Test
  void everyClassThatIsNamedExists() throws IOException {
    Set<String> known = new HashSet<>(FOREIGN_CLASSES);
    try (Stream<Path> modules = Files.list(Pages.ROOT)) {
      for (Path sources : modules.map(module -> module.resolve("src")).toList()) {
        known.addAll(classes(sources));
      }
    }
    for (Path page : Pages.all()) {
      List<String> missing =
          CLASS
              .matcher(withoutCode(page))
              .results()
              .map(name -> name.group(1))
              .filter(name -> !known.contains(name))
              .toList();
      assertThat(missing).as("classes in %s", page.getFileName()).isEmpty();
    }
  }
}
