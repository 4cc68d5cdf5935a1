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
  private static final String LEAN_START = "lean.gz";

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
   * Writes the texts.
   *
   * @param folder in which they belong
   * @param texts without zeros
   */
  public static void write(Path folder, List<byte[]> texts) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(TEXTS)))) {
      for (byte[] text : texts) {
        out.write(text);
        out.write(END);
      }
    }
  }

  /**
   * Writes the start values of lean models, or of others.
   *
   * @param folder in which they belong
   * @param learned from the texts; its start values are taken
   */
  public static void write(Path folder, ContextSnapshot learned) throws IOException {
    ContextModel model = new ContextModel(learned.config());
    model.restore(learned);
    byte[] start = model.start();
    Path file = folder.resolve(startOf(learned.config()));
    int layout = ContextSnapshot.layout(learned.config());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(ByteBuffer.allocate(Integer.BYTES).putInt(layout).array());
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
    model.setStart(ByteBuffer.wrap(start(config)));
    if (config.shared()) {
      texts().forEach(model::count);
    }
    byte[] statistics = model.snapshot().statistics();
    latest = new Statistics(config, new SoftReference<>(statistics));
    return statistics;
  }

  private static String startOf(ContextConfig config) {
    return config.lean() ? LEAN_START : START;
  }

  /** The start values of such a model. */
  static byte[] start(ContextConfig config) {
    ByteBuffer resource = ByteBuffer.wrap(resource(startOf(config)));
    int layout = resource.getInt();
    int wantedLayout = ContextSnapshot.layout(config);
    int wanted = new ContextModel(config).start().length;
    if (layout != wantedLayout || resource.remaining() != wanted) {
      throw new IllegalStateException(
          "the prior is for layout %d with %d bytes of start values, but the context model has layout %d with %d; make it anew with 'hyperstream make-prior'"
              .formatted(layout, resource.remaining(), wantedLayout, wanted));
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
