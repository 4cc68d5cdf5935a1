package io.hyperstream.model.file;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.conv.ImageSnapshot;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.ParameterLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * A learner as a safetensors file: the length of a header as eight bytes, the header in JSON, then
 * the tensors, all little-endian. Each parameter is a matrix with the name and shape that {@link
 * ParameterLayout} gives it, and the header's metadata say what network it is and where it comes
 * from. Whatever else there is of a learner is in {@link Group}s of their own.
 *
 * <pre>{@code
 * LearnerFile.of(learner.snapshot(), Set.of(), DType.F32).save(Path.of("book.safetensors"));
 * NetworkWeights weights = LearnerFile.read(Path.of("book.safetensors")).weights();
 * }</pre>
 *
 * <p>The arrays of the learner are written as they are then; they are not copied before.
 */
public final class LearnerFile {

  /** The data begin at a multiple of it, so that a reader may map them. */
  private static final int ALIGNMENT = 8;

  private final byte[] head;
  private final List<Section> sections;

  private LearnerFile(byte[] head, List<Section> sections) {
    this.head = head;
    this.sections = sections;
  }

  /**
   * @param groups to write beside the weights; those that the learner does not have are left out
   * @param type of the weights; all other numbers are exact
   * @throws IllegalArgumentException if an array does not have the size that the network asks for
   */
  public static LearnerFile of(LearnerSnapshot learner, Set<Group> groups, DType type) {
    HyperLstmConfig network = learner.network();
    TensorSink sink = new TensorSink(new ParameterLayout(network));
    NetworkMetadata.put(learner.weights(), sink.metadata());
    LearnerMetadata.put(learner, sink.metadata());
    sink.parameters("", type.values(learner.weights().values()));
    for (Group group : groupsOf(learner)) {
      if (groups.contains(group)) {
        switch (group) {
          case OPTIMISER -> GroupTensors.write(learner.optimiser(), sink);
          case CONTEXT -> GroupTensors.write(learner.context(), sink);
          case REHEARSAL -> GroupTensors.write(learner.rehearsal(), sink, network);
          case SHARING -> GroupTensors.write(learner.sync(), sink);
          case START -> GroupTensors.write(learner.start(), sink);
        }
      }
    }
    return new LearnerFile(head(sink.header()), sink.sections());
  }

  /** A learner of images, with all that it keeps. */
  public static LearnerFile of(ImageSnapshot learner) {
    TensorSink sink = ImageTensors.sink(learner);
    return new LearnerFile(head(sink.header()), sink.sections());
  }

  /** The groups that a learner has. */
  public static Set<Group> groupsOf(LearnerSnapshot learner) {
    return Group.where(
        group ->
            switch (group) {
              case OPTIMISER -> learner.optimiser() != null;
              case CONTEXT -> learner.context() != null;
              case REHEARSAL -> learner.rehearsal() != null;
              case SHARING -> learner.sync() != null;
              case START -> learner.start() != null;
            });
  }

  private static byte[] head(Header header) {
    byte[] json = header.toJson();
    int padding = -json.length & (ALIGNMENT - 1);
    ByteBuffer head =
        ByteBuffer.allocate(Long.BYTES + json.length + padding).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(json.length + padding).put(json);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    return head.array();
  }

  /** Bytes of the file. */
  public long size() {
    return head.length
        + sections.stream()
            .map(Section::values)
            .mapToLong(values -> (long) values.length() * values.element().bytes())
            .sum();
  }

  /** Writes the file from where the stream stands on, and does not close it. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(head);
    Blocks blocks = new Blocks();
    for (Section section : sections) {
      blocks.write(section.values(), out);
    }
  }

  /** The whole file, in memory. */
  public byte[] toBytes() {
    ByteArrayOutputStream file = new ByteArrayOutputStream(Math.toIntExact(size()));
    try {
      writeTo(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no errors
    }
    return file.toByteArray();
  }

  /** Writes the file under another name and renames it, so that nobody sees half of it. */
  public void save(Path file) throws IOException {
    Destination.require(file);
    Path part = Destination.partOf(file);
    try {
      try (FileChannel out =
          FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        writeTo(Channels.newOutputStream(out));
        out.force(true);
      }
      Files.move(part, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Reads a file with all groups that it has.
   *
   * @throws MalformedModelException if it holds no weights of a network
   */
  public static LearnerSnapshot read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, Files.size(file), Group.ALL);
    }
  }

  /**
   * Reads the file of a learner of images.
   *
   * @throws MalformedModelException if it holds something else
   */
  public static ImageSnapshot readImages(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return readImages(file.toString(), in, Files.size(file));
    }
  }

  /**
   * The same from where the stream stands on, which it does not close.
   *
   * @param name for messages
   * @param size bytes that the file has
   */
  public static ImageSnapshot readImages(String name, InputStream in, long size)
      throws IOException {
    return new LearnerReader(name, in, size).readImages();
  }

  /** The same of a whole file in memory. */
  public static ImageSnapshot readImages(String name, byte[] file) throws IOException {
    return readImages(name, new ByteArrayInputStream(file), file.length);
  }

  /** Whether a file says that it is of a learner of images; the stream is not closed. */
  public static boolean isOfImages(String name, InputStream in, long size) throws IOException {
    return new LearnerReader(name, in, size).isOfImages();
  }

  /**
   * Reads a whole file in memory.
   *
   * @param name for messages
   * @param groups that are wanted; those that the file does not have are absent
   * @throws MalformedModelException if it holds no weights of a network
   */
  public static LearnerSnapshot read(String name, byte[] file, Set<Group> groups)
      throws IOException {
    return read(name, new ByteArrayInputStream(file), file.length, groups);
  }

  /**
   * Reads from where the stream stands on, and does not close it.
   *
   * @param name for messages
   * @param size bytes that the file has
   * @param groups that are wanted; those that the file does not have are absent
   * @throws MalformedModelException if it holds no weights of a network
   */
  public static LearnerSnapshot read(String name, InputStream in, long size, Set<Group> groups)
      throws IOException {
    return new LearnerReader(name, in, size).read(groups);
  }
}
