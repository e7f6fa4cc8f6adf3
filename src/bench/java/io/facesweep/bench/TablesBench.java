package io.facesweep.bench;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.store.Measures;
import io.facesweep.store.SettingsColumns;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import io.facesweep.store.SweepFolder;
import io.facesweep.store.ViewAngle;
import io.facesweep.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Time of all tables of a sweep that never ran, with the 26 values of single views that a trial
 * with a texture has: {@code TablesBench FOLDER [TRIALS] [TIMES]}. Records are written to the
 * folder if it does not have them. A JSON line for each time.
 */
public final class TablesBench {
  private static final int STEPS = 8;
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final List<String> METRICS =
      List.of(
          "fit_text",
          "geometry_fit_text",
          "face_front",
          "face_back",
          "faces",
          "landmark_error",
          "geometry_face_front",
          "geometry_face_back",
          "baked_light",
          "lighting_variation",
          "lighting_asymmetry",
          "sharpness",
          "saturation",
          "misregistration",
          "coefficient_norm",
          "change",
          "change_geometry");

  private final StageStore store;
  private final Measures measures;
  private final byte[] steps;

  private TablesBench(StageStore store, String instrument) {
    this.store = store;
    Map<String, Double> metrics = new TreeMap<>();
    METRICS.forEach(metric -> metrics.put(metric, 1.0 / metric.length()));
    this.measures =
        new Measures(instrument, metrics, Map.of())
            .withViews(
                Map.of(
                    "face_flag", views(8),
                    "geometry_face_flag", views(8),
                    "fit_view", views(5),
                    "geometry_fit_view", views(5)));
    List<StepRow> rows = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      rows.add(
          new StepRow("texture", step, 980 - step, 1, Map.of("l2", 0.5), 0, 0.1, 0, 0, "front"));
    }
    this.steps = StepLog.write(rows);
  }

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments.length > 0 ? arguments[0] : "out/tables-bench");
    int trials = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    int times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    SweepConfig config = SweepBench.config(root, trials);
    StageStore store = StageStore.open(root.toString(), new Configuration());
    if (!Files.exists(root.resolve("sweeps"))) {
      write(store, config);
    }
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      try (HeapUse heap = HeapUse.watch()) {
        Tables.Summary summary = Tables.rebuild(store, config.sweep().name());
        System.out.printf(
            Locale.ROOT,
            "{\"trials\": %d, \"done\": %d, \"views\": %d, \"steps\": %d, \"seconds\": %.2f,"
                + " \"cpu_s\": %.1f, \"peak_heap_mb\": %d, \"live_heap_mb\": %d}%n",
            summary.trials(),
            summary.done(),
            summary.views(),
            summary.steps(),
            SweepBench.since(start),
            SweepBench.cpuSeconds(),
            heap.peak() >> 20,
            heap.live() >> 20);
      }
    }
  }

  private static void write(StageStore store, SweepConfig config) {
    SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    MetricsSettings settings = config.metrics();
    Instrument instrument =
        new Instrument(settings.isAutomatic() ? settings.at(64) : settings, Map.of());
    TablesBench bench = new TablesBench(store, instrument.id());
    Stream.of(plan.geometryStages(), plan.textureStages())
        .flatMap(List::stream)
        .parallel()
        .forEach(bench::write);
    SweepFolder folder = new SweepFolder(store, plan.sweep());
    folder.write(instrument);
    folder.write(config, plan);
  }

  private void write(Stage stage) {
    String attempt = StageStore.newAttempt();
    Map<String, Object> settings = new TreeMap<>(SettingsColumns.of(stage.settings()));
    settings.put(StageRecord.PROMPT_TEXT, stage.promptText());
    settings.put("seed", stage.seed());
    store.commit(
        new StageRecord(
            stage.kind(),
            stage.id(),
            StageStatus.DONE,
            settings,
            measures,
            store.writeAssets(stage.kind(), stage.id(), attempt, Map.of(StageRecord.STEPS, steps)),
            Map.of(StageRecord.SHARE, 2.0, StageRecord.BATCH, 4.0),
            2,
            "host-1",
            "ada",
            "cpu",
            Map.of("facesweep", "source"),
            null,
            START,
            START.plusSeconds(4)),
        attempt);
  }

  private static Map<ViewAngle, Double> views(int count) {
    Map<ViewAngle, Double> views = new TreeMap<>();
    IntStream.range(0, count).forEach(i -> views.put(new ViewAngle(45.0 * i, 0), 1 / (1.0 + i)));
    return views;
  }
}
