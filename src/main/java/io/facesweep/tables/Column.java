package io.facesweep.tables;

import java.util.function.Function;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name in snake_case
 * @param type of its values
 * @param value of a row; null where the row has none
 */
record Column<R, V>(String name, ColumnType<V> type, Function<R, @Nullable V> value) {
  /**
   * Writes a row's value, if it has one.
   *
   * @param place number of the column in its table, from 0
   */
  void write(R row, int place, RecordConsumer consumer) {
    V written = value.apply(row);
    if (written != null) {
      consumer.startField(name, place);
      type.write(written, consumer);
      consumer.endField(name, place);
    }
  }
}
