package io.hyperstream.tools.demo;

import io.hyperstream.tools.feed.FileTree;
import io.hyperstream.tools.feed.FileTree.NamedFile;
import io.hyperstream.tools.feed.RecordSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What the demo learns from: real text that every machine with a JDK has. */
public final class DemoSources {

  /** Enough text for hours at a pace that a person can follow. */
  private static final int MAX_FILES = 500;

  private DemoSources() {}

  /** One endless source per file. */
  public static List<RecordSource> of(List<Path> paths, Consumer<String> skipped)
      throws IOException {
    List<RecordSource> sources = new ArrayList<>();
    for (NamedFile file : FileTree.list(paths, skipped)) {
      sources.add(looping(file.name(), List.of(file.path())));
    }
    return sources;
  }

  /** One endless source per kind of text found on this machine. */
  public static List<RecordSource> ofThisMachine() throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    List<RecordSource> sources = new ArrayList<>();
    addIfPresent(sources, "jdk-legal", java.resolve("legal"), "*");
    addIfPresent(sources, "jdk-conf", java.resolve("conf"), "*");
    addIfPresent(sources, "words", Path.of("/usr/share/dict/words"), "*");
    addIfPresent(sources, "docs", Path.of("/usr/share/doc"), "{README,copyright}");
    return sources;
  }

  private static void addIfPresent(
      List<RecordSource> sources, String key, Path root, String pattern) throws IOException {
    if (!Files.isReadable(root)) {
      return;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    // Many of these files are links to the same text.
    Set<Path> seen = new HashSet<>();
    List<Path> files = new ArrayList<>();
    for (NamedFile file : FileTree.list(List.of(root), unreadable -> {})) {
      if (files.size() < MAX_FILES
          && matcher.matches(file.path().getFileName())
          && Files.isReadable(file.path())
          && seen.add(file.path().toRealPath())) {
        files.add(file.path());
      }
    }
    if (!files.isEmpty()) {
      sources.add(looping(key, files));
    }
  }

  private static RecordSource looping(String key, List<Path> files) {
    return new LoopingFiles(key.getBytes(StandardCharsets.UTF_8), files);
  }
}
