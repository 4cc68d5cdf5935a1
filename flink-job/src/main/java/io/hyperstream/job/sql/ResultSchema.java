package io.hyperstream.job.sql;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.JsonCodec;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/** Turns a record of a topic of the job into JSON, and lets that be read. */
final class ResultSchema implements DeserializationSchema<RowData> {

  private static final long serialVersionUID = 1;

  private static final byte JSON_OBJECT = '{';

  private static final List<Class<? extends SpecificRecord>> TYPES =
      List.of(
          Score.class,
          Alert.class,
          Incident.class,
          Prediction.class,
          Rejected.class,
          Feedback.class,
          ModelChunk.class);

  private interface ToJson {
    byte[] of(byte[] record) throws IOException;
  }

  private final DeserializationSchema<RowData> json;

  /** What records are turned into JSON; the first that can is asked first the next time. */
  private transient ToJson[] codecs;

  ResultSchema(DeserializationSchema<RowData> json) {
    this.json = json;
  }

  @Override
  public void open(InitializationContext context) throws Exception {
    json.open(context);
    codecs = TYPES.stream().map(ResultSchema::codec).toArray(ToJson[]::new);
  }

  private static <T extends SpecificRecord> ToJson codec(Class<T> type) {
    AvroCodec<T> avro = AvroCodec.of(type);
    JsonCodec<T> json = JsonCodec.of(type);
    return record -> json.encode(avro.decode(record));
  }

  /** The record as JSON; what is no record of the job stays as it is, and is refused as JSON. */
  private byte[] toJson(byte[] record) {
    if (record == null || record.length == 0 || record[0] == JSON_OBJECT) {
      return record;
    }
    for (int i = 0; i < codecs.length; i++) {
      try {
        byte[] text = codecs[i].of(record);
        ToJson found = codecs[i];
        codecs[i] = codecs[0];
        codecs[0] = found;
        return text;
      } catch (IOException e) {
        // The next type, then.
      }
    }
    return record;
  }

  @Override
  public RowData deserialize(byte[] record) throws IOException {
    return json.deserialize(toJson(record));
  }

  @Override
  public void deserialize(byte[] record, Collector<RowData> out) throws IOException {
    json.deserialize(toJson(record), out);
  }

  @Override
  public boolean isEndOfStream(RowData row) {
    return json.isEndOfStream(row);
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return json.getProducedType();
  }
}
