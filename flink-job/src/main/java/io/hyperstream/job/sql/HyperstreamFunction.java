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
import java.util.stream.Collectors;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.StateTypeStrategy;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.inference.StaticArgumentTrait;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.table.types.inference.TypeStrategies;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.types.ColumnList;
import org.apache.flink.types.Row;
import org.apache.flink.util.TimeUtils;

/**
 * The table function {@code HYPERSTREAM}: scores the texts or the vectors of a table, each under
 * what its key had before, and passes the columns of the table through:
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
  private static final int VECTOR = 7;

  private static final List<String> NAMES =
      List.of("input", "text", "model", "eventTime", "ahead", "reread", "options", "vector");

  private static final String TEXT_COLUMN = "name a column of type STRING or BYTES";

  private static final String NUMBER_COLUMNS =
      "name columns of numbers, or one of type ARRAY that has them all";

  static final int MAX_AHEAD = 1024;

  /** The only key of the state. */
  private static final int STATE = 0;

  private transient RowScorer scorer;

  /**
   * Scores a row.
   *
   * @param memory what the key owns, under {@code STATE}
   * @param text the column that is scored, or null
   * @param model see {@link ModelPlace#of}
   * @param eventTime the column with the time of a row, or null
   * @param ahead how many bytes of the next text or how many vectors are predicted, or null
   * @param reread after which time the model is read again, or null
   * @param options see {@link FunctionOptions}; or null
   * @param vector the columns with the numbers that are scored, or null where a text is
   */
  public void eval(
      MapView<Integer, KeyState> memory,
      Row input,
      ColumnList text,
      String model,
      ColumnList eventTime,
      Integer ahead,
      String reread,
      Map<String, String> options,
      ColumnList vector)
      throws Exception {
    if (scorer == null) {
      FunctionOptions read = FunctionOptions.of(options);
      ModelInput reads =
          vector == null ? ModelInput.TEXT : vectors(vector.getNames(), 0, eventTime != null);
      scorer =
          new RowScorer(
              new FrozenModel(ModelPlace.of(model, read), reads, period(reread)),
              read,
              ahead == null ? 0 : ahead);
    }
    Object value =
        vector == null ? input.getField(text.getNames().get(0)) : numbers(input, vector.getNames());
    ScoredRow scored = ScoredRow.NOTHING;
    if (value != null) {
      KeyState key = memory.get(STATE);
      if (key == null) {
        key = scorer.begin();
      }
      scored = scorer.score(key, value, eventTime == null ? null : millis(input, eventTime));
      memory.put(STATE, key);
    }
    collect(vector == null ? scored.ofText() : scored.ofVector());
  }

  /**
   * What a model of vectors is to read.
   *
   * @param inOne how many numbers the only column has; 0 if that is not known
   */
  private static ModelInput vectors(List<String> columns, int inOne, boolean timed) {
    return new ModelInput(columns, columns.size() == 1 ? inOne : columns.size(), timed);
  }

  /** The numbers in the columns, or in the array in the only one; null if there is none. */
  private static Object[] numbers(Row input, List<String> columns) {
    Object first = input.getField(columns.get(0));
    if (columns.size() == 1 && (first == null || first instanceof Object[])) {
      return (Object[]) first;
    }
    return columns.stream().map(input::getField).toArray();
  }

  private static Long millis(Row input, ColumnList time) {
    Instant instant = input.getFieldAs(time.getNames().get(0));
    return instant == null ? null : (Long) instant.toEpochMilli();
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
            StaticArgument.scalar(NAMES.get(TEXT), DataTypes.DESCRIPTOR(), true),
            StaticArgument.scalar(NAMES.get(MODEL), DataTypes.STRING(), false),
            StaticArgument.scalar(NAMES.get(EVENT_TIME), DataTypes.DESCRIPTOR(), true),
            StaticArgument.scalar(NAMES.get(AHEAD), DataTypes.INT(), true),
            StaticArgument.scalar(NAMES.get(REREAD), DataTypes.STRING(), true),
            StaticArgument.scalar(
                NAMES.get(OPTIONS), DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING()), true),
            StaticArgument.scalar(NAMES.get(VECTOR), DataTypes.DESCRIPTOR(), true))
        .stateTypeStrategies(state)
        .outputTypeStrategy(
            call -> {
              ModelInput input = check(call);
              return Optional.of(input.isText() ? ScoredRow.OF_TEXT : ScoredRow.OF_VECTOR);
            })
        .build();
  }

  /** Refuses wrong arguments before the query runs; returns what the model is to read. */
  private static ModelInput check(CallContext call) {
    List<LogicalType> time = columns(call, EVENT_TIME);
    if (!time.isEmpty()
        && (time.size() > 1 || !time.get(0).is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE))) {
      throw wrong(EVENT_TIME, "name a column of type TIMESTAMP_LTZ", came(time));
    }
    int ahead = call.getArgumentValue(AHEAD, Integer.class).orElse(0);
    if (ahead < 0 || ahead > MAX_AHEAD) {
      throw wrong(AHEAD, "be a number of symbols from 0 to " + MAX_AHEAD, ahead);
    }
    call.getArgumentValue(REREAD, String.class).ifPresent(HyperstreamFunction::checkPeriod);
    ModelInput input = input(call, !time.isEmpty());
    checkModel(call, input);
    return input;
  }

  private static ModelInput input(CallContext call, boolean timed) {
    List<LogicalType> text = columns(call, TEXT);
    List<LogicalType> vector = columns(call, VECTOR);
    if (text.isEmpty() == vector.isEmpty()) {
      throw new ValidationException(
          "Of the arguments 'text' and 'vector' of HYPERSTREAM one must be given, and %s: 'text' must %s, or 'vector' must %s."
              .formatted(text.isEmpty() ? "neither is" : "not both", TEXT_COLUMN, NUMBER_COLUMNS));
    }
    if (vector.isEmpty()) {
      if (text.size() > 1
          || !text.get(0).is(LogicalTypeFamily.CHARACTER_STRING)
              && !text.get(0).is(LogicalTypeFamily.BINARY_STRING)) {
        throw wrong(TEXT, TEXT_COLUMN, came(text));
      }
      return ModelInput.TEXT;
    }
    boolean isArray = vector.get(0).is(LogicalTypeRoot.ARRAY);
    List<LogicalType> numbers = isArray ? vector.get(0).getChildren() : vector;
    if (isArray && vector.size() > 1 || !numbers.stream().allMatch(HyperstreamFunction::isNumber)) {
      throw wrong(VECTOR, NUMBER_COLUMNS, came(vector));
    }
    List<String> names = call.getArgumentValue(VECTOR, ColumnList.class).orElseThrow().getNames();
    return vectors(names, isArray ? 0 : 1, timed);
  }

  private static boolean isNumber(LogicalType type) {
    return type.is(LogicalTypeFamily.NUMERIC) || type.is(LogicalTypeRoot.BOOLEAN);
  }

  private static String came(List<LogicalType> types) {
    return (types.size() == 1 ? "one of type " : types.size() + " of the types ")
        + types.stream().map(LogicalType::asSummaryString).collect(Collectors.joining(", "));
  }

  private static void checkPeriod(String reread) {
    try {
      period(reread);
    } catch (IllegalArgumentException e) {
      throw wrong(REREAD, "be a time such as 10 min", "'" + reread + "'");
    }
  }

  @SuppressWarnings("unchecked") // the argument's type
  private static void checkModel(CallContext call, ModelInput input) {
    FunctionOptions options;
    try {
      options = FunctionOptions.of(call.getArgumentValue(OPTIONS, Map.class).orElse(null));
    } catch (IllegalArgumentException e) {
      throw wrong(OPTIONS, e);
    }
    if (call.isArgumentNull(MODEL)) {
      throw wrong(MODEL, "be a place such as 'bundled:fast' or '/models/logs.safetensors'", "null");
    }
    call.getArgumentValue(MODEL, String.class)
        .ifPresent(
            model -> {
              try {
                ModelPlace place = ModelPlace.of(model, options);
                if (!place.isTopic()) {
                  place.read(input);
                }
              } catch (IOException | IllegalArgumentException e) {
                throw wrong(MODEL, e);
              }
            });
  }

  /** The types of the columns that an argument names; empty if it is left out. */
  private static List<LogicalType> columns(CallContext call, int argument) {
    DataType table = call.getTableSemantics(INPUT).orElseThrow().dataType();
    List<String> names = DataType.getFieldNames(table);
    List<DataType> types = DataType.getFieldDataTypes(table);
    List<String> named =
        call.getArgumentValue(argument, ColumnList.class)
            .map(ColumnList::getNames)
            .orElse(List.of());
    if (!names.containsAll(named)) {
      throw wrong(
          argument,
          "name one of the columns " + String.join(", ", names),
          String.join(", ", named));
    }
    return named.stream().map(name -> types.get(names.indexOf(name)).getLogicalType()).toList();
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
