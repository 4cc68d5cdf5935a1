package io.hyperstream.job.output;

import io.hyperstream.job.serialization.SerializerTypeInfo;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Gives Flink the serializer of {@link OutputRecord} wherever it asks for that type. */
public final class OutputRecordTypeInfoFactory extends TypeInfoFactory<OutputRecord> {

  @Override
  public TypeInformation<OutputRecord> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> parameters) {
    return new SerializerTypeInfo<>(OutputRecord.class, new OutputRecordSerializer());
  }
}
