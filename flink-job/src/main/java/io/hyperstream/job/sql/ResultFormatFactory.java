package io.hyperstream.job.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;

/**
 * The format {@code hyperstream}: reads the topics of a job in Avro's single-object encoding, which
 * no format of Flink reads, and in JSON. A table has the fields that the JSON has. The option
 * {@code ignore-parse-errors} is that of Flink's format {@code json}, which reads what is made.
 */
public final class ResultFormatFactory implements DeserializationFormatFactory {

  private static final ConfigOption<Boolean> IGNORE_PARSE_ERRORS =
      ConfigOptions.key("ignore-parse-errors").booleanType().defaultValue(false);

  @Override
  public String factoryIdentifier() {
    return "hyperstream";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(IGNORE_PARSE_ERRORS);
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig options) {
    return new Format(
        FactoryUtil.discoverFactory(
                context.getClassLoader(), DeserializationFormatFactory.class, "json")
            .createDecodingFormat(context, options));
  }

  /** JSON, from whatever the records are. */
  private record Format(DecodingFormat<DeserializationSchema<RowData>> json)
      implements DecodingFormat<DeserializationSchema<RowData>> {

    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
        DynamicTableSource.Context context, DataType type) {
      return new ResultSchema(json.createRuntimeDecoder(context, type));
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
      return json.listReadableMetadata();
    }

    @Override
    public void applyReadableMetadata(List<String> keys) {
      json.applyReadableMetadata(keys);
    }
  }
}
