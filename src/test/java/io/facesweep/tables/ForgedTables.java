package io.facesweep.tables;

import io.facesweep.Sha256;
import io.facesweep.store.StageStore;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Writes what somebody who may write to an output root could write there. */
public final class ForgedTables {
  private ForgedTables() {}

  /** A table of assets of one row. */
  public static void assets(
      StageStore store, String sweep, String stage, String name, String path, long bytes) {
    List<Column<String, ?>> columns =
        List.of(
            new Column<>("kind", ColumnType.TEXT, row -> "texture"),
            new Column<>("stage", ColumnType.TEXT, row -> stage),
            new Column<>("name", ColumnType.TEXT, row -> name),
            new Column<>("path", ColumnType.TEXT, row -> path),
            new Column<>("bytes", ColumnType.LONG, row -> bytes),
            new Column<>("sha256", ColumnType.TEXT, row -> Sha256.of("")),
            new Column<>("media_type", ColumnType.TEXT, row -> "image/gif"));
    Path file = new Path(store.storage().tableFolder("assets", sweep), TableFile.NAME);
    try (TableFile<String> table = new TableFile<>(store.storage(), file, "assets", columns)) {
      table.write("row");
      table.publish();
    }
  }
}
