package io.hyperstream.model.net;

/** Work in parts that may go on beside a network's, and needs nothing of what that makes. */
public interface Beside {

  /** How many parts there are; always as many. */
  int parts();

  /** Does one part. Parts may run side by side. */
  void run(int part);

  /** Does all of them. */
  void runAll();
}
