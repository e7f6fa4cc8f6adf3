package io.facesweep.tables;

import io.facesweep.store.StageStore;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The table of effects, {@code tables/effects/sweep=NAME/part-0.parquet}: one row a contrast, as
 * {@link EffectRow} has it.
 */
public final class EffectsTable {
  private EffectsTable() {}

  /**
   * Writes the table in the place of the one before it.
   *
   * @param sweep its name
   * @throws io.facesweep.UserException if it cannot be written
   */
  public static void write(StageStore store, String sweep, List<EffectRow> rows) {
    Path path = new Path(store.storage().tableFolder("effects", sweep), TableFile.NAME);
    try (TableFile<EffectRow> table =
        new TableFile<>(store.storage(), path, "effects", EffectRow.columns())) {
      rows.forEach(table::write);
      table.publish();
    }
  }
}
