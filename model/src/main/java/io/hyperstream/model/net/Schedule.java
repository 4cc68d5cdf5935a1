package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.gradient.GradientPart;
import java.util.List;

/**
 * How the work on a number of shards is dealt out to workers. Each shard is a part forward, and a
 * part for each of its layers backward. So workers meet only between the two, and where gradients
 * add up what shards give: they lose little where one of them has to wait for a processor.
 */
final class Schedule {

  /** The gradients of a layer's matrices, or of the output's: a list of parts. */
  private final List<List<GradientPart>> layerGradients;

  private final List<GradientPart> outputGradients;

  /** What is made of all layers and shards together. */
  private final List<GradientPart> otherGradients;

  private final List<Shard> shards;
  private final int layers;

  final Plan forward = new Plan();
  final Plan advance = new Plan();
  final Plan backward = new Plan();
  final Plan gradients = new Plan();

  /** Backward and gradients, and beside them other work; null until that is known. */
  private Plan learning;

  Schedule(
      List<Shard> shards,
      int layers,
      List<List<GradientPart>> layerGradients,
      List<GradientPart> outputGradients,
      List<GradientPart> otherGradients) {
    this.shards = shards;
    this.layers = layers;
    this.layerGradients = layerGradients;
    this.outputGradients = outputGradients;
    this.otherGradients = otherGradients;
    shards.forEach(shard -> forward.add(shard, Shard::forward));
    shards.forEach(shard -> advance.add(shard, Shard::advance));
    addLayers(backward, addOutputs(backward));
    addGradients(gradients, outputGradients);
    addLayerGradients(gradients, new int[layers][0]);
  }

  /** Returns the part of each shard. */
  private int[] addOutputs(Plan plan) {
    return shards.stream().mapToInt(shard -> plan.add(shard, Shard::backwardOutput)).toArray();
  }

  /**
   * Adds what goes back through the layers.
   *
   * @param outputs the parts of the shards that come before it
   * @return for each layer the parts of the shards
   */
  private int[][] addLayers(Plan plan, int[] outputs) {
    int[][] parts = new int[layers][shards.size()];
    for (int l = layers - 1; l >= 0; l--) {
      int[] above = l == layers - 1 ? outputs : parts[l + 1];
      for (int p = 0; p < shards.size(); p++) {
        int layer = l;
        parts[l][p] = plan.add(shards.get(p), own -> own.backward(layer), above[p]);
      }
    }
    return parts;
  }

  /**
   * Adds the gradients of all other weights.
   *
   * @param needed for each layer the parts of the shards that come before
   */
  private void addLayerGradients(Plan plan, int[][] needed) {
    for (int l = layers - 1; l >= 0; l--) {
      addGradients(plan, layerGradients.get(l), needed[l]);
    }
    addGradients(plan, otherGradients, needed[0]);
  }

  private void addGradients(Plan plan, List<GradientPart> gradients, int... needed) {
    for (GradientPart gradient : gradients) {
      plan.add(own -> gradient.run(own, shards.size()), needed);
    }
  }

  /**
   * Backward and gradients, and beside them other work that needs neither.
   *
   * @param beside the same object each time
   */
  void learn(Kernels kernels, Beside beside) {
    if (learning == null) {
      learning = new Plan();
      for (int i = 0; i < beside.parts(); i++) {
        int part = i;
        learning.add(own -> beside.run(part));
      }
      int[] outputs = addOutputs(learning);
      // They need the loss only.
      addGradients(learning, outputGradients);
      addLayerGradients(learning, addLayers(learning, outputs));
    }
    learning.run(kernels);
  }
}
