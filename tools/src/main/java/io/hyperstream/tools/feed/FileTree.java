package io.hyperstream.tools.feed;

import io.hyperstream.tools.report.FileProblem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists the regular files behind given files and folders. */
public final class FileTree {

  /** Names for files whose shorter names are the same, the shortest first. */
  private static final List<Function<Path, String>> LONGER_NAMES =
      List.of(
          path -> path.normalize().toString(),
          path -> path.toAbsolutePath().normalize().toString());

  /**
   * A file and its name.
   *
   * @param name the file's name, or its path inside the given folder
   */
  public record NamedFile(Path path, String name) {}

  private FileTree() {}

  /**
   * The given files, and all regular files in the given folders, sorted by path within each folder.
   *
   * @param skipped receives a sentence about each file and folder inside a folder that cannot be
   *     read; the others are listed
   * @throws IOException if a given path does not exist, or is a folder that cannot be read
   */
  public static List<NamedFile> list(List<Path> paths, Consumer<String> skipped)
      throws IOException {
    List<NamedFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.notExists(path)) {
        throw new FileNotFoundException("There is no file or folder " + path);
      }
      if (Files.isDirectory(path)) {
        files.addAll(inside(path, skipped));
      } else {
        files.add(new NamedFile(path, path.getFileName().toString()));
      }
    }
    return distinct(files);
  }

  private static List<NamedFile> inside(Path folder, Consumer<String> skipped) throws IOException {
    List<NamedFile> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isRegularFile()) {
              return FileVisitResult.CONTINUE;
            }
            if (Files.isReadable(file)) {
              files.add(new NamedFile(file, folder.relativize(file).toString()));
            } else {
              skipped.accept(skipped(file, "permission denied"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(folder)) {
              throw new IOException(
                  "Cannot read the folder %s: %s".formatted(folder, FileProblem.of(e)), e);
            }
            skipped.accept(skipped(file, FileProblem.of(e)));
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.comparing(NamedFile::path));
    return files;
  }

  private static String skipped(Path file, String reason) {
    return "Skipped %s: %s".formatted(file, reason);
  }

  /**
   * The same files, each once, with names that differ. Files of one name are named by their given
   * paths.
   */
  public static List<NamedFile> distinct(List<NamedFile> files) {
    Set<Path> seen = new HashSet<>();
    List<NamedFile> distinct =
        files.stream().filter(file -> seen.add(file.path().toAbsolutePath().normalize())).toList();
    for (Function<Path, String> longer : LONGER_NAMES) {
      Map<String, Long> uses =
          distinct.stream().collect(Collectors.groupingBy(NamedFile::name, Collectors.counting()));
      distinct =
          distinct.stream()
              .map(
                  file ->
                      uses.get(file.name()) == 1
                          ? file
                          : new NamedFile(file.path(), longer.apply(file.path())))
              .toList();
    }
    return distinct;
  }
}
