package io.hyperstream.tools.soak;

import java.util.ArrayList;
import java.util.List;

/** A disturbance of a job and its cluster in a soak test. */
public enum Disturbance {
  FIRST_TASK_MANAGER("kill -9 of task manager 1"),
  SECOND_TASK_MANAGER("kill -9 of task manager 2"),
  BOTH_TASK_MANAGERS("kill -9 of both task managers"),
  BROKER("kill -9 of the broker"),
  JOB_MANAGER("kill -9 of the job manager"),
  RESCALE("savepoint, new parallelism"),
  SECOND_JOB("second job, which is refused");

  private final String title;

  Disturbance(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /**
   * A plan of this many disturbances, at least seven. The broker, the job manager, the rescaling
   * and the second job come once each, spread out. All others hit task managers, every third time
   * both.
   */
  public static List<Disturbance> plan(int count) {
    List<Disturbance> plan = new ArrayList<>();
    int kinds = values().length;
    for (int i = 0; i < count - (kinds - BROKER.ordinal()); i++) {
      plan.add(values()[i % BROKER.ordinal()]);
    }
    int step = Math.max(1, count / (kinds - BROKER.ordinal() + 1));
    for (int kind = BROKER.ordinal(); kind < kinds; kind++) {
      plan.add(Math.min(plan.size(), step * (kind - BROKER.ordinal() + 1)), values()[kind]);
    }
    return plan;
  }
}
