package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.StageStore;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of the PySpark notebook, on Spark. */
class NotebookSparkIT {
  @Test
  void everyQueryOfThePySparkNotebookRuns(@TempDir Path root) throws Exception {
    StageStore store = StageStore.open(root.toString(), new Configuration());
    new SimulatedSweep().prompts(2).seeds(1).side(16).steps(10).write(store);
    SweepReport.write(store, "simulated");
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            // for a few rows, compiling queries takes longer than all else
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate()) {
      for (String table :
          List.of("trials", "starts", "views", "steps", "assets", "effects", "importance")) {
        spark
            .read()
            .parquet("%s/tables/%s/sweep=simulated".formatted(root, table))
            .createOrReplaceTempView(table);
      }
      List<String> queries = NotebooksTest.queries("spark.ipynb");
      assertThat(queries).hasSize(4);
      for (String sql : queries) {
        assertThat(spark.sql(sql).collectAsList()).as(sql).isNotEmpty();
      }
    }
  }
}
