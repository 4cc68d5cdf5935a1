package io.hyperstream.job.serialization;

/**
 * Base of serializers of values that are never changed: a copy of one is itself. A subclass writes
 * and reads a value.
 */
public abstract class ImmutableSerializer<T> extends VariableSizeSerializer<T> {

  private static final long serialVersionUID = 1;

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final T createInstance() {
    return null;
  }

  @Override
  public final T copy(T from) {
    return from;
  }
}
