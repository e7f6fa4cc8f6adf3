package io.facesweep.tables;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A type of table columns; every value may be missing.
 *
 * @param <V> what rows give
 */
final class ColumnType<V> {
  static final ColumnType<Boolean> BOOLEAN =
      new ColumnType<>(PrimitiveTypeName.BOOLEAN, null, RecordConsumer::addBoolean);

  /** 32 bits. */
  static final ColumnType<Integer> INT =
      new ColumnType<>(PrimitiveTypeName.INT32, null, RecordConsumer::addInteger);

  /** 64 bits. */
  static final ColumnType<Long> LONG =
      new ColumnType<>(PrimitiveTypeName.INT64, null, RecordConsumer::addLong);

  static final ColumnType<Double> DOUBLE =
      new ColumnType<>(PrimitiveTypeName.DOUBLE, null, RecordConsumer::addDouble);

  /** UTF-8. */
  static final ColumnType<String> TEXT =
      new ColumnType<>(
          PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), TextWriter::new);

  /** Microseconds, UTC. */
  static final ColumnType<Instant> TIMESTAMP =
      new ColumnType<>(
          PrimitiveTypeName.INT64,
          LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS),
          (consumer, time) -> consumer.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, time)));

  private final PrimitiveTypeName physical;
  private final @Nullable LogicalTypeAnnotation logical;
  private final Supplier<BiConsumer<RecordConsumer, V>> writers;

  private ColumnType(
      PrimitiveTypeName physical,
      @Nullable LogicalTypeAnnotation logical,
      BiConsumer<RecordConsumer, V> writer) {
    this(physical, logical, () -> writer);
  }

  private ColumnType(
      PrimitiveTypeName physical,
      @Nullable LogicalTypeAnnotation logical,
      Supplier<BiConsumer<RecordConsumer, V>> writers) {
    this.physical = physical;
    this.logical = logical;
    this.writers = writers;
  }

  /** The column in a Parquet schema. */
  PrimitiveType parquet(String name) {
    var type = Types.optional(physical);
    return logical == null ? type.named(name) : type.as(logical).named(name);
  }

  /** Returns what writes the values of one column, one after the other. */
  BiConsumer<RecordConsumer, V> writer() {
    return writers.get();
  }

  /** Encodes a text once where rows that follow each other have the same. */
  private static final class TextWriter implements BiConsumer<RecordConsumer, String> {
    private String last = "";
    private Binary encoded = Binary.EMPTY;

    @Override
    public void accept(RecordConsumer consumer, String text) {
      if (!text.equals(last)) {
        last = text;
        encoded = Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
      }
      consumer.addBinary(encoded);
    }
  }
}
