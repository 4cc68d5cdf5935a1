package io.hyperstream.model.file;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.conv.ImageSnapshot;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Reads a file. It is believed in nothing: a header is read only if it is small, and memory for the
 * numbers is taken only when names, shapes and bytes agree with each other, with the metadata and
 * with the size of the file.
 */
final class LearnerReader {

  /** A header of 64 layers with all groups takes half of it. */
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private final String name;
  private final InputStream in;
  private final long size;

  /**
   * @param name for messages
   * @param size bytes that the file has
   */
  LearnerReader(String name, InputStream in, long size) {
    this.name = name;
    this.in = in;
    this.size = size;
  }

  /**
   * @throws MalformedModelException if it holds no weights of a network
   */
  LearnerSnapshot read(Set<Group> groups) throws IOException {
    return guarded(() -> learner(groups));
  }

  /**
   * @throws MalformedModelException if it holds no learner of images
   */
  ImageSnapshot readImages() throws IOException {
    return guarded(() -> ImageTensors.snapshot(readHeader(), in));
  }

  /** Whether the header says that it is of a learner of images. */
  boolean isOfImages() throws IOException {
    return guarded(() -> ImageTensors.isFormat(Metadata.of(readHeader().metadata())));
  }

  private LearnerSnapshot learner(Set<Group> groups) throws IOException {
    Header header = readHeader();
    Metadata metadata = Metadata.of(header.metadata());
    HyperLstmConfig network = NetworkMetadata.network(metadata);
    long updates = NetworkMetadata.updates(metadata);
    TensorSource source = new TensorSource(header, metadata, new ParameterLayout(network));
    NetworkWeights weights = new NetworkWeights(network, updates, source.weights());
    Set<Group> taken = Group.where(group -> groups.contains(group) && source.has(group.tensor("")));
    LearnerSnapshot learner =
        new LearnerSnapshot(
            LearnerMetadata.number(metadata),
            weights,
            taken.contains(Group.OPTIMISER) ? GroupTensors.optimiser(source, network) : null,
            taken.contains(Group.REHEARSAL) ? GroupTensors.rehearsal(source, network) : null,
            taken.contains(Group.CONTEXT) ? GroupTensors.context(source) : null,
            taken.contains(Group.SHARING) ? GroupTensors.sync(source) : null,
            LearnerMetadata.provenance(metadata));
    byte[] start = taken.contains(Group.START) ? GroupTensors.start(source) : null;
    source.fill(in);
    return start == null ? learner : learner.with(start(start));
  }

  private ContextStart start(byte[] bytes) throws IOException {
    try {
      return ContextStart.ofBytes(bytes);
    } catch (IOException e) {
      throw new MalformedModelException(
          "what %s has for contexts cannot be used: %s. Write it anew, or take the weights alone out of it (model export)"
              .formatted(name, e.getMessage()));
    }
  }

  /** Something that reads. */
  private interface Body<T> {
    T read() throws IOException;
  }

  private <T> T guarded(Body<T> body) throws IOException {
    try {
      return body.read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedModelException(
          "%s is no model that can be read: %s".formatted(name, e.getMessage()));
    } catch (EOFException e) {
      throw new MalformedModelException(name + " ended before its size said so");
    }
  }

  private Header readHeader() throws IOException {
    if (size < Long.BYTES) {
      throw new IllegalArgumentException(
          "a safetensors file begins with 8 bytes, but it has " + size);
    }
    byte[] length = new byte[Long.BYTES];
    Blocks.readFully(length, 0, length.length, in);
    long headerBytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long dataBytes = size - Long.BYTES - headerBytes;
    if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES || dataBytes < 0) {
      throw new IllegalArgumentException(
          "its first 8 bytes must be the length of the header, at most %d bytes and within the file, but say %s"
              .formatted(MAX_HEADER_BYTES, Long.toUnsignedString(headerBytes)));
    }
    byte[] json = new byte[(int) headerBytes];
    Blocks.readFully(json, 0, json.length, in);
    return Header.of(json, dataBytes);
  }
}
