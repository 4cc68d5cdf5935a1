package io.hyperstream.tools.bench.speed;

import java.io.IOException;
import java.util.Optional;

/** Another program that learns streams with a recurrent network, to compare with. */
public interface Yardstick {

  /** In reports, such as {@code pytorch}. */
  String name();

  /** Why it cannot run on this machine, and what to do about it; empty if it can. */
  Optional<String> obstacle();

  /** Whether it computes on a GPU, and so is compared with rows that do. */
  boolean onDevice();

  /** Whether it has a network of this kind. */
  boolean supports(BenchCase benchCase);

  /** What it runs for a case, for reports, such as {@code custom HyperLSTM cell}. */
  String network(BenchCase benchCase);

  /** Begins to start it on the shape, batch and window of a case, on one core or GPU. */
  Contender start(BenchCase benchCase) throws IOException;
}
