package io.hyperstream.model.context;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a new context model begins with: start values of mixers and adaptive maps, which another
 * model has learned, and texts, in which it counts what follows short contexts. Both are resources,
 * made by {@code hyperstream make-prior}.
 *
 * <p>Counts are of use only to keys that share their statistics.
 */
public final class Prior {

  private static final String TEXTS = "texts.gz";
  private static final String START = "start.gz";

  /** Stands behind each text. */
  private static final byte END = 0;

  /** The statistics that were asked for last: learners of a process are mostly of one config. */
  private static Statistics latest = new Statistics(null, new SoftReference<>(null));

  private record Statistics(ContextConfig config, SoftReference<byte[]> bytes) {}

  private Prior() {}

  /** The texts, in the order in which they are read. */
  public static List<byte[]> texts() {
    List<byte[]> texts = new ArrayList<>();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte b : resource(TEXTS)) {
      if (b == END) {
        texts.add(text.toByteArray());
        text.reset();
      } else {
        text.write(b);
      }
    }
    return texts;
  }

  /**
   * Writes the resources.
   *
   * @param folder in which they belong
   * @param texts without zeros
   * @param learned from them; its start values are taken
   */
  public static void write(Path folder, List<byte[]> texts, ContextSnapshot learned)
      throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(TEXTS)))) {
      for (byte[] text : texts) {
        out.write(text);
        out.write(END);
      }
    }
    ContextModel model = new ContextModel(learned.config());
    model.restore(learned);
    byte[] start = model.start();
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(START)))) {
      out.write(ByteBuffer.allocate(Integer.BYTES).putInt(ContextSnapshot.LAYOUT).array());
      out.write(start);
    }
  }

  /** The statistics of a new model; not to be changed. */
  static synchronized byte[] statistics(ContextConfig config) {
    byte[] known =
        latest.config != null && latest.config.equals(config) ? latest.bytes.get() : null;
    if (known != null) {
      return known;
    }
    ContextModel model = new ContextModel(config);
    model.setStart(ByteBuffer.wrap(start(model)));
    if (config.shared()) {
      texts().forEach(model::count);
    }
    byte[] statistics = model.snapshot().statistics();
    latest = new Statistics(config, new SoftReference<>(statistics));
    return statistics;
  }

  /** The start values of such a model. */
  static byte[] start(ContextModel model) {
    ByteBuffer resource = ByteBuffer.wrap(resource(START));
    int layout = resource.getInt();
    int wanted = model.start().length;
    if (layout != ContextSnapshot.LAYOUT || resource.remaining() != wanted) {
      throw new IllegalStateException(
          "the prior is for layout %d with %d bytes of start values, but the context model has layout %d with %d; make it anew with 'hyperstream make-prior'"
              .formatted(layout, resource.remaining(), ContextSnapshot.LAYOUT, wanted));
    }
    byte[] start = new byte[wanted];
    resource.get(start);
    return start;
  }

  private static byte[] resource(String name) {
    try (InputStream in = Prior.class.getResourceAsStream(name)) {
      return new GZIPInputStream(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the prior's " + name + " cannot be read", e);
    }
  }
}
