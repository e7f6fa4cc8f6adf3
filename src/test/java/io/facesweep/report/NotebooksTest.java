package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.store.StageStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebooks as files, and their SQL in DuckDB on the tables of a simulated sweep. */
class NotebooksTest {
  private static final Path FOLDER = Path.of("notebooks-export");
  private static final String SPARK = "spark.ipynb"; // NotebookSparkIT runs it
  private static final Pattern QUERY = Pattern.compile("(?s)query\\(\"\"\"(.*?)\"\"\"\\)");

  @TempDir private Path root;

  @Test
  void theReportHasEveryNotebookOfTheFolder() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".ipynb"))
          .containsExactlyInAnyOrderElementsOf(Notebooks.names());
    }
  }

  @Test
  void everyNotebookIsOneAndSaysWhatItReads() throws Exception {
    for (String name : Notebooks.names()) {
      JsonObject notebook = read(name);
      assertThat(notebook.get("nbformat").getAsInt()).isEqualTo(4);
      assertThat(notebook.getAsJsonObject("metadata").has("kernelspec")).isTrue();
      List<String> parameters = new ArrayList<>();
      for (JsonElement element : notebook.getAsJsonArray("cells")) {
        JsonObject cell = element.getAsJsonObject();
        assertThat(cell.get("cell_type").getAsString()).isIn("markdown", "code");
        assertThat(cell.get("id").getAsString()).matches("[a-zA-Z0-9_-]{1,64}");
        assertThat(cell.has("metadata")).isTrue();
        JsonElement tags = cell.getAsJsonObject("metadata").get("tags");
        if (tags != null && tags.toString().contains("parameters")) {
          parameters.add(source(cell));
        }
      }
      assertThat(parameters).as(name).singleElement().asString().contains("OUTPUT = ", "SWEEP = ");
      assertThat(notebook.toString()).doesNotContain("Traceback", "\"error\"", "/work/", "/tmp/");
    }
  }

  @Test
  void everyCellThatEndsInAQueryIsKeptWithWhatItGave() throws Exception {
    for (String name : Notebooks.names()) {
      int kept = 0;
      for (JsonElement element : read(name).getAsJsonArray("cells")) {
        JsonObject cell = element.getAsJsonObject();
        if (source(cell).startsWith("query(")) {
          assertThat(cell.getAsJsonArray("outputs")).as("%s: %s", name, source(cell)).hasSize(1);
          kept++;
        }
      }
      assertThat(kept).as(name).isPositive();
    }
  }

  @Test
  void everyQueryRunsAndTheEffectsAreThoseOfTheTrials() throws Exception {
    StageStore store = StageStore.open(root.toString(), new Configuration());
    new SimulatedSweep().prompts(3).seeds(2).side(16).steps(5).failEvery(10).write(store);
    SweepReport.write(store, "simulated");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (String table :
          List.of("trials", "starts", "views", "steps", "assets", "effects", "importance")) {
        statement.execute(
            "CREATE VIEW %s AS SELECT * FROM read_parquet('%s/tables/%s/sweep=simulated/*.parquet')"
                .formatted(table, root, table));
      }
      int queries = 0;
      for (String name : Notebooks.names()) {
        for (String sql : name.equals(SPARK) ? List.<String>of() : queries(name)) {
          try (ResultSet rows = statement.executeQuery(sql)) {
            queries++;
            if (sql.contains("largest_difference")) {
              assertThat(rows.next()).isTrue();
              assertThat(rows.getInt("compared")).isEqualTo(3 * 9);
              assertThat(rows.getDouble("largest_difference")).isLessThan(1e-12);
            } else if (!sql.contains("interaction")) {
              assertThat(rows.next()).as("%s: %s", name, sql).isTrue();
            }
          }
        }
      }
      assertThat(queries).isGreaterThanOrEqualTo(16);
    }
  }

  @Test
  void aCopyIsPointedAtTheSweepAndHasNoOutputs() {
    String copy =
        new String(
            Notebooks.pointedAt("cost.ipynb", "s3a://bucket/\"x", "night"), StandardCharsets.UTF_8);
    JsonObject notebook = JsonParser.parseString(copy).getAsJsonObject();
    List<String> sources = new ArrayList<>();
    for (JsonElement element : notebook.getAsJsonArray("cells")) {
      JsonObject cell = element.getAsJsonObject();
      sources.add(source(cell));
      if (cell.get("cell_type").getAsString().equals("code")) {
        assertThat(cell.getAsJsonArray("outputs")).isEmpty();
      }
    }
    assertThat(sources).contains("OUTPUT = \"s3a://bucket/\\\"x\"\nSWEEP = \"night\"");
  }

  static List<String> queries(String name) throws Exception {
    List<String> queries = new ArrayList<>();
    for (JsonElement element : read(name).getAsJsonArray("cells")) {
      Matcher matcher = QUERY.matcher(source(element.getAsJsonObject()));
      while (matcher.find()) {
        queries.add(matcher.group(1).replace("\\\\", "\\"));
      }
    }
    return queries;
  }

  private static JsonObject read(String name) throws Exception {
    return JsonParser.parseString(Files.readString(FOLDER.resolve(name))).getAsJsonObject();
  }

  private static String source(JsonObject cell) {
    StringBuilder source = new StringBuilder();
    cell.getAsJsonArray("source").forEach(line -> source.append(line.getAsString()));
    return source.toString();
  }
}
