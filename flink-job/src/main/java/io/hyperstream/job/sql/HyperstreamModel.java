package io.hyperstream.job.sql;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.ml.PredictRuntimeProvider;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Scores each text by itself, as the first of a stream.
 *
 * @param model see {@link ModelPlace#of}
 * @param options see {@link FunctionOptions}
 * @param ahead how many symbols are predicted that follow the text
 * @param reread after which time the model is read again; zero: never
 * @param bytes whether a text comes as bytes, and not as a string
 * @param fields what is said of a text
 */
record HyperstreamModel(
    String model,
    Map<String, String> options,
    int ahead,
    Duration reread,
    boolean bytes,
    List<Field> fields)
    implements PredictRuntimeProvider {

  /** What can be said of a text by itself. */
  enum Field {
    BITS("bits", LogicalTypeRoot.DOUBLE, text -> text.score().getBits()),
    BPC("bpc", LogicalTypeRoot.DOUBLE, text -> text.score().getBpc()),
    NEXT("next", LogicalTypeRoot.VARCHAR, text -> StringData.fromString(text.next())),
    MODEL_VERSION("modelVersion", LogicalTypeRoot.BIGINT, text -> text.score().getModelVersion());

    final String column;
    final LogicalTypeRoot type;
    private final Function<ScoredRow, Object> value;

    Field(String column, LogicalTypeRoot type, Function<ScoredRow, Object> value) {
      this.column = column;
      this.type = type;
      this.value = value;
    }

    /** For messages. */
    static String names() {
      return Arrays.stream(values())
          .map(field -> field.column + " " + (field == NEXT ? "STRING" : field.type))
          .collect(Collectors.joining(", "));
    }
  }

  @Override
  public PredictFunction createPredictFunction(ModelProvider.Context context) {
    return new Predict(this);
  }

  @Override
  public ModelProvider copy() {
    return this;
  }

  /** The function that a task runs. */
  public static final class Predict extends PredictFunction {

    private static final long serialVersionUID = 1;

    private final String model;
    private final Map<String, String> options;
    private final int ahead;
    private final Duration reread;
    private final boolean bytes;
    private final Field[] fields;

    private transient RowScorer scorer;

    Predict(HyperstreamModel model) {
      this.model = model.model;
      this.options = model.options;
      this.ahead = model.ahead;
      this.reread = model.reread;
      this.bytes = model.bytes;
      this.fields = model.fields.toArray(new Field[0]);
    }

    @Override
    public void open(FunctionContext context) throws IOException {
      FunctionOptions read = FunctionOptions.of(options);
      scorer =
          new RowScorer(
              new FrozenModel(ModelPlace.of(model, read), ModelInput.TEXT, reread), read, ahead);
    }

    @Override
    public Collection<RowData> predict(RowData input) {
      GenericRowData row = new GenericRowData(fields.length);
      if (!input.isNullAt(0)) {
        Object text = bytes ? input.getBinary(0) : input.getString(0).toString();
        ScoredRow scored = scorer.score(scorer.begin(), text, null);
        for (int i = 0; i < fields.length && scored.score() != null; i++) {
          row.setField(i, fields[i].value.apply(scored));
        }
      }
      return List.of(row);
    }

    @Override
    public void close() {
      if (scorer != null) {
        scorer.close();
        scorer = null;
      }
    }
  }
}
