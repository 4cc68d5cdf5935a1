package io.hyperstream.model.file;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Provenance;

/** What the metadata say of the learner beside its network: its number, and its provenance. */
final class LearnerMetadata {

  private static final String NUMBER = "learner";
  private static final String VERSION = "provenance.version";
  private static final String SEED = "provenance.seed";
  private static final String PRESET = "provenance.preset";
  private static final String DATA = "provenance.data";

  private LearnerMetadata() {}

  static void put(LearnerSnapshot learner, Metadata metadata) {
    put(learner.provenance(), metadata.put(NUMBER, learner.number()));
  }

  static void put(Provenance provenance, Metadata metadata) {
    metadata
        .put(VERSION, provenance.version())
        .put(SEED, provenance.seed())
        .put(PRESET, provenance.preset())
        .put(DATA, provenance.data());
  }

  /** Files of earlier releases do not have it. */
  static int number(Metadata metadata) {
    return metadata.find(NUMBER) == null ? 0 : metadata.count(NUMBER);
  }

  static Provenance provenance(Metadata metadata) {
    return new Provenance(
        metadata.find(VERSION),
        metadata.find(SEED) == null ? null : metadata.integer(SEED),
        metadata.find(PRESET),
        metadata.find(DATA));
  }
}
