package io.facesweep.tables;

import io.facesweep.UserException;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepRow;
import io.facesweep.store.StorageErrors;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The Parquet tables of a sweep, made of its plan and the records of its stages; any number of
 * times, with the same outcome:
 *
 * <pre>
 * tables/trials/sweep=NAME/part-0.parquet    one row a trial, those that failed or did not run too
 * tables/starts/sweep=NAME/part-0.parquet    one row a trial: what it has before its first step
 * tables/steps/sweep=NAME/part-0.parquet     one row a step of each stage
 * tables/assets/sweep=NAME/part-0.parquet    one row a file of each stage
 * tables/views/sweep=NAME/part-0.parquet     one row a measure of a view of a trial
 * tables/diversity/sweep=NAME/part-0.parquet one row a combination of levels
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
   * @param views rows of {@code views}
   * @param starts whether doing nothing scores better, by measure; none where no start is known
   * @param withoutStart trials that are done and whose start is not known
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
      long views,
      List<StartComparison> starts,
      int withoutStart,
      List<String> problems) {}

  private static final int SHOWN_FAILURES = 5;

  private final StageStore store;
  private final StoredSweep sweep;
  private final List<String> failures = new ArrayList<>();
  private int done;
  private int failed;
  private long steps;
  private long assets;
  private long views;

  private Tables(StageStore store, StoredSweep sweep) {
    this.store = store;
    this.sweep = sweep;
  }

  /**
   * Rebuilds the tables of a sweep.
   *
   * @throws UserException if there is no such sweep, or its tables cannot be written
   */
  public static Summary rebuild(StageStore store, String sweep) {
    Tables tables = new Tables(store, new SweepFolder(store, sweep).read());
    return tables.summary(tables.write((record, measures, trials, steps) -> {}));
  }

  /** Returns whether the tables of a sweep are there. */
  public static boolean exist(StageStore store, String sweep) {
    return store.storage().exists(path(store, "trials", sweep));
  }

  /**
   * Rebuilds the tables of a sweep, for a caller that needs its records too: they are read once.
   *
   * @param sink gets the stages, as {@link SweepRecords#read} gives them
   * @throws UserException if its tables cannot be written
   */
  public static SweepRecords rebuild(StageStore store, StoredSweep sweep, SweepRecords.Sink sink) {
    return new Tables(store, sweep).write(sink);
  }

  private SweepRecords write(SweepRecords.Sink sink) {
    SweepRecords records = writeStages(sink);
    try (TableFile<TrialRow> trials = table("trials", records.columns());
        TableFile<TrialRow> starts = table("starts", records.startColumns())) {
      records.trials(
          row -> {
            count(row);
            trials.write(row);
            starts.write(row);
          });
      trials.publish();
      starts.publish();
    }
    try (TableFile<CellDiversity> table = table("diversity", records.diversityColumns())) {
      records.diversity().forEach(table::write);
      table.publish();
    }
    return records;
  }

  private Summary summary(SweepRecords records) {
    String uri = StorageErrors.shown(store.storage().resolve("tables").toUri());
    return new Summary(
        uri,
        sweep.trials().size(),
        done,
        failed,
        failures,
        steps,
        assets,
        views,
        StartComparison.of(records),
        records.withoutStart(),
        records.problems());
  }

  private SweepRecords writeStages(SweepRecords.Sink sink) {
    try (TableFile<StageSteps> stepTable = table("steps", StageSteps.columns());
        TableFile<StageFile> assetTable = table("assets", AssetsTable.columns());
        TableFile<TrialView> viewTable = table("views", TrialView.columns())) {
      SweepRecords records =
          SweepRecords.read(
              store,
              sweep,
              (record, measures, trials, curve) -> {
                sink.stage(record, measures, trials, curve);
                for (StepRow step : curve) {
                  stepTable.write(new StageSteps(record.kind(), record.id(), step));
                  steps++;
                }
                for (StageFile file : StageFile.of(record)) {
                  assetTable.write(file);
                  assets++;
                }
                views += TrialView.write(measures, trials, viewTable);
              });
      stepTable.publish();
      assetTable.publish();
      viewTable.publish();
      return records;
    }
  }

  private void count(TrialRow row) {
    TrialStatus status = row.status();
    if (status == TrialStatus.DONE) {
      done++;
    } else if (status == TrialStatus.FAILED) {
      failed++;
      if (failures.size() < SHOWN_FAILURES) {
        failures.add(row.failure());
      }
    }
  }

  private <R> TableFile<R> table(String name, List<Column<R, ?>> columns) {
    return new TableFile<>(store.storage(), path(store, name, sweep.name()), name, columns);
  }

  private static Path path(StageStore store, String table, String sweep) {
    return new Path(store.storage().tableFolder(table, sweep), TableFile.NAME);
  }
}
