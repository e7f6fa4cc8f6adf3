package io.facesweep.report;

import io.facesweep.analysis.GrowingAnalysis;
import io.facesweep.store.ReportFolder;
import io.facesweep.store.RunProgress;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.tables.SweepRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report of a sweep that runs: each time only records that are new are read, only their stages
 * exported, and only files written that have changed. It has all but the pictures at print size and
 * the notebooks, writes no tables and deletes nothing; {@link SweepReport#write} ends it. For one
 * thread.
 */
public final class LiveReport implements AutoCloseable {
  private final Map<String, StageExport> exports = new HashMap<>();
  private final Map<String, List<StageFile>> exported = new HashMap<>();
  private final Map<Integer, ReportTrial> written = new HashMap<>();
  private @Nullable Opened opened;
  private ViewNames views = new ViewNames(List.of());
  private volatile boolean isStopped;

  /** What is kept from one time to the next. */
  private record Opened(
      ReportFolder folder, SweepRecords records, ReadStages stages, GrowingAnalysis analysis) {
    static Opened of(StageStore store, StoredSweep sweep) {
      return new Opened(
          new ReportFolder(store, sweep.name()),
          new SweepRecords(store, sweep),
          ReadStages.none(store, sweep.name()),
          new GrowingAnalysis(sweep));
    }
  }

  /**
   * Writes what there is by now.
   *
   * @param sweep the same each time
   * @param progress of its run; null where it is not known
   * @throws io.facesweep.UserException if records cannot be read or files not be written; the next
   *     time goes on from there
   */
  public void write(StageStore store, StoredSweep sweep, @Nullable RunProgress progress) {
    long begin = System.nanoTime();
    Opened now = opened;
    if (now == null) {
      now = Opened.of(store, sweep);
      opened = now;
      ReportPages.writeFixed(new FolderTarget(now.folder));
    }
    now.records.readNew(now.stages);
    SweepData data = SweepData.soFar(sweep, now.records, now.stages, now.analysis);
    FolderTarget target = new FolderTarget(now.folder);
    export(new StageExporter(store, target, data, viewsOf(data)), target, data);
    if (isStopped) {
      return;
    }
    ReportPages pages = new ReportPages(target, new Contents(data, views, exports));
    for (ReportTrial trial : data.trials()) {
      if (!isStopped && !trial.equals(written.get(trial.index()))) {
        pages.write(trial);
        written.put(trial.index(), trial);
      }
    }
    if (!isStopped) {
      PaperFiles paper = PaperFiles.writeTexts(target, pages.contents());
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      pages.writeOverviews(paper, List.of(), progress == null ? null : new LiveRun(progress, took));
      now.folder.list();
    }
  }

  /** The views of the sweep's pictures; where these have changed, all pictures are to be made. */
  private ViewNames viewsOf(SweepData data) {
    ViewNames found = ViewNames.of(data);
    if (!found.equals(views)) {
      views = found;
      exported.clear();
      written.clear();
    }
    return views;
  }

  private void export(StageExporter exporter, FolderTarget target, SweepData data) {
    data.files()
        .forEach(
            (stage, files) -> {
              if (!isStopped && !files.equals(exported.get(stage))) {
                exports.put(stage, exporter.export(stage));
                target.write(StageDetail.file(stage), StageDetail.script(data, stage));
                exported.put(stage, files);
              }
            });
  }

  /** Lets what is being written end early. Called by any thread. */
  public void stop() {
    isStopped = true;
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.folder.close();
    }
  }
}
