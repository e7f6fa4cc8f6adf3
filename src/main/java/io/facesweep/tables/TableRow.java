package io.facesweep.tables;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table, read from its file or made of records: values by column. A column that the
 * table lacks, or that was not asked for, reads as one without a value.
 */
public final class TableRow {
  private final Map<String, Integer> index;
  private final @Nullable Object[] values;

  TableRow(Map<String, Integer> index, @Nullable Object[] values) {
    this.index = index;
    this.values = values;
  }

  /**
   * The value as it is stored: text, {@code Boolean}, {@code Integer}, {@code Long}, {@code
   * Double}.
   */
  public @Nullable Object value(String column) {
    Integer place = index.get(column);
    return place == null ? null : values[place];
  }

  /** A text. */
  public @Nullable String text(String column) {
    Object value = value(column);
    return value == null ? null : value.toString();
  }

  /** A number; NaN where there is none. */
  public double number(String column) {
    return value(column) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** A whole number; 0 where there is none. */
  public long whole(String column) {
    return value(column) instanceof Number number ? number.longValue() : 0;
  }

  /** A time. */
  public @Nullable Instant time(String column) {
    Object value = value(column);
    if (value instanceof Instant time) {
      return time;
    }
    return value instanceof Long micros ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS) : null;
  }
}
