package io.hyperstream.tools.feed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lists the regular files behind given files and folders. */
public final class FileTree {

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
   * @throws FileNotFoundException if a path does not exist
   */
  public static List<NamedFile> list(List<Path> paths) throws IOException {
    List<NamedFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.notExists(path)) {
        throw new FileNotFoundException("There is no file or folder " + path);
      }
      if (!Files.isDirectory(path)) {
        files.add(new NamedFile(path, path.getFileName().toString()));
        continue;
      }
      try (Stream<Path> inside = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
        inside
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(file -> files.add(new NamedFile(file, path.relativize(file).toString())));
      } catch (UncheckedIOException e) {
        throw new IOException("Cannot read the whole folder " + path, e.getCause());
      }
    }
    return files;
  }
}
