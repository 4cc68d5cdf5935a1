package io.hyperstream.model.kernels.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Work recorded once for each shape and played back from then on. The first time a shape comes, the
 * work is done call by call, since many ragged batches never come again; this also allocates what
 * cannot be allocated while recording. The least recently used shape makes room.
 */
final class Recordings implements AutoCloseable {

  private final Device device;
  private final DeviceClock clock;
  private final int max;
  private final List<Entry> entries = new ArrayList<>();
  private long uses;

  /**
   * @param max shapes that are remembered
   */
  Recordings(Device device, DeviceClock clock, int max) {
    this.device = device;
    this.clock = clock;
    this.max = max;
  }

  private static final class Entry {
    private final Runnable work;
    private final int[] shape;

    /** Null until the shape has come twice. */
    private Device.Recording recording;

    private long lastUse;

    Entry(Runnable work, int[] shape) {
      this.work = work;
      this.shape = shape;
    }

    boolean is(Runnable other, int[] numbers, int size) {
      return work == other && Arrays.equals(shape, 0, shape.length, numbers, 0, size);
    }

    void close() {
      if (recording != null) {
        recording.close();
      }
    }
  }

  /** Does the work, by its recording where there is one. */
  void run(Runnable work, int[] shape, int size) {
    Entry entry = find(work, shape, size);
    if (entry == null) {
      work.run();
      remember(new Entry(work, Arrays.copyOf(shape, size)));
      return;
    }
    entry.lastUse = ++uses;
    clock.working();
    if (entry.recording == null) {
      entry.recording = record(work);
    }
    entry.recording.run();
  }

  private Entry find(Runnable work, int[] shape, int size) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).is(work, shape, size)) {
        return entries.get(i);
      }
    }
    return null;
  }

  private void remember(Entry entry) {
    entry.lastUse = ++uses;
    if (entries.size() == max) {
      Entry oldest = entries.get(0);
      for (Entry other : entries) {
        oldest = other.lastUse < oldest.lastUse ? other : oldest;
      }
      // Its last run may still be under way.
      clock.synchronize();
      oldest.close();
      entries.remove(oldest);
    }
    entries.add(entry);
  }

  private Device.Recording record(Runnable work) {
    device.beginRecording();
    try {
      work.run();
    } catch (Throwable e) {
      device.endRecording().close();
      throw e;
    }
    return device.endRecording();
  }

  /** How many shapes have a recording. */
  int size() {
    return (int) entries.stream().filter(entry -> entry.recording != null).count();
  }

  /** The pieces of work in the largest recording; 0 if there is none. */
  int largest() {
    return entries.stream()
        .filter(entry -> entry.recording != null)
        .mapToInt(entry -> entry.recording.size())
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    entries.forEach(Entry::close);
    entries.clear();
  }
}
