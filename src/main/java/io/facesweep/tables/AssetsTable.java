package io.facesweep.tables;

import io.facesweep.store.RecordJson;
import io.facesweep.store.StageFile;
import java.util.List;

/** The columns of the table of assets: one row per file of each stage. */
final class AssetsTable {
  private AssetsTable() {}

  static List<Column<StageFile, ?>> columns() {
    return List.of(
        new Column<>("kind", ColumnType.TEXT, file -> RecordJson.text(file.kind())),
        new Column<>("stage", ColumnType.TEXT, StageFile::stage),
        new Column<>("name", ColumnType.TEXT, StageFile::name),
        new Column<>("path", ColumnType.TEXT, StageFile::path),
        new Column<>("bytes", ColumnType.LONG, file -> file.asset().bytes()),
        new Column<>("sha256", ColumnType.TEXT, file -> file.asset().sha256()),
        new Column<>("media_type", ColumnType.TEXT, file -> file.asset().mediaType()));
  }
}
