package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.gradient.GradientPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the work on a number of shards is dealt out to workers. Each shard is a part forward, and a
 * part for each of its layers backward. So workers meet only between the two, and where gradients
 * add up what shards give: they lose little where one of them has to wait for a processor.
 */
final class Schedule {

  private final List<Shard> shards;
  private final GradientParts parts;
  private final Turns turns;
  private final int layers;

  final Plan forward = new Plan();
  final Plan advance = new Plan();
  final Plan backward = new Plan();
  final Plan gradients = new Plan();

  /** Backward and gradients, and beside them other work; null until that is known. */
  private Plan learning;

  /** Forward in so many turns, from one on; made when first needed. */
  private final List<Plan> turnPlans = new ArrayList<>();

  /** The same with all that learning takes. */
  private final List<Plan> learningInTurns = new ArrayList<>();

  /**
   * @param shards that have windows
   * @param parts of the gradients of all shards
   * @param turns of windows that follow each other
   */
  Schedule(List<Shard> shards, GradientParts parts, Turns turns) {
    this.shards = shards;
    this.parts = parts;
    this.turns = turns;
    this.layers = parts.layers.size();
    shards.forEach(shard -> forward.add(shard, Shard::forward));
    shards.forEach(shard -> advance.add(shard, Shard::advance));
    addLayers(backward, addOutputs(backward));
    addGradients(gradients, parts.output);
    addLayerGradients(gradients, new int[layers][0]);
  }

  /**
   * Forward in turns: a layer takes a turn once it has taken the turn before, and the layer below
   * has taken this one.
   */
  Plan forwardInTurns(int count) {
    while (turnPlans.size() < count) {
      Plan plan = new Plan();
      int[] latest = addTurns(plan, turnPlans.size() + 1, null);
      for (int p = 0; p < shards.size(); p++) {
        plan.add(shards.get(p), Shard::endForward, latest[p]);
      }
      turnPlans.add(plan);
    }
    return turnPlans.get(count - 1);
  }

  /**
   * The same with loss, backward and gradients, and beside all of it other work.
   *
   * @param beside the same object each time
   * @param afterLoss what comes between loss and backward; likewise
   */
  Plan learnInTurns(int count, Beside beside, Runnable afterLoss) {
    while (learningInTurns.size() < count) {
      Plan plan = new Plan();
      int[] latest = addTurns(plan, learningInTurns.size() + 1, beside);
      int[] losses = new int[shards.size()];
      for (int p = 0; p < losses.length; p++) {
        losses[p] = plan.add(shards.get(p), Shard::endTurns, latest[p]);
      }
      int chosen = plan.add(own -> afterLoss.run(), losses);
      int[] outputs = addOutputs(plan, chosen);
      addGradients(plan, parts.output, chosen);
      addLayerGradients(plan, addLayers(plan, outputs));
      learningInTurns.add(plan);
    }
    return learningInTurns.get(count - 1);
  }

  /**
   * Adds the way forward in turns.
   *
   * @param beside what is done beside it, and needs the outputs of each turn; null if nothing is
   * @return for each shard the part that comes last
   */
  private int[] addTurns(Plan plan, int count, Beside beside) {
    // Of each shard the part that comes last so far: it has memory for one at a time.
    int[] latest = shards.stream().mapToInt(shard -> plan.add(shard, Shard::beginLayers)).toArray();
    int[][] done = new int[layers][];
    // Diagonally, so that layers take different turns side by side.
    for (int diagonal = 0; diagonal < count + layers - 1; diagonal++) {
      for (int l = 0; l < layers; l++) {
        int now = diagonal - l;
        if (now < 0 || now >= count) {
          continue;
        }
        int layer = l;
        int[] before = done[l] == null ? latest.clone() : done[l];
        done[l] = new int[shards.size()];
        for (int p = 0; p < shards.size(); p++) {
          int shard = p;
          int[] needs = Arrays.copyOf(before, before.length + 1);
          needs[before.length] = latest[p];
          latest[p] = plan.add(own -> turns.forward(now, layer, shard), needs);
          done[l][p] = latest[p];
          if (beside != null && layer == layers - 1) {
            latest[p] = plan.add(own -> turns.outputs(now, shard), latest[p]);
          }
        }
      }
      if (beside != null && diagonal == layers - 1) {
        addBeside(plan, beside);
      }
    }
    return latest;
  }

  private static void addBeside(Plan plan, Beside beside) {
    for (int i = 0; i < beside.parts(); i++) {
      int part = i;
      plan.add(own -> beside.run(part));
    }
  }

  /** Returns the part of each shard. */
  private int[] addOutputs(Plan plan, int... needed) {
    return shards.stream()
        .mapToInt(shard -> plan.add(shard, Shard::backwardOutput, needed))
        .toArray();
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
      addGradients(plan, parts.layers.get(l), needed[l]);
    }
    addGradients(plan, parts.others, needed[0]);
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
      addBeside(learning, beside);
      int[] outputs = addOutputs(learning);
      // They need the loss only.
      addGradients(learning, parts.output);
      addLayerGradients(learning, addLayers(learning, outputs));
    }
    learning.run(kernels);
  }
}
