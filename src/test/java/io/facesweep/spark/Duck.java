package io.facesweep.spark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** DuckDB's view of the tables: a reader that is none of ours. */
final class Duck {
  private Duck() {}

  /** Rows of a table, grouped by what is not an aggregate, values joined by bars. */
  static List<String> query(Path root, String table, String columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    String sql =
        "SELECT %s FROM read_parquet('%s/tables/%s/*/*.parquet') GROUP BY ALL ORDER BY 1"
            .formatted(columns, root, table);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result = duck.createStatement().executeQuery(sql)) {
      while (result.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
