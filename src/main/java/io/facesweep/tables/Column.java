package io.facesweep.tables;

import java.util.function.BiConsumer;
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
   * Returns what writes the value of each row that has one, row by row.
   *
   * @param place number of the column in its table, from 0
   */
  BiConsumer<RecordConsumer, R> writer(int place) {
    BiConsumer<RecordConsumer, V> writer = type.writer();
    return (consumer, row) -> {
      V written = value.apply(row);
      if (written != null) {
        consumer.startField(name, place);
        writer.accept(consumer, written);
        consumer.endField(name, place);
      }
    };
  }
}
