package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.gradient.GradientPart;
import io.hyperstream.model.net.gradient.WeightGradient;
import java.util.Arrays;
import java.util.List;

/**
 * How the work on a number of shards is dealt out to workers. Where there are at least as many
 * shards as workers, each shard is a part. Where there are fewer, the layers of a shard follow each
 * other piece by piece: one worker is at the first steps of a layer while another one is already at
 * later steps of the layer below. Going back, a layer is two pieces behind the one above, since
 * both add to what is between two pieces.
 */
final class Schedule {

  /** Pieces of the steps where layers follow each other. */
  private static final int PIECES = 8;

  /** The gradients of a layer's matrices, or of the output's: a list of parts. */
  private final List<List<WeightGradient>> layerGradients;

  private final List<WeightGradient> outputGradients;

  /** What is made of all layers and shards together. */
  private final List<GradientPart> otherGradients;

  private final List<Shard> shards;
  private final int layers;
  private final int pieces;

  final Plan forward = new Plan();
  final Plan advance = new Plan();
  final Plan backward = new Plan();
  final Plan gradients = new Plan();

  /** Backward and gradients, and beside them other work; null until that is known. */
  private Plan learning;

  Schedule(
      List<Shard> shards,
      int layers,
      int workers,
      List<List<WeightGradient>> layerGradients,
      List<WeightGradient> outputGradients,
      List<GradientPart> otherGradients) {
    this.shards = shards;
    this.layers = layers;
    this.pieces = layers > 1 && shards.size() < workers ? PIECES : 1;
    this.layerGradients = layerGradients;
    this.outputGradients = outputGradients;
    this.otherGradients = otherGradients;
    addForward(forward, true);
    addForward(advance, false);
    addLayers(backward, addOutputs(backward));
    addOutputGradients(gradients);
    int[][] backwardIsDone = new int[shards.size()][];
    Arrays.fill(backwardIsDone, nothing(layers));
    addLayerGradients(gradients, backwardIsDone);
  }

  private void addForward(Plan plan, boolean outputs) {
    // The last part of each layer of each shard, and of its output.
    int[][] last = new int[shards.size()][layers];
    int[] lastOutput = new int[shards.size()];
    Arrays.fill(lastOutput, Plan.NONE);
    for (int p = 0; p < shards.size(); p++) {
      Arrays.fill(last[p], plan.add(shards.get(p), Shard::start));
    }
    for (int turn = 0; turn < pieces + layers - 1; turn++) {
      for (int l = layers - 1; l >= 0; l--) {
        int piece = turn - l;
        for (int p = 0; p < shards.size() && piece >= 0 && piece < pieces; p++) {
          Shard shard = shards.get(p);
          int layer = l;
          int below = l == 0 ? Plan.NONE : last[p][l - 1];
          last[p][l] = plan.add(shard, own -> own.forward(layer, piece, pieces), last[p][l], below);
          if (outputs && l == layers - 1) {
            lastOutput[p] =
                plan.add(shard, own -> own.output(piece, pieces), last[p][l], lastOutput[p]);
          }
        }
      }
    }
    for (int p = 0; p < shards.size(); p++) {
      plan.add(shards.get(p), Shard::end, last[p]);
    }
  }

  /** Returns the part of each shard. */
  private int[] addOutputs(Plan plan) {
    return shards.stream().mapToInt(shard -> plan.add(shard, Shard::backwardOutput)).toArray();
  }

  /**
   * Adds what goes back through the layers.
   *
   * @param outputs the parts of the shards that come before it
   * @return the last part of each layer of each shard
   */
  private int[][] addLayers(Plan plan, int[] outputs) {
    int[][][] parts = new int[shards.size()][layers][pieces];
    int behind = pieces > 1 ? 2 : 1;
    for (int turn = 0; turn < pieces + behind * (layers - 1); turn++) {
      for (int l = 0; l < layers; l++) {
        int piece = pieces - 1 - turn + behind * (layers - 1 - l);
        for (int p = 0; p < shards.size() && piece >= 0 && piece < pieces; p++) {
          int layer = l;
          int before = piece == pieces - 1 ? outputs[p] : parts[p][l][piece + 1];
          int above = l == layers - 1 ? Plan.NONE : parts[p][l + 1][Math.max(0, piece - 1)];
          parts[p][l][piece] =
              plan.add(shards.get(p), own -> own.backward(layer, piece, pieces), before, above);
        }
      }
    }
    int[][] last = new int[shards.size()][layers];
    for (int p = 0; p < shards.size(); p++) {
      for (int l = 0; l < layers; l++) {
        last[p][l] = parts[p][l][0];
      }
    }
    return last;
  }

  /** Adds the gradients of the output's weights, which need the loss only. */
  private void addOutputGradients(Plan plan) {
    for (WeightGradient gradient : outputGradients) {
      addGradient(plan, gradient, nothing(shards.size()));
    }
  }

  /**
   * Adds the gradients of all other weights.
   *
   * @param last the parts that come before those of a layer of a shard
   */
  private void addLayerGradients(Plan plan, int[][] last) {
    for (int l = layers - 1; l >= 0; l--) {
      int layer = l;
      int[] needed = Arrays.stream(last).mapToInt(shard -> shard[layer]).toArray();
      for (WeightGradient gradient : layerGradients.get(l)) {
        addGradient(plan, gradient, needed);
      }
    }
    int[] all = Arrays.stream(last).flatMapToInt(Arrays::stream).toArray();
    for (GradientPart part : otherGradients) {
      plan.add(own -> part.run(own, shards.size()), all);
    }
  }

  private void addGradient(Plan plan, WeightGradient gradient, int[] needed) {
    int before = Plan.NONE;
    for (int p = 0; p < shards.size(); p++) {
      int shard = p;
      before = plan.add(own -> gradient.run(own, shard), needed[p], before);
    }
  }

  private static int[] nothing(int size) {
    int[] none = new int[size];
    Arrays.fill(none, Plan.NONE);
    return none;
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
      addOutputGradients(learning);
      addLayerGradients(learning, addLayers(learning, outputs));
    }
    learning.run(kernels);
  }
}
