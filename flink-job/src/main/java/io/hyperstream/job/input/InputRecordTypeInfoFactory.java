package io.hyperstream.job.input;

import io.hyperstream.job.serialization.SerializerTypeInfo;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Tells Flink the serializer of {@link InputRecord}. */
public final class InputRecordTypeInfoFactory extends TypeInfoFactory<InputRecord> {

  @Override
  public TypeInformation<InputRecord> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> parameters) {
    return new SerializerTypeInfo<>(InputRecord.class, new InputRecordSerializer());
  }
}
