package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.store.StageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages to explore and to compare load. */
class ExploreFilesTest {
  private static final String HOSTILE = "</script><script>alert('1')</script> \u2028 =cmd|' & co";

  @TempDir private Path root;

  @Test
  void everyTrialIsAPlaceInColumnsOfOneLength() throws Exception {
    write(new SimulatedSweep().prompts(2).seeds(2).failEvery(5).skipEvery(7).steps(5).side(16));
    JsonObject data = data();
    int trials = data.getAsJsonArray("index").size();
    assertThat(trials).isEqualTo(32);
    for (String column :
        List.of(
            "id",
            "prompt",
            "seed",
            "status",
            "geometry",
            "texture",
            "start",
            "textured",
            "grey",
            "mesh")) {
      assertThat(data.getAsJsonArray(column)).as(column).hasSize(trials);
    }
    assertThat(data.getAsJsonArray("levels"))
        .hasSize(3)
        .allMatch(c -> ((JsonArray) c).size() == trials);
    assertThat(data.getAsJsonArray("values"))
        .hasSize(data.getAsJsonArray("measures").size())
        .allMatch(column -> ((JsonArray) column).size() == trials);
    assertThat(data.getAsJsonArray("status").toString()).contains("0", "1", "2");
    data.getAsJsonArray("files")
        .forEach(file -> assertThat(report(file.getAsString())).isRegularFile());
  }

  @Test
  void settingsAreWrittenOnceAndByTrialOnlyWhereTheyDiffer() throws Exception {
    write(new SimulatedSweep().prompts(2).seeds(1).withoutAssets());
    JsonObject data = data();
    List<String> varied =
        data.getAsJsonArray("varied").asList().stream()
            .map(setting -> setting.getAsJsonObject().get("key").getAsString())
            .toList();
    assertThat(varied).contains("view_dependent_prompts", "texture_depth_control", "texture_prior");
    assertThat(data.getAsJsonObject("same").keySet())
        .contains("texture_steps")
        .doesNotContainAnyElementsOf(varied);
  }

  @Test
  void aPromptStaysATextInScriptsAndPages() throws Exception {
    write(
        new SimulatedSweep()
            .prompts(List.of(HOSTILE, "a man"))
            .seeds(1)
            .steps(5)
            .side(16)
            .axes("texture.depth-control = [true, false]"));
    assertThat(data().getAsJsonArray("prompts").get(0).getAsString()).isEqualTo(HOSTILE);
    try (Stream<Path> files = Files.walk(report(""))) {
      for (Path file :
          files
              .filter(f -> f.toString().matches(".*(explore|compare|detail).*"))
              .filter(Files::isRegularFile)
              .toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("<script>alert")
            .doesNotContain("\u2028");
      }
    }
    for (String page : List.of(ExplorePage.FILE, ComparePage.FILE)) {
      assertThat(Files.readString(report(page)))
          .contains("default-src &#39;none&#39;; script-src &#39;self&#39;")
          .doesNotContain(" style=")
          .doesNotContain(" onclick=");
    }
  }

  @Test
  void aStagesDetailHasItsCurveAndItsFiles() throws Exception {
    write(
        new SimulatedSweep()
            .prompts(1)
            .seeds(1)
            .steps(400)
            .side(16)
            .axes("texture.depth-control = [true, false]"));
    String stage = data().getAsJsonArray("stages").get(0).getAsString();
    String script = Files.readString(report("stages/" + stage + "/detail.js"));
    assertThat(script).startsWith("facesweepStage(\"" + stage + "\", {").endsWith(");\n");
    JsonObject detail =
        JsonParser.parseString(script.substring(script.indexOf('{'), script.lastIndexOf(')')))
            .getAsJsonObject();
    JsonArray curve =
        detail.getAsJsonObject("curves").getAsJsonArray(StepSeries.title(StepSeries.GRADIENT_NORM));
    assertThat(curve.size()).isBetween(200, 320);
    assertThat(detail.getAsJsonArray("files").size()).isPositive();
  }

  @Test
  void theImportanceOnThePageIsThatOfItsTable() throws Exception {
    write(new SimulatedSweep().prompts(7).seeds(1).withoutAssets());
    String page = Files.readString(report(ExplorePage.FILE));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT metric, share, low, high, sum(share) OVER (PARTITION BY metric) AS total"
                    + " FROM read_parquet('%s/tables/importance/sweep=simulated/*.parquet')"
                        .formatted(root))) {
      int count = 0;
      while (rows.next()) {
        count++;
        assertThat(rows.getDouble("total")).isEqualTo(1, within(1e-9));
        assertThat(page)
            .contains("#metric-" + rows.getString("metric"))
            .contains(
                percent(rows.getDouble("share"))
                    + "<span class=\"small quiet\">[%s, %s]"
                        .formatted(
                            percent(rows.getDouble("low")), percent(rows.getDouble("high"))));
      }
      assertThat(count).isGreaterThan(20);
    }
  }

  @Test
  void aSweepWhoseFactorsAreNotCrossedSaysThatThereAreNoShares() throws Exception {
    write(
        new SimulatedSweep()
            .prompts(2)
            .seeds(1)
            .withoutAssets()
            .axes("texture.depth-control = [true]"));
    assertThat(Files.readString(report(ExplorePage.FILE)))
        .contains("There are no shares: it takes factors");
  }

  private void write(SimulatedSweep sweep) {
    StageStore store = StageStore.open(root.toString(), new Configuration());
    sweep.write(store);
    SweepReport.write(store, "simulated");
  }

  private JsonObject data() throws Exception {
    String script = Files.readString(report(ExploreFiles.DATA));
    return JsonParser.parseString(script.substring(script.indexOf('{'), script.lastIndexOf(';')))
        .getAsJsonObject();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private Path report(String file) {
    return root.resolve("report/simulated").resolve(file);
  }
}
