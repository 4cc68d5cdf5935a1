package io.hyperstream.model;

import java.io.Serializable;

/**
 * Where a learner comes from. What is not known is null. It is written into files that others read,
 * so it never holds a secret.
 *
 * @param version of Hyperstream that wrote the learner
 * @param seed of the start values
 * @param preset that the learner's configuration began with
 * @param data what was learned from, such as the names of topics or files
 */
public record Provenance(String version, Long seed, String preset, String data)
    implements Serializable {

  /** Nothing is known. */
  public static final Provenance UNKNOWN = new Provenance(null, null, null, null);

  /** Of a learner with that seed in this program. */
  public static Provenance ofSeed(long seed) {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return new Provenance(version, seed, null, null);
  }

  /**
   * The same with what a job knows.
   *
   * @param preset or null
   * @param data or null
   */
  public Provenance with(String preset, String data) {
    return new Provenance(version, seed, preset, data);
  }
}
