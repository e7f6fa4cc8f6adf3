package io.facesweep.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.metrics.Metric.Direction;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import io.facesweep.store.ViewAngle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB reads what was written, so that nothing of ours judges it. */
class TablesTest {
  @TempDir private Path root;
  private StageStore store;
  private SweepPlan plan;

  @BeforeEach
  void planSample() {
    store = StageStore.open(root.toString(), new Configuration());
    SweepConfig config = SampleSweep.config(root);
    plan = SampleSweep.plan(config);
    new SweepFolder(store, "sample").write(config, plan);
  }

  @Test
  void thePlanReadsBackEqualAndHoldsNoSecret() throws IOException {
    assertThat(new SweepFolder(store, "sample").read()).isEqualTo(StoredSweep.of(plan));
    String effective = Files.readString(root.resolve("sweeps/sample/effective.conf"));
    assertThat(effective).contains("depth-control").doesNotContain("hunter2");
  }

  @Test
  void comparisonsOfPromptsAreThoseOfTheSweep() throws SQLException {
    Map<String, Double> known = Map.of("an old man", 0.5, "a young woman", 0.75, "a child", 0.1);
    for (Stage stage : plan.geometryStages()) {
      boolean isFirst = stage.promptText().equals("an old man");
      StageRecord plain = SampleSweep.done(StageKind.GEOMETRY, stage.id(), Map.of("norm", 1.0));
      Map<String, Object> settings = new HashMap<>(plain.settings());
      settings.put(StageRecord.PROMPT_TEXT, stage.promptText());
      StageRecord record =
          new StageRecord(
              plain.kind(),
              plain.id(),
              plain.status(),
              settings,
              new Measures(
                  null,
                  plain.metrics(),
                  Map.of(
                      "precision", isFirst ? known : Map.of("a young woman", 0.1, "a child", 0.2))),
              plain.assets(),
              plain.seconds(),
              plain.batchSize(),
              plain.host(),
              plain.user(),
              plain.device(),
              plain.versions(),
              null,
              plain.started(),
              plain.finished());
      store.commit(record, StageStore.newAttempt());
    }
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(query("SELECT DISTINCT prompt, metric_precision, metric_norm FROM %s", "trials"))
        .containsExactlyInAnyOrder("an old man|1.0|1.0", "a young woman|null|1.0");
    assertThat(summary.problems())
        .containsExactly(
            "precision of 1 stages is not known: they were measured in a sweep with other prompts");
  }

  @Test
  void trialsHaveFactorsSettingsMetricsStatusAndCost() throws SQLException {
    runAllButTheLast();
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(summary.trials()).isEqualTo(4);
    assertThat(summary.problems()).isEmpty();
    assertThat(
            query(
                "SELECT trial_index, prompt, seed, factor_texture_depth_control, status, error,"
                    + " error_step, metric_clip_score, metric_coefficient_norm, geometry_seconds,"
                    + " texture_seconds, geometry_shared_by, cost_seconds, texture_steps,"
                    + " texture_depth_control, texture_guidance_scale, sweep FROM %s ORDER BY 1",
                "trials"))
        .containsExactly(
            "0|an old man|0|true|done|null|null|0.25|3.5|2.0|2.0|2|3.0|400|true|100.0|sample",
            "1|an old man|0|false|done|null|null|0.25|3.5|2.0|2.0|2|3.0|400|false|100.0|sample",
            "2|a young woman|0|true|failed|went off|7|null|3.5|2.0|2.0|2|3.0|400|true|100.0|sample",
            "3|a young woman|0|false|missing|null|null|null|3.5|2.0|null|2|1.0|400|false|100.0"
                + "|sample");
  }

  @Test
  void startsHaveARowATrialAndSayWhetherDoingNothingWins() throws SQLException {
    SweepConfig config = SampleSweep.config(root);
    Instrument instrument = new Instrument(config.metrics().at(64), Map.of());
    new SweepFolder(store, "sample").write(instrument);
    for (Stage stage : plan.geometryStages()) {
      measured(stage, instrument, Map.of("coefficient_norm", 3.5));
    }
    double value = 0.1;
    for (Stage stage : plan.textureStages()) {
      measured(stage, instrument, Map.of("baked_light", value, "clip_score", 10 * value));
      value += 0.1;
    }
    assertThat(plan.starts()).hasSize(2);
    assertThat(Tables.rebuild(store, "sample").withoutStart()).isEqualTo(4);
    assertThat(query("SELECT DISTINCT is_known, metric_baked_light FROM %s", "starts"))
        .containsExactly("false|null");
    Map<String, Double> first =
        Map.of("baked_light", 0.01, "clip_score", 0.5, "coefficient_norm", 0.0);
    store.keepStart(plan.starts().get(0).id(), new Measures(instrument.id(), first, Map.of()));
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(summary.withoutStart()).isEqualTo(2);
    assertThat(summary.problems()).isEmpty();
    assertThat(
            query(
                "SELECT trial_index, is_known, metric_baked_light, metric_coefficient_norm FROM %s ORDER BY 1",
                "starts"))
        .containsExactly(
            "0|true|0.01|0.0", "1|true|0.01|0.0", "2|false|null|null", "3|false|null|null");
    assertThat(
            query(
                "SELECT count(*) FROM %s JOIN '" + file("trials") + "' USING (trial_id)", "starts"))
        .containsExactly("4");
    assertThat(summary.starts())
        .containsExactly(
            new StartComparison("clip_score", Direction.HIGHER_IS_BETTER, 2, 0.5, 1.5),
            new StartComparison("baked_light", Direction.LOWER_IS_BETTER, 2, 0.01, (0.1 + 0.2) / 2),
            new StartComparison("coefficient_norm", Direction.NEUTRAL, 2, 0, 3.5));
    assertThat(StartComparison.lines(summary.starts()))
        .extracting(line -> line.strip().replaceAll(" +", " "))
        .containsExactly(
            "Doing nothing, by every measure:",
            "measure start trained who wins",
            "clip_score 0.5000 1.500 trained",
            "baked_light 0.01000 0.1500 start",
            "coefficient_norm 0.000 3.500 neither");
  }

  @Test
  void viewsHaveARowAMeasureAndAViewOfEachTrialThatIsDone() throws SQLException {
    SweepConfig config = SampleSweep.config(root);
    Instrument instrument = new Instrument(config.metrics().at(64), Map.of());
    new SweepFolder(store, "sample").write(instrument);
    Map<ViewAngle, Double> flags =
        Map.of(new ViewAngle(0, 0), 0.75, new ViewAngle(180, 0), Double.NaN);
    for (Stage stage : plan.geometryStages()) {
      StageRecord record = SampleSweep.commit(store, stage, Map.of());
      store.keep(
          record,
          new Measures(instrument.id(), Map.of(), Map.of())
              .withViews(Map.of("geometry_face_flag", flags)));
    }
    StageRecord record = SampleSweep.commit(store, plan.textureStages().get(1), Map.of());
    store.keep(
        record,
        new Measures(instrument.id(), Map.of(), Map.of())
            .withViews(
                Map.of("face_flag", flags, "clip_score", Map.of(new ViewAngle(15, 15), 24.5))));
    SampleSweep.commit(store, plan.textureStages().get(0), Map.of());
    assertThat(Tables.rebuild(store, "sample").views()).isEqualTo(3);
    assertThat(query("SELECT trial_index, azimuth, elevation, measure, value FROM %s", "views"))
        .as("one trial has views of its last stage; what another instrument saw is left out")
        .containsExactly(
            "1|15.0|15.0|clip_score|24.5",
            "1|0.0|0.0|face_flag|0.75",
            "1|180.0|0.0|face_flag|null");
    assertThat(
            query(
                "SELECT count(*) FROM %s JOIN '" + file("trials") + "' USING (trial_id)", "views"))
        .containsExactly("3");
  }

  private void measured(Stage stage, Instrument instrument, Map<String, Double> metrics) {
    StageRecord record = SampleSweep.commit(store, stage, Map.of());
    store.keep(record, new Measures(instrument.id(), metrics, Map.of()));
  }

  @Test
  void anUndefinedValueIsNull() throws SQLException {
    for (Stage stage : plan.geometryStages()) {
      boolean isFirst = stage.promptText().equals("an old man");
      Map<String, Double> metrics = Map.of("norm", isFirst ? Double.NaN : 1.5);
      store.commit(
          SampleSweep.done(StageKind.GEOMETRY, stage.id(), metrics), StageStore.newAttempt());
    }
    Tables.rebuild(store, "sample");
    assertThat(query("SELECT DISTINCT prompt, metric_norm FROM %s", "trials"))
        .containsExactlyInAnyOrder("an old man|null", "a young woman|1.5");
    assertThat(query("SELECT avg(metric_norm) FROM %s", "trials")).containsExactly("1.5");
  }

  @Test
  void judgesThatFailedAreNamedByTrialAndInOneLine() throws SQLException {
    for (Stage stage : plan.geometryStages()) {
      StageRecord plain = SampleSweep.done(StageKind.GEOMETRY, stage.id(), Map.of("norm", 1.0));
      boolean isFirst = stage.promptText().equals("an old man");
      Map<String, String> errors =
          isFirst
              ? Map.of("clip", "out of memory", "face-nets", "it gave NaN")
              : Map.of("clip", "something else");
      Measures measures = new Measures(null, plain.metrics(), Map.of()).withJudgeErrors(errors);
      store.commit(SampleSweep.measured(plain, measures), StageStore.newAttempt());
    }
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(query("SELECT DISTINCT prompt, judge_errors, metric_norm FROM %s", "trials"))
        .containsExactlyInAnyOrder(
            "an old man|clip: out of memory; face-nets: it gave NaN|1.0",
            "a young woman|clip: something else|1.0");
    assertThat(summary.problems()).hasSize(1);
    assertThat(summary.problems().get(0))
        .matches(
            "Warning: judges failed, and their measures are empty there: clip in 2 stages \\(.*\\),"
                + " face-nets in 1 stages \\(it gave NaN\\); facesweep measure asks them again");
  }

  @Test
  void timesAreMicrosecondsInUtc() throws SQLException {
    runAllButTheLast();
    Tables.rebuild(store, "sample");
    assertThat(
            query("SELECT epoch_us(min(started_at)), epoch_us(max(finished_at)) FROM %s", "trials"))
        .containsExactly("1767323045678901|1767323049678901");
    assertThat(
            query(
                "SELECT DISTINCT type, logical_type FROM parquet_schema('"
                    + root
                    + "/tables/trials/*/*.parquet') WHERE name = 'started_at'",
                "trials"))
        .containsExactly(
            "INT64|TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>,"
                + " MICROS=MicroSeconds(), NANOS=<null>))");
  }

  @Test
  void stepsAndAssetsHaveOneRowEach() throws SQLException {
    runAllButTheLast();
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(summary.steps()).isEqualTo(8);
    assertThat(summary.assets()).isEqualTo(8);
    assertThat(
            query(
                "SELECT kind, count(*), count(DISTINCT stage), sum(gradient_norm),"
                    + " min(learning_rate), min(l2), min(other_terms) FROM %s GROUP BY 1 ORDER BY"
                    + " 1",
                "steps"))
        .containsExactly(
            "geometry|4|2|8.0|0.05|null|{\"new-term\":\"Infinity\"}",
            "texture|4|2|8.0|0.05|null|{\"new-term\":\"Infinity\"}");
    List<String> paths = query("SELECT path, bytes, media_type FROM %s ORDER BY name", "assets");
    assertThat(paths.get(7)).endsWith("views/front.png|3|image/png");
    assertThat(root.resolve(paths.get(7).substring(0, paths.get(7).indexOf('|'))))
        .hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(
            query(
                "SELECT count(*) FROM %s JOIN '" + file("trials") + "' ON stage = texture_stage",
                "assets"))
        .containsExactly("4");
  }

  @Test
  void rebuildingGivesTheSameRowsOnce() throws Exception {
    runAllButTheLast();
    Tables.rebuild(store, "sample");
    byte[] before = Files.readAllBytes(Path.of(file("trials")));
    Tables.rebuild(store, "sample");
    assertThat(Path.of(file("trials"))).hasBinaryContent(before);
    try (var files = Files.walk(root.resolve("tables"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(6);
    }
  }

  @Test
  void aStepCurveThatWasChangedIsReportedAndLeftOut() throws Exception {
    StageRecord record = SampleSweep.commit(store, plan.geometryStages().get(0), Map.of("x", 1.0));
    AssetRecord curve = record.asset(StageRecord.STEPS).orElseThrow();
    Files.write(root.resolve(StageStore.relativePath(record, curve)), new byte[] {0});
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(summary.steps()).isZero();
    assertThat(summary.problems()).singleElement().asString().contains("it is not the file");
  }

  @Test
  void rejectsASweepThatNeverRan() {
    assertThatThrownBy(() -> Tables.rebuild(store, "other"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read %s/sweeps/other/plan.json: there is no such sweep (run it first)"
                .formatted(root));
  }

  @Test
  void rejectsAPlanThatIsNone() throws IOException {
    Path file = root.resolve("sweeps/sample/plan.json");
    for (String text : new String[] {"", "{}", "[1]", "{\"version\": 1, \"sweep\": \"sample\"}"}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> Tables.rebuild(store, "sample"))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot read %s: it is not the plan of a sweep (run the sweep again)"
                  .formatted(file));
    }
    Files.writeString(file, "{\"version\": 9}");
    assertThatThrownBy(() -> Tables.rebuild(store, "sample"))
        .hasMessage("Cannot read %s: its version is 9 (expected 1)".formatted(file));
  }

  @Test
  void rejectsAPlanWhoseSettingsHaveOtherTypes() throws IOException {
    Path file = root.resolve("sweeps/sample/plan.json");
    String plan = Files.readString(file);
    for (String[] change :
        new String[][] {
          {"texture_steps", "400", "4.5", "4.5 (expected a whole number"},
          {"texture_guidance_scale", "100.0", "true", "true (expected a number with a decimal"},
          {"view_dependent_prompts", "true", "\"yes\"", "yes (expected true or false"},
          {"phases", "\"decoupled\"", "7", "7 (expected a text"}
        }) {
      String before = "\"%s\": %s".formatted(change[0], change[1]);
      assertThat(plan).contains(before);
      Files.writeString(file, plan.replace(before, "\"%s\": %s".formatted(change[0], change[2])));
      assertThatThrownBy(() -> Tables.rebuild(store, "sample"))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(
              "Cannot tabulate trial 0: its setting %s is %s".formatted(change[0], change[3]))
          .hasMessageEndingWith("; run the sweep again)");
    }
  }

  /** Both geometries and the first two textures are done, the third failed, the last is missing. */
  private void runAllButTheLast() {
    for (Stage stage : plan.geometryStages()) {
      SampleSweep.commit(store, stage, Map.of("coefficient_norm", 3.5));
    }
    List<Stage> textures = plan.textureStages();
    SampleSweep.commit(store, textures.get(0), Map.of("clip_score", 0.25));
    SampleSweep.commit(store, textures.get(1), Map.of("clip_score", 0.25));
    store.commit(
        SampleSweep.failed(
            StageKind.TEXTURE,
            textures.get(2).id(),
            new StageError("Diverged", "went off", "texture", 7)),
        StageStore.newAttempt());
  }

  private String file(String table) {
    return root + "/tables/" + table + "/sweep=sample/part-0.parquet";
  }

  private List<String> query(String sql, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    String source = "read_parquet('%s/tables/%s/*/*.parquet')".formatted(root, table);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result = duck.createStatement().executeQuery(sql.replace("%s", source))) {
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
