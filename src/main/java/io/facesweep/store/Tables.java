package io.facesweep.store;

import io.facesweep.UserException;
import io.facesweep.plan.StageKind;
import io.facesweep.store.TrialRow.StageSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet tables of a sweep, made of its plan and the records of its stages; any number of
 * times, with the same outcome:
 *
 * <pre>
 * tables/trials/sweep=NAME/part-0.parquet    one row a trial, those that failed or did not run too
 * tables/steps/sweep=NAME/part-0.parquet     one row a step of each stage
 * tables/assets/sweep=NAME/part-0.parquet    one row a file of each stage
 * </pre>
 *
 * <p>The sweep's name is in the path only, as Hive has partitions. Each file replaces the one
 * before it at once. Trials and stages go by {@code trial_id}, {@code geometry_stage} and {@code
 * texture_stage}.
 */
public final class Tables {
  /**
   * What was written.
   *
   * @param uri of the folder of the tables
   * @param trials rows of {@code trials}
   * @param done trials that are done
   * @param failed trials that failed
   * @param failures the first of them, a line each
   * @param steps rows of {@code steps}
   * @param assets rows of {@code assets}
   * @param problems records and step curves that could not be relied on, a line each
   */
  public record Summary(
      String uri,
      int trials,
      int done,
      int failed,
      List<String> failures,
      long steps,
      long assets,
      List<String> problems) {}

  private static final int SHOWN_FAILURES = 5;

  private final StageStore store;
  private final StoredSweep sweep;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, StageSummary> summaries = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> unknown = new TreeMap<>();
  private final List<String> prompts;
  private int done;
  private int failed;
  private long steps;
  private long assets;

  private Tables(StageStore store, StoredSweep sweep) {
    this.store = store;
    this.sweep = sweep;
    this.prompts = sweep.trials().stream().map(StoredTrial::promptText).distinct().toList();
  }

  /**
   * Rebuilds the tables of a sweep.
   *
   * @throws UserException if there is no such sweep, or its tables cannot be written
   */
  public static Summary rebuild(StageStore store, String sweep) {
    return new Tables(store, new SweepFolder(store, sweep).read()).write();
  }

  private Summary write() {
    writeStages();
    writeTrials();
    unknown.forEach(
        (metric, stages) ->
            problems.add(
                "%s of %d stages is not known: they were measured in a sweep with other prompts"
                    .formatted(metric, stages)));
    String uri = StorageErrors.shown(store.storage().resolve("tables").toUri());
    return new Summary(uri, sweep.trials().size(), done, failed, failures, steps, assets, problems);
  }

  private void writeStages() {
    try (TableFile<StageSteps> stepTable = table("steps", StageSteps.columns());
        TableFile<StageAsset> assetTable = table("assets", StageAsset.columns())) {
      StageScan scan = new StageScan(store);
      for (StageKind kind : StageKind.values()) {
        scan.each(
            kind,
            stages(kind),
            id -> load(kind, id),
            loaded -> write(loaded, stepTable, assetTable));
      }
      stepTable.publish();
      assetTable.publish();
    }
  }

  /** A stage, read on a thread of its own; without a record if it has none to rely on. */
  private record Loaded(
      @Nullable StageRecord record, List<StepRow> steps, @Nullable String problem) {}

  private Loaded load(StageKind kind, String id) {
    StageLookup lookup = store.lookup(kind, id);
    if (!(lookup instanceof StageLookup.Found found)) {
      String problem = lookup instanceof StageLookup.Untrusted bad ? bad.message() : null;
      return new Loaded(null, List.of(), problem);
    }
    StageRecord record = found.record();
    Asset curve = record.asset(StageRecord.STEPS).orElse(null);
    if (curve == null) {
      return new Loaded(record, List.of(), null);
    }
    try {
      byte[] content = store.readAsset(record, curve);
      String path = StageStore.relativePath(record, curve);
      return new Loaded(record, StepLog.read(content, path), null);
    } catch (UserException e) {
      return new Loaded(record, List.of(), e.getMessage());
    }
  }

  private void write(
      Loaded loaded, TableFile<StageSteps> stepTable, TableFile<StageAsset> assetTable) {
    if (loaded.problem() != null) {
      problems.add(loaded.problem());
    }
    StageRecord record = loaded.record();
    if (record == null) {
      return;
    }
    StageSummary summary = StageSummary.of(record, prompts);
    summaries.put(record.id(), summary);
    for (String metric : record.promptErrors().keySet()) {
      if (prompts.size() > 1 && !summary.metrics().containsKey(metric)) {
        unknown.merge(metric, 1, Integer::sum);
      }
    }
    for (StepRow step : loaded.steps()) {
      stepTable.write(new StageSteps(record.kind(), record.id(), step));
      steps++;
    }
    for (Asset asset : record.assets()) {
      assetTable.write(new StageAsset(record, asset));
      assets++;
    }
  }

  private void writeTrials() {
    TreeSet<String> metrics = new TreeSet<>();
    summaries.values().forEach(summary -> metrics.addAll(summary.metrics().keySet()));
    Map<String, Integer> sharing = new HashMap<>();
    for (StoredTrial trial : sweep.trials()) {
      sharing.merge(Objects.requireNonNullElse(trial.geometryStage(), ""), 1, Integer::sum);
    }
    try (TableFile<TrialRow> table =
        table("trials", TrialRow.columns(sweep.factors().keySet(), metrics))) {
      for (StoredTrial trial : sweep.trials()) {
        String geometry = trial.geometryStage();
        TrialRow row =
            new TrialRow(
                trial,
                summary(geometry),
                summary(trial.textureStage()),
                geometry == null ? 1 : sharing.getOrDefault(geometry, 1));
        count(row);
        table.write(row);
      }
      table.publish();
    }
  }

  private void count(TrialRow row) {
    String status = row.status();
    if (status.equals(StageStatus.DONE.text())) {
      done++;
    } else if (status.equals(StageStatus.FAILED.text())) {
      failed++;
      if (failures.size() < SHOWN_FAILURES) {
        failures.add(row.failure());
      }
    }
  }

  private @Nullable StageSummary summary(@Nullable String stage) {
    return stage == null ? null : summaries.get(stage);
  }

  private Collection<String> stages(StageKind kind) {
    Function<StoredTrial, @Nullable String> stage =
        kind == StageKind.GEOMETRY ? StoredTrial::geometryStage : StoredTrial::textureStage;
    Set<String> stages = new LinkedHashSet<>();
    for (StoredTrial trial : sweep.trials()) {
      String id = stage.apply(trial);
      if (id != null) {
        stages.add(id);
      }
    }
    return stages;
  }

  private <R> TableFile<R> table(String name, List<Column<R>> columns) {
    Path path =
        store.storage().resolve("tables/%s/sweep=%s/part-0.parquet".formatted(name, sweep.name()));
    return new TableFile<>(store.storage(), path, name, columns);
  }
}
