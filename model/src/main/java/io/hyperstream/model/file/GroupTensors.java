package io.hyperstream.model.file;

import io.hyperstream.model.LearnerSnapshot.Optimiser;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ByteObservations;
import io.hyperstream.model.observation.IdObservations;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.observation.VectorObservations;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import io.hyperstream.model.sync.SyncSnapshot;
import java.util.Arrays;

/** The tensors and metadata of each group, as they are written and as they are read. */
final class GroupTensors {

  static final String FIRST_MOMENT = Group.OPTIMISER.tensor("first_moment/");
  static final String SECOND_MOMENT = Group.OPTIMISER.tensor("second_moment/");
  private static final String ROW_UPDATES = Group.OPTIMISER.tensor("row_updates");
  private static final String SKIPPED = Group.OPTIMISER.key("skipped");

  private static final String STATISTICS = Group.CONTEXT.tensor("statistics");
  private static final String MEMORY_BYTES = Group.CONTEXT.key("memoryBytes");
  private static final String HISTORY_BYTES = Group.CONTEXT.key("historyBytes");
  private static final String SHARED = Group.CONTEXT.key("shared");
  private static final String BEGUN_KEYS = Group.CONTEXT.key("begunKeys");
  private static final String BITS = Group.CONTEXT.key("bits");
  private static final String LAYOUT = Group.CONTEXT.key("layout");
  private static final String WORKERS = Group.CONTEXT.key("workers");

  /** The layout of statistics that do not name theirs. */
  private static final int FIRST_LAYOUT = 1;

  private static final String COUNTS = Group.START.tensor("contexts");

  private static final String LENGTHS = Group.REHEARSAL.tensor("lengths");
  private static final String PREVIOUS = Group.REHEARSAL.tensor("previous");
  private static final String OBSERVATIONS = Group.REHEARSAL.tensor("observations");
  private static final String STATES = Group.REHEARSAL.tensor("states");
  private static final String SEEN = Group.REHEARSAL.key("seen");
  private static final String RANDOM = Group.REHEARSAL.key("random");

  private static final String ANCHOR = Group.SHARING.tensor("anchor/");
  private static final String MOMENTUM = Group.SHARING.tensor("momentum/");
  private static final String USUAL_SIZE = Group.SHARING.key("usualSize");
  private static final String ROUNDS = Group.SHARING.key("rounds");
  private static final String LEFT_OUT = Group.SHARING.key("leftOut");
  private static final String SYMBOLS = Group.SHARING.key("symbols");

  private GroupTensors() {}

  static void write(Optimiser optimiser, TensorSink sink) {
    sink.metadata().put(SKIPPED, optimiser.skipped());
    if (optimiser.firstMoment().length > 0) {
      sink.parameters(FIRST_MOMENT, Values.floats(optimiser.firstMoment()));
    }
    sink.parameters(SECOND_MOMENT, Values.floats(optimiser.secondMoment()));
    int[] rows = optimiser.rowUpdates();
    sink.tensor(ROW_UPDATES, Values.ints(rows), rows.length);
  }

  static Optimiser optimiser(TensorSource source, HyperLstmConfig network) {
    long skipped = source.metadata().count(SKIPPED, Long.MAX_VALUE);
    boolean hasFirst = source.has(FIRST_MOMENT);
    return new Optimiser(
        skipped,
        hasFirst ? source.parameters(FIRST_MOMENT) : new float[0],
        source.parameters(SECOND_MOMENT),
        source.ints(ROW_UPDATES, network.inputs()));
  }

  static void write(ContextSnapshot context, TensorSink sink) {
    sink.metadata()
        .put(MEMORY_BYTES, context.config().memoryBytes())
        .put(HISTORY_BYTES, context.config().historyBytes())
        .put(SHARED, context.config().shared())
        .put(BEGUN_KEYS, context.begunKeys());
    if (context.layout() > FIRST_LAYOUT) {
      sink.metadata().put(LAYOUT, context.layout());
    }
    long[] bits = context.workerBits();
    if (bits.length > 1) {
      sink.metadata().put(WORKERS, bits.length);
    }
    for (int worker = 0; worker < bits.length; worker++) {
      sink.metadata().put(bitsOf(worker), bits[worker]);
    }
    byte[] statistics = context.statistics();
    sink.tensor(STATISTICS, Values.bytes(statistics), statistics.length);
  }

  /** Where the number of bits of a worker is: that of the first one where it always was. */
  private static String bitsOf(int worker) {
    return worker == 0 ? BITS : BITS + "." + worker;
  }

  static ContextSnapshot context(TensorSource source) {
    Metadata metadata = source.metadata();
    int workers =
        metadata.find(WORKERS) == null
            ? 1
            : (int) metadata.count(WORKERS, ContextConfig.MAX_WORKERS);
    int layout =
        metadata.find(LAYOUT) == null ? FIRST_LAYOUT : (int) metadata.count(LAYOUT, 1 << 16);
    ContextConfig config =
        new ContextConfig(
                metadata.count(MEMORY_BYTES),
                metadata.count(HISTORY_BYTES),
                metadata.flag(SHARED),
                workers)
            .withLean(ContextSnapshot.isLean(layout));
    long[] bits = new long[workers];
    Arrays.setAll(bits, worker -> metadata.count(bitsOf(worker), Long.MAX_VALUE));
    return new ContextSnapshot(
        config,
        layout,
        metadata.count(BEGUN_KEYS, Long.MAX_VALUE),
        bits,
        source.bytes(STATISTICS, source.side(STATISTICS, 0)));
  }

  static void write(ContextStart start, TensorSink sink) {
    byte[] bytes = start.toBytes();
    sink.tensor(COUNTS, Values.bytes(bytes), bytes.length);
  }

  /** The bytes that {@link ContextStart#ofBytes} takes once they are read. */
  static byte[] start(TensorSource source) {
    return source.bytes(COUNTS, source.side(COUNTS, 0));
  }

  static void write(RehearsalSnapshot rehearsal, TensorSink sink, HyperLstmConfig network) {
    sink.metadata().put(SEEN, rehearsal.seen()).put(RANDOM, rehearsal.random());
    int windows = rehearsal.lengths().length;
    sink.tensor(LENGTHS, Values.ints(rehearsal.lengths()), windows);
    sink.tensor(PREVIOUS, Values.ints(rehearsal.previous()), windows);
    if (rehearsal.observations() instanceof VectorObservations vectors) {
      sink.tensor(
          OBSERVATIONS,
          Values.doubles(vectors.values()),
          windows,
          rehearsal.window(),
          vectors.width());
    } else {
      sink.tensor(OBSERVATIONS, values(rehearsal.observations()), windows, rehearsal.window());
    }
    sink.tensor(STATES, Values.halves(rehearsal.states()), windows, network.stateSize());
  }

  private static Values values(Observations observations) {
    if (observations instanceof ByteObservations bytes) {
      return Values.bytes(bytes.values());
    }
    return Values.ints(((IdObservations) observations).values());
  }

  static RehearsalSnapshot rehearsal(TensorSource source, HyperLstmConfig network) {
    int windows = source.side(LENGTHS, 0);
    int window = source.side(OBSERVATIONS, 1);
    return new RehearsalSnapshot(
        source.metadata().count(SEEN, Long.MAX_VALUE),
        source.metadata().integer(RANDOM),
        window,
        source.ints(LENGTHS, windows),
        source.ints(PREVIOUS, windows),
        observations(source, windows, window),
        source.halves(STATES, windows, network.stateSize()));
  }

  private static Observations observations(TensorSource source, int windows, int window) {
    String type = source.type(OBSERVATIONS);
    if (type.equals(Element.F64.name())) {
      int width = source.side(OBSERVATIONS, 2);
      return Observations.ofVectors(width, source.doubles(OBSERVATIONS, windows, window, width));
    }
    return type.equals(Element.U8.name())
        ? Observations.ofBytes(source.bytes(OBSERVATIONS, windows, window))
        : Observations.ofIds(source.ints(OBSERVATIONS, windows, window));
  }

  static void write(SyncSnapshot sync, TensorSink sink) {
    sink.metadata()
        .put(USUAL_SIZE, sync.usualSize())
        .put(ROUNDS, sync.rounds())
        .put(LEFT_OUT, sync.leftOut())
        .put(SYMBOLS, sync.symbols());
    sink.parameters(ANCHOR, Values.floats(sync.anchor()));
    sink.parameters(MOMENTUM, Values.floats(sync.momentum()));
  }

  static SyncSnapshot sync(TensorSource source) {
    Metadata metadata = source.metadata();
    return new SyncSnapshot(
        source.parameters(ANCHOR),
        source.parameters(MOMENTUM),
        metadata.real(USUAL_SIZE),
        metadata.count(ROUNDS, Long.MAX_VALUE),
        metadata.count(LEFT_OUT, Long.MAX_VALUE),
        metadata.count(SYMBOLS, Long.MAX_VALUE));
  }
}
