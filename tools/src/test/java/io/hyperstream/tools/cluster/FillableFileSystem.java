package io.hyperstream.tools.cluster;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FSDataOutputStreamWrapper;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * Files of this machine in a folder that is full on demand: while there is a file {@value #FULL} in
 * a folder above it, no byte can be written. Processes of Flink find it if the jar is on their
 * class path.
 */
public final class FillableFileSystem extends LocalFileSystem {

  static final String SCHEME = "fillable";
  static final String FULL = "FULL";

  /** Registered as a service of Flink's. */
  public static final class Factory implements FileSystemFactory {

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new FillableFileSystem();
    }
  }

  private static final class Stream extends FSDataOutputStreamWrapper {

    private final File file;

    Stream(FSDataOutputStream stream, File file) {
      super(stream);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (File folder = file; folder != null; folder = folder.getParentFile()) {
        if (new File(folder, FULL).exists()) {
          throw new IOException("No space left on device");
        }
      }
      super.write(bytes, from, length);
    }
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataOutputStream create(org.apache.flink.core.fs.Path path, WriteMode mode)
      throws IOException {
    return new Stream(super.create(path, mode), pathToFile(path));
  }

  /** Writes a jar with nothing but this file system. */
  static void writeJar(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : new Class<?>[] {FillableFileSystem.class, Factory.class, Stream.class}) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        type.getClassLoader().getResourceAsStream(name).transferTo(out);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + FileSystemFactory.class.getName()));
      out.write(Factory.class.getName().getBytes());
    }
  }
}
