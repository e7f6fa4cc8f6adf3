package io.facesweep.tables;

import io.facesweep.store.StageStore;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The table of importance, {@code tables/importance/sweep=NAME/part-0.parquet}: one row a measure
 * and thing that its variance is due to, as {@link ImportanceRow} has it.
 */
public final class ImportanceTable {
  private ImportanceTable() {}

  /**
   * Writes the table in the place of the one before it.
   *
   * @param sweep its name
   * @throws io.facesweep.UserException if it cannot be written
   */
  public static void write(StageStore store, String sweep, List<ImportanceRow> rows) {
    Path path = new Path(store.storage().tableFolder("importance", sweep), TableFile.NAME);
    try (TableFile<ImportanceRow> table =
        new TableFile<>(store.storage(), path, "importance", ImportanceRow.columns())) {
      rows.forEach(table::write);
      table.publish();
    }
  }
}
