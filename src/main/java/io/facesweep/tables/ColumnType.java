package io.facesweep.tables;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Types of table columns; all may be null. */
@SuppressWarnings("ImmutableEnumChecker") // Parquet's annotations of types are immutable
public enum ColumnType {
  /** {@code Boolean}. */
  BOOLEAN(PrimitiveTypeName.BOOLEAN, null),
  /** {@code Integer} or {@code Long}, 32 bits. */
  INT(PrimitiveTypeName.INT32, null),
  /** {@code Integer} or {@code Long}, 64 bits. */
  LONG(PrimitiveTypeName.INT64, null),
  /** {@code Double}. */
  DOUBLE(PrimitiveTypeName.DOUBLE, null),
  /** {@code String}. */
  TEXT(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType()),
  /** {@code Instant}, UTC. */
  TIMESTAMP(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));

  private final PrimitiveTypeName physical;
  private final @Nullable LogicalTypeAnnotation logical;

  ColumnType(PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical) {
    this.physical = physical;
    this.logical = logical;
  }

  /** The type of a column of such values. */
  static ColumnType of(Class<?> type) {
    if (type == Boolean.class) {
      return BOOLEAN;
    } else if (type == Long.class) {
      return LONG;
    }
    return type == Double.class ? DOUBLE : TEXT;
  }

  PrimitiveType parquet(String name) {
    var type = Types.optional(physical);
    return logical == null ? type.named(name) : type.as(logical).named(name);
  }

  void write(Object value, RecordConsumer consumer) {
    switch (this) {
      case BOOLEAN -> consumer.addBoolean((Boolean) value);
      case INT -> consumer.addInteger(((Number) value).intValue());
      case LONG -> consumer.addLong(((Number) value).longValue());
      case DOUBLE -> consumer.addDouble((Double) value);
      case TEXT -> consumer.addBinary(Binary.fromString((String) value));
      case TIMESTAMP -> consumer.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
    }
  }
}
