package io.hyperstream.model.file;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a file may hold beside the weights. The tensors of a group have its name and a slash before
 * their own, the texts of its metadata its name and a dot.
 */
public enum Group {
  /** Adam's moments, and how often each symbol's row was updated. */
  OPTIMISER,
  /** The statistics of the context model. */
  CONTEXT,
  /** The past windows that are learned again. */
  REHEARSAL,
  /** The weights that all learners agree on, and the momentum of the outer step. */
  SHARING,
  /** What the context model of another learner may begin with. */
  START;

  public static final Set<Group> ALL = where(group -> true);

  private static final String SLASH = "/";

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The groups for which something holds. */
  static Set<Group> where(Predicate<Group> condition) {
    Set<Group> groups = EnumSet.allOf(Group.class);
    groups.removeIf(condition.negate());
    return Collections.unmodifiableSet(groups);
  }

  /** The name of the group's tensor of that name. */
  String tensor(String name) {
    return text + SLASH + name;
  }

  /** The key of the group's metadata of that name. */
  String key(String name) {
    return text + "." + name;
  }

  /** Whether the tensor of that name is of any group, perhaps one that is not known here. */
  static boolean isInAny(String tensor) {
    return tensor.contains(SLASH);
  }

  @Override
  public String toString() {
    return text;
  }
}
