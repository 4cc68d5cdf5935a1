package io.hyperstream.job.sql;

import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStateSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.StateTypeStrategy;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.inference.StaticArgumentTrait;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.table.types.inference.TypeStrategies;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.types.ColumnList;
import org.apache.flink.types.Row;
import org.apache.flink.util.TimeUtils;

/**
 * The table function {@code HYPERSTREAM}: scores the texts of a table, each under what its key had
 * before, and passes the columns of the table through:
 *
 * <pre>{@code
 * CREATE FUNCTION HYPERSTREAM AS 'io.hyperstream.job.sql.HyperstreamFunction';
 * SELECT host, line, surprise, alert, why
 * FROM HYPERSTREAM(
 *   input => TABLE logs PARTITION BY host,
 *   text => DESCRIPTOR(line),
 *   model => '/models/logs.safetensors')
 * WHERE alert IS NOT NULL;
 * }</pre>
 *
 * <p>The network's weights are those of the model, and never learn. What is usual of a key is
 * learned, and is keyed state, like the network's memory of it: Flink keeps both exactly once.
 */
public final class HyperstreamFunction extends ProcessTableFunction<Row> {

  private static final long serialVersionUID = 1;

  // The arguments, by their places.

  private static final int INPUT = 0;
  private static final int TEXT = 1;
  private static final int MODEL = 2;
  private static final int EVENT_TIME = 3;
  private static final int AHEAD = 4;
  private static final int REREAD = 5;
  private static final int OPTIONS = 6;

  private static final List<String> NAMES =
      List.of("input", "text", "model", "eventTime", "ahead", "reread", "options");

  static final int MAX_AHEAD = 1024;

  /** The only key of the state. */
  private static final int STATE = 0;

  private transient RowScorer scorer;

  /**
   * Scores a row.
   *
   * @param memory what the key owns, under {@code STATE}
   * @param text the column that is scored
   * @param model see {@link ModelPlace#of}
   * @param eventTime the column with the time of a row, or null
   * @param ahead how many symbols of the next row are predicted, or null
   * @param reread after which time the model is read again, or null
   * @param options see {@link FunctionOptions}; or null
   */
  public void eval(
      MapView<Integer, KeyState> memory,
      Row input,
      ColumnList text,
      String model,
      ColumnList eventTime,
      Integer ahead,
      String reread,
      Map<String, String> options)
      throws Exception {
    if (scorer == null) {
      FunctionOptions read = FunctionOptions.of(options);
      scorer =
          new RowScorer(
              new FrozenModel(ModelPlace.of(model, read), period(reread)),
              read,
              ahead == null ? 0 : ahead);
    }
    Object value = input.getField(text.getNames().get(0));
    if (value == null) {
      collect(ScoredText.NOTHING.row());
      return;
    }
    KeyState key = memory.get(STATE);
    if (key == null) {
      key = scorer.begin();
    }
    ScoredText scored = scorer.score(key, value, eventTime == null ? 0 : millis(input, eventTime));
    memory.put(STATE, key);
    collect(scored.row());
  }

  private static long millis(Row input, ColumnList time) {
    Instant instant = input.getFieldAs(time.getNames().get(0));
    return instant == null ? 0 : instant.toEpochMilli();
  }

  private static Duration period(String reread) {
    return reread == null ? Duration.ZERO : TimeUtils.parseDuration(reread);
  }

  @Override
  public void close() {
    if (scorer != null) {
      scorer.close();
      scorer = null;
    }
  }

  @Override
  public TypeInference getTypeInference(DataTypeFactory types) {
    LinkedHashMap<String, StateTypeStrategy> state = new LinkedHashMap<>();
    state.put(
        "memory",
        StateTypeStrategy.of(
            TypeStrategies.explicit(
                MapView.newMapViewDataType(
                    DataTypes.INT().notNull(),
                    DataTypes.RAW(KeyState.class, new KeyStateSerializer()).notNull()))));
    return TypeInference.newBuilder()
        .staticArguments(
            StaticArgument.table(
                NAMES.get(INPUT),
                Row.class,
                false,
                EnumSet.of(
                    StaticArgumentTrait.TABLE,
                    StaticArgumentTrait.SET_SEMANTIC_TABLE,
                    StaticArgumentTrait.PASS_COLUMNS_THROUGH)),
            StaticArgument.scalar(NAMES.get(TEXT), DataTypes.DESCRIPTOR(), false),
            StaticArgument.scalar(NAMES.get(MODEL), DataTypes.STRING(), false),
            StaticArgument.scalar(NAMES.get(EVENT_TIME), DataTypes.DESCRIPTOR(), true),
            StaticArgument.scalar(NAMES.get(AHEAD), DataTypes.INT(), true),
            StaticArgument.scalar(NAMES.get(REREAD), DataTypes.STRING(), true),
            StaticArgument.scalar(
                NAMES.get(OPTIONS), DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING()), true))
        .stateTypeStrategies(state)
        .outputTypeStrategy(
            call -> {
              check(call);
              return Optional.of(ScoredText.TYPE);
            })
        .build();
  }

  /** Refuses wrong arguments before the query runs. */
  private static void check(CallContext call) {
    TableSemantics table = call.getTableSemantics(INPUT).orElse(null);
    if (table == null) {
      return;
    }
    LogicalTypeRoot text = column(call, TEXT, table);
    if (text != null
        && !text.getFamilies().contains(LogicalTypeFamily.CHARACTER_STRING)
        && !text.getFamilies().contains(LogicalTypeFamily.BINARY_STRING)) {
      throw wrong(TEXT, "name a column of type STRING or BYTES", "one of type " + text);
    }
    LogicalTypeRoot time = column(call, EVENT_TIME, table);
    if (time != null && time != LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
      throw wrong(EVENT_TIME, "name a column of type TIMESTAMP_LTZ", "one of type " + time);
    }
    int ahead = call.getArgumentValue(AHEAD, Integer.class).orElse(0);
    if (ahead < 0 || ahead > MAX_AHEAD) {
      throw wrong(AHEAD, "be a number of symbols from 0 to " + MAX_AHEAD, ahead);
    }
    call.getArgumentValue(REREAD, String.class).ifPresent(HyperstreamFunction::checkPeriod);
    checkModel(call);
  }

  private static void checkPeriod(String reread) {
    try {
      period(reread);
    } catch (IllegalArgumentException e) {
      throw wrong(REREAD, "be a time such as 10 min", "'" + reread + "'");
    }
  }

  @SuppressWarnings("unchecked") // the argument's type
  private static void checkModel(CallContext call) {
    FunctionOptions options;
    try {
      options = FunctionOptions.of(call.getArgumentValue(OPTIONS, Map.class).orElse(null));
    } catch (IllegalArgumentException e) {
      throw wrong(OPTIONS, e);
    }
    call.getArgumentValue(MODEL, String.class)
        .ifPresent(
            model -> {
              try {
                ModelPlace place = ModelPlace.of(model, options);
                if (!place.isTopic()) {
                  place.read();
                }
              } catch (IOException | IllegalArgumentException e) {
                throw wrong(MODEL, e);
              }
            });
  }

  /** The type of the column that an argument names; null if it is left out. */
  private static LogicalTypeRoot column(CallContext call, int argument, TableSemantics table) {
    ColumnList columns = call.getArgumentValue(argument, ColumnList.class).orElse(null);
    if (columns == null) {
      return null;
    }
    List<String> names = DataType.getFieldNames(table.dataType());
    List<String> named = columns.getNames();
    if (named.size() != 1 || !names.contains(named.get(0))) {
      throw wrong(argument, "name one of the columns " + String.join(", ", names), named);
    }
    return DataType.getFieldDataTypes(table.dataType())
        .get(names.indexOf(named.get(0)))
        .getLogicalType()
        .getTypeRoot();
  }

  private static ValidationException wrong(int argument, String wanted, Object came) {
    return new ValidationException(
        "The argument '%s' of HYPERSTREAM must %s, but is %s."
            .formatted(NAMES.get(argument), wanted, came));
  }

  private static ValidationException wrong(int argument, Exception e) {
    return new ValidationException(
        "The argument '%s' of HYPERSTREAM is wrong: %s."
            .formatted(NAMES.get(argument), e.getMessage()),
        e);
  }
}
