package io.hyperstream.model.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class RehearsalMemoryTest {

  private static final int WINDOW = 4;
  private static final int STATE = 3;
  private static final long BYTES =
      RehearsalMemory.bytesPerWindow(ObservationKind.ID, WINDOW, STATE);

  private static RehearsalMemory memory(int draws, int windows, long seed) {
    return new RehearsalMemory(
        new RehearsalConfig(draws, 0.5, windows * BYTES + BYTES - 1),
        ObservationKind.BYTE,
        WINDOW,
        STATE,
        seed);
  }

  /** Offers windows whose first symbol is their number. */
  private static void offer(RehearsalMemory memory, int from, int to) {
    for (int i = from; i < to; i++) {
      int place = memory.offer();
      if (place >= 0) {
        int length = 1 + i % WINDOW;
        Observations symbols = Observations.of(ObservationKind.BYTE, 3, i & 0xFF, 7, 8, 9);
        memory.keep(place, new float[] {i, -i, 0.5f}, -1, symbols, 1, length);
      }
    }
  }

  @Test
  void staysWithinItsBytes() {
    RehearsalMemory memory = memory(1, 10, 1);
    assertThat(BYTES).isEqualTo(4 + 5 * 4 + 3 * 2);
    assertThat(memory.capacity()).isEqualTo(10);
    offer(memory, 0, 1000);
    assertThat(memory.size()).isEqualTo(10);
  }

  @Test
  void keepsAndDrawsUniformly() {
    int offered = 40;
    int runs = 20_000;
    int[] kept = new int[offered];
    int[] drawn = new int[offered];
    for (int run = 0; run < runs; run++) {
      RehearsalMemory memory = memory(1, 10, 1000 + run);
      offer(memory, 0, offered);
      RehearsalSnapshot snapshot = memory.snapshot();
      for (int i = 0; i < 10; i++) {
        kept[snapshot.observations().symbol(i * WINDOW)]++;
      }
      assertThat(memory.draw()).isEqualTo(1);
      drawn[memory.symbol(0, 0)]++;
    }
    // Bounds of five standard deviations of a binomial distribution.
    for (int i = 0; i < offered; i++) {
      assertThat(kept[i]).isCloseTo(runs / 4, within((int) (5 * Math.sqrt(runs * 0.25 * 0.75))));
      assertThat(drawn[i])
          .isCloseTo(runs / 40, within((int) (5 * Math.sqrt(runs * 0.025 * 0.975))));
    }
  }

  @Test
  void givesBackWhatItKept() {
    RehearsalMemory memory = memory(2, 3, 1);
    assertThat(memory.draw()).isZero();
    int place = memory.offer();
    float[] kept = {1.5f, -0.0078125f, 0.7310586f};
    memory.keep(place, kept, 5, Observations.of(ObservationKind.BYTE, 6, 7), 0, 2);
    assertThat(memory.draw()).as("one is kept").isEqualTo(1);
    assertThat(memory.length(0)).isEqualTo(2);
    assertThat(memory.symbol(0, -1)).isEqualTo(5);
    assertThat(memory.symbol(0, 1)).isEqualTo(7);
    float[] state = new float[STATE];
    memory.readState(0, state);
    assertThat(state[0]).isEqualTo(1.5f);
    assertThat(state[1]).isEqualTo(-0.0078125f);
    assertThat(state[2]).as("8 bits of precision").isCloseTo(0.7310586f, within(0.7310586f / 256));
  }

  @Test
  void aWindowThatReplacesALongerOneLeavesNothingOfIt() {
    RehearsalMemory memory = memory(1, 1, 1);
    Observations longer = Observations.of(ObservationKind.BYTE, 6, 7, 8, 255);
    memory.keep(memory.offer(), new float[STATE], 5, longer, 0, 4);
    memory.keep(0, new float[STATE], -1, longer, 3, 1);
    RehearsalSnapshot kept = memory.snapshot();
    assertThat(kept.observations()).isEqualTo(Observations.of(ObservationKind.BYTE, 255, 0, 0, 0));
    assertThat(kept.previous()).containsExactly(-1);
    assertThat(kept.lengths()).containsExactly(1);
  }

  @Test
  void goesOnFromASnapshotAsIfItHadNotStopped() {
    RehearsalMemory memory = memory(3, 10, 1);
    offer(memory, 0, 100);
    memory.draw();
    RehearsalMemory restored = memory(3, 10, 2);
    offer(restored, 0, 7);
    restored.restore(memory.snapshot());
    assertSame(restored, memory);
    for (RehearsalMemory one : new RehearsalMemory[] {memory, restored}) {
      offer(one, 100, 200);
    }
    assertSame(restored, memory);
    assertThat(restored.draw()).isEqualTo(memory.draw());
    for (int i = 0; i < 3; i++) {
      assertThat(restored.symbol(i, 0)).isEqualTo(memory.symbol(i, 0));
    }
  }

  private static void assertSame(RehearsalMemory actual, RehearsalMemory expected) {
    assertThat(actual.snapshot()).usingRecursiveComparison().isEqualTo(expected.snapshot());
  }

  @Test
  void aSnapshotFitsIntoASmallerMemory() {
    RehearsalMemory memory = memory(1, 10, 1);
    offer(memory, 0, 10);
    RehearsalMemory small =
        new RehearsalMemory(
            new RehearsalConfig(
                1, 0.5, 4 * RehearsalMemory.bytesPerWindow(ObservationKind.ID, 2, STATE)),
            ObservationKind.BYTE,
            2,
            STATE,
            1);
    small.restore(memory.snapshot());
    RehearsalSnapshot kept = small.snapshot();
    assertThat(kept.seen()).isEqualTo(10);
    assertThat(kept.lengths()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      int number = kept.observations().symbol(i * 2);
      assertThat(kept.lengths()[i]).isEqualTo(Math.min(2, 1 + number % WINDOW));
      assertThat(Float.intBitsToFloat(kept.states()[i * STATE] << 16)).isEqualTo(number);
    }
  }

  @Test
  void allocatesNothingOnceMade() {
    RehearsalMemory memory = memory(3, 10, 1);
    float[] state = new float[STATE];
    Observations symbols = Observations.allocate(ObservationKind.BYTE, WINDOW);
    int read = 0;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    before = threads.getCurrentThreadAllocatedBytes() - before;
    long start = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      int drawn = memory.draw();
      for (int k = 0; k < drawn; k++) {
        memory.readState(k, state);
        read += memory.symbol(k, memory.length(k) - 1);
      }
      int place = memory.offer();
      if (place >= 0) {
        memory.keep(place, state, read, symbols, 0, WINDOW);
      }
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - start).isEqualTo(before);
  }

  @Test
  void withoutRehearsalNothingIsKept() {
    for (RehearsalConfig off :
        new RehearsalConfig[] {RehearsalConfig.OFF, new RehearsalConfig(3, 0, 1 << 20)}) {
      RehearsalMemory memory = new RehearsalMemory(off, ObservationKind.ID, WINDOW, STATE, 1);
      offer(memory, 0, 5);
      assertThat(memory.size()).isZero();
      assertThat(memory.draw()).isZero();
    }
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    assertThatThrownBy(() -> new RehearsalConfig(-1, 0.5, 1))
        .hasMessage("windows must be from 0 to 4096, but is -1");
    assertThatThrownBy(() -> new RehearsalConfig(1, 1.5, 1))
        .hasMessage("weight must be in [0, 1], but is 1.5");
    assertThatThrownBy(() -> new RehearsalConfig(1, 0.5, -1))
        .hasMessage("memoryBytes must be 0 bytes or more, but is -1");
  }
}
