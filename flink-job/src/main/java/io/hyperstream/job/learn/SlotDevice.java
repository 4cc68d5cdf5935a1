package io.hyperstream.job.learn;

import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;

/**
 * The GPU that a subtask computes on. Flink shows all external resources of a task manager to each
 * of its slots, so subtasks take GPUs in turn, and share them if there are too few.
 *
 * @param index of the GPU, from 0
 * @param reason for choosing it
 */
record SlotDevice(int index, String reason) {

  /** The name that the resource must have in Flink's configuration ({@code external-resources}). */
  static final String RESOURCE = "gpu";

  /** Property in which Flink's GPU plugin gives the number of a GPU. */
  private static final String INDEX = "index";

  /**
   * @param resources of the task manager under {@link #RESOURCE}
   * @param subtask number of the subtask, from 0
   * @param otherwise the GPU to use if there are no such resources
   */
  static SlotDevice of(
      Collection<? extends ExternalResourceInfo> resources, int subtask, int otherwise) {
    if (resources.isEmpty()) {
      return new SlotDevice(
          otherwise,
          "as learn.device says, since Flink's configuration has no external resource '%s'"
              .formatted(RESOURCE));
    }
    List<Integer> indices = resources.stream().map(SlotDevice::index).sorted().toList();
    return new SlotDevice(
        indices.get(subtask % indices.size()),
        "for subtask %d, of those that Flink has given this task manager: %s"
            .formatted(subtask, indices));
  }

  private static int index(ExternalResourceInfo resource) {
    String index =
        resource
            .getProperty(INDEX)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the external resource '%s' must have the property '%s', as that of Flink's GPU plugin, but has %s"
                            .formatted(RESOURCE, INDEX, resource.getKeys())));
    try {
      return Integer.parseInt(index);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "the property '%s' of the external resource '%s' must be the number of a GPU, but is '%s'"
              .formatted(INDEX, RESOURCE, index),
          e);
    }
  }
}
