package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.List;

/** Something learned that consists of parts, which are written one after the other. */
abstract class LearnedParts implements Learned {

  /** The parts, always in the same order. */
  abstract List<Learned> parts();

  @Override
  public final int bytes() {
    return parts().stream().mapToInt(Learned::bytes).sum();
  }

  @Override
  public final void write(ByteBuffer out) {
    parts().forEach(part -> part.write(out));
  }

  @Override
  public final void read(ByteBuffer in) {
    parts().forEach(part -> part.read(in));
  }

  @Override
  public void writeStart(ByteBuffer out) {
    parts().forEach(part -> part.writeStart(out));
  }

  @Override
  public void readStart(ByteBuffer in) {
    parts().forEach(part -> part.readStart(in));
  }
}
