package io.facesweep.tables;

import io.facesweep.store.AssetRecord;
import io.facesweep.store.RecordJson;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import java.util.List;

/** A row of the table of assets: one file of one stage. */
record StageAsset(StageRecord record, AssetRecord asset) {
  static List<Column<StageAsset>> columns() {
    return List.of(
        new Column<>("kind", ColumnType.TEXT, row -> RecordJson.text(row.record.kind())),
        new Column<>("stage", ColumnType.TEXT, row -> row.record.id()),
        new Column<>("name", ColumnType.TEXT, row -> row.asset.name()),
        new Column<>(
            "path", ColumnType.TEXT, row -> StageStore.relativePath(row.record, row.asset)),
        new Column<>("bytes", ColumnType.LONG, row -> row.asset.bytes()),
        new Column<>("sha256", ColumnType.TEXT, row -> row.asset.sha256()),
        new Column<>("media_type", ColumnType.TEXT, row -> row.asset.mediaType()));
  }
}
