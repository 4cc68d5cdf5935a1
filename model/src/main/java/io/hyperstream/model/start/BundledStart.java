package io.hyperstream.model.start;

import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.LearnerSnapshot.Optimiser;
import io.hyperstream.model.Preset;
import io.hyperstream.model.context.ContextCounts;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a learner may begin with that the jar brings, learned from texts of many kinds. Resources,
 * made by {@code hyperstream make-start}.
 *
 * @param learner weights that were stored in bf16, and what the optimiser knows, less exactly
 * @param context a start for the context model
 */
public record BundledStart(LearnerSnapshot learner, ContextStart context) {

  private static final List<Preset> PRESETS = List.of(Preset.SMALL, Preset.FAST);

  /**
   * The rate begins as after so many updates, about half way down. Where it ended in the training
   * is too low for long streams of another kind, and its height too high for what is known.
   */
  private static final long UPDATES = 1500;

  private static final String COUNTS = "contexts.start.gz";

  /** The presets whose networks have one. */
  public static List<Preset> presets() {
    return Arrays.stream(Preset.values())
        .filter(preset -> isFor(preset.config(0).network()))
        .toList();
  }

  /** Whether there is one for a network. */
  public static boolean isFor(HyperLstmConfig network) {
    return find(network).isPresent();
  }

  /**
   * The preset whose start a network has.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static Preset preset(HyperLstmConfig network) {
    return find(network)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the jar has a start for the networks of the presets %s, but the options say %s"
                        .formatted(presets(), network)));
  }

  /**
   * The start for a network.
   *
   * @throws IllegalArgumentException if there is none
   * @throws IOException if it is of another version
   */
  public static BundledStart of(HyperLstmConfig network) throws IOException {
    String name = name(network);
    ContextCounts counts;
    try (DataInputStream in = open(COUNTS)) {
      counts = ContextCounts.read(in);
    }
    try (DataInputStream in = open(name)) {
      LearnerSnapshot learner = LearnerFile.read(name, in, in.readInt(), Set.of());
      byte[] squares = new byte[learner.weights().values().length];
      in.readFully(squares);
      int[] rowUpdates = new int[network.inputs()];
      for (int row = 0; row < rowUpdates.length; row++) {
        rowUpdates[row] = in.readInt();
      }
      Optimiser optimiser =
          new Optimiser(0, new float[0], PackedSquares.unpack(squares), rowUpdates);
      NetworkWeights weights = new NetworkWeights(network, UPDATES, learner.weights().values());
      LearnerSnapshot begun = LearnerSnapshot.of(weights, learner.provenance()).with(optimiser);
      return new BundledStart(begun, ContextStart.read(in, counts));
    }
  }

  /** Lets a fresh learner begin with it. */
  public void applyTo(Learner fresh) {
    fresh.startFrom(learner);
    fresh.startFrom(context);
  }

  /**
   * Writes the resource of one preset.
   *
   * @param folder in which it belongs
   * @param trained a network of that preset
   * @param start whose start values are written
   */
  public static void write(Path folder, LearnerSnapshot trained, ContextStart start)
      throws IOException {
    LearnerFile learner = LearnerFile.of(trained, Set.of(), DType.BF16);
    try (DataOutputStream out = create(folder.resolve(name(trained.network())))) {
      out.writeInt(Math.toIntExact(learner.size()));
      learner.writeTo(out);
      out.write(PackedSquares.pack(trained.optimiser().secondMoment()));
      for (int updates : trained.optimiser().rowUpdates()) {
        out.writeInt(updates);
      }
      start.writeValues(out);
    }
  }

  /** Writes the resource that all presets share. */
  public static void write(Path folder, ContextCounts counts) throws IOException {
    try (DataOutputStream out = create(folder.resolve(COUNTS))) {
      counts.write(out);
    }
  }

  private static Optional<Preset> find(HyperLstmConfig network) {
    return PRESETS.stream().filter(preset -> preset.config(0).network().equals(network)).findAny();
  }

  private static String name(HyperLstmConfig network) {
    return preset(network).name().toLowerCase(Locale.ROOT) + ".start.gz";
  }

  private static DataInputStream open(String name) throws IOException {
    InputStream resource = BundledStart.class.getResourceAsStream(name);
    if (resource == null) {
      throw new FileNotFoundException("the jar has no " + name);
    }
    return new DataInputStream(new GZIPInputStream(resource));
  }

  private static DataOutputStream create(Path file) throws IOException {
    return new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)));
  }
}
