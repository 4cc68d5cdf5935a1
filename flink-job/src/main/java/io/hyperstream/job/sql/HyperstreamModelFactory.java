package io.hyperstream.job.sql;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Models with the provider {@code hyperstream}, which score each text by itself:
 *
 * <pre>{@code
 * CREATE MODEL logs INPUT (line STRING) OUTPUT (bits DOUBLE, bpc DOUBLE)
 * WITH ('provider' = 'hyperstream', 'model' = '/models/logs.safetensors');
 * SELECT * FROM ML_PREDICT(TABLE lines, MODEL logs, DESCRIPTOR(line));
 * }</pre>
 */
public final class HyperstreamModelFactory implements ModelProviderFactory {

  private static final ConfigOption<String> MODEL =
      ConfigOptions.key("model").stringType().noDefaultValue();

  private static final ConfigOption<Integer> AHEAD =
      ConfigOptions.key("ahead").intType().defaultValue(0);

  private static final ConfigOption<Duration> REREAD =
      ConfigOptions.key("reread").durationType().defaultValue(Duration.ZERO);

  @Override
  public String factoryIdentifier() {
    return "hyperstream";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(MODEL);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(AHEAD, REREAD);
  }

  @Override
  public ModelProvider createModelProvider(Context context) {
    FactoryUtil.ModelProviderFactoryHelper helper =
        FactoryUtil.createModelProviderFactoryHelper(this, context);
    helper.validateExcept(FunctionOptions.PREFIXES.toArray(new String[0]));
    ReadableConfig options = helper.getOptions();
    ResolvedCatalogModel model = context.getCatalogModel();
    requireText(model.getResolvedInputSchema().getColumns());
    Map<String, String> jobOptions = new TreeMap<>(model.getOptions());
    jobOptions
        .keySet()
        .removeIf(key -> FunctionOptions.PREFIXES.stream().noneMatch(key::startsWith));
    int ahead = options.get(AHEAD);
    if (ahead < 0 || ahead > HyperstreamFunction.MAX_AHEAD) {
      throw new ValidationException(
          "The option 'ahead' of a model must be a number of symbols from 0 to %d, but is %d."
              .formatted(HyperstreamFunction.MAX_AHEAD, ahead));
    }
    try {
      ModelPlace place = ModelPlace.of(options.get(MODEL), FunctionOptions.of(jobOptions));
      if (!place.isTopic()) {
        place.read(ModelInput.TEXT);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ValidationException("The model cannot be used: " + e.getMessage(), e);
    }
    return new HyperstreamModel(
        options.get(MODEL),
        jobOptions,
        ahead,
        options.get(REREAD),
        is(model.getResolvedInputSchema().getColumns().get(0), LogicalTypeFamily.BINARY_STRING),
        fields(model.getResolvedOutputSchema().getColumns()));
  }

  private static void requireText(List<Column> input) {
    boolean isText =
        input.size() == 1
            && (is(input.get(0), LogicalTypeFamily.CHARACTER_STRING)
                || is(input.get(0), LogicalTypeFamily.BINARY_STRING));
    if (!isText) {
      throw new ValidationException(
          "A model with the provider 'hyperstream' must have one column of type STRING or BYTES for its INPUT, but has %s."
              .formatted(input));
    }
  }

  private static boolean is(Column column, LogicalTypeFamily family) {
    return type(column).getFamilies().contains(family);
  }

  private static LogicalTypeRoot type(Column column) {
    return column.getDataType().getLogicalType().getTypeRoot();
  }

  private static List<HyperstreamModel.Field> fields(List<Column> output) {
    return output.stream().map(HyperstreamModelFactory::field).toList();
  }

  private static HyperstreamModel.Field field(Column column) {
    for (HyperstreamModel.Field field : HyperstreamModel.Field.values()) {
      if (field.column.equals(column.getName()) && field.type == type(column)) {
        return field;
      }
    }
    throw new ValidationException(
        "A model with the provider 'hyperstream' has for its OUTPUT the columns %s, but not %s. What depends on the texts before, such as their surprise, is given by the function HYPERSTREAM."
            .formatted(HyperstreamModel.Field.names(), column.asSummaryString()));
  }
}
