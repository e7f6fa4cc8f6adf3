package io.facesweep.report;

import io.facesweep.UserException;
import io.facesweep.store.ReportFolder;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes the report of a sweep, {@code report/NAME/} in its output root: a folder that opens from
 * disk and from any web server or object store, and asks the network for nothing. Animations and
 * textures are the stages' own files; {@link #zip} makes a file that is whole by itself.
 *
 * <pre>
 * index.html            the answer, pictures, effects, all trials
 * curves.html           step curves by level
 * trials/00000.html     a page a trial
 * stages/ID/            pictures and meshes, once for all the trials that share them
 * pieces/               parts that meshes share
 * paper/                tables as CSV, Markdown and LaTeX, pictures, methods, references
 * notebooks/            notebooks that read the sweep's tables
 * files.txt             what the report wrote, so that the next one deletes nothing else
 * </pre>
 */
public final class SweepReport {
  /**
   * What was written.
   *
   * @param index where the first page is: a path or a URI
   * @param trials how many trials have a page
   * @param limitations what is missing and what cannot be concluded, a line each
   * @param kept files that someone has changed since the last report and that were therefore left
   *     as they are, relative to the report's folder
   */
  public record Summary(String index, int trials, List<String> limitations, List<String> kept) {}

  private static final List<String> OWN = List.of("report.css", "report.js", "viewer.js");

  private final StageStore store;
  private final ReportTarget target;
  private final SweepData data;

  private SweepReport(StageStore store, ReportTarget target, SweepData data) {
    this.store = store;
    this.target = target;
    this.data = data;
  }

  /**
   * Writes the report of a sweep as it was planned.
   *
   * @param sweep its name
   * @throws UserException if there is no such sweep, or the report cannot be written
   */
  public static Summary write(StageStore store, String sweep) {
    return write(store, new SweepFolder(store, sweep).read());
  }

  /**
   * Writes the report in the place of an older one, and the sweep's table of effects with it.
   *
   * @param sweep with its baselines, and what its effects are asked
   * @throws UserException if the report cannot be written
   */
  public static Summary write(StageStore store, StoredSweep sweep) {
    try (ReportFolder folder = new ReportFolder(store, sweep.name())) {
      SweepData data = SweepData.read(store, sweep);
      Contents contents = new SweepReport(store, new FolderTarget(folder), data).write();
      folder.finish();
      return new Summary(
          folder.shown("index.html"),
          data.trials().size(),
          SummarySection.limitations(contents),
          folder.kept());
    }
  }

  /**
   * Writes a report as one file that can be sent: with copies of all files of stages that its pages
   * show.
   *
   * @param file on this machine, in the place of an older one
   * @throws UserException if it cannot be written
   */
  public static void zip(StageStore store, StoredSweep sweep, Path file) {
    try (ZipTarget zip = new ZipTarget(file, sweep.name())) {
      new SweepReport(store, zip, SweepData.read(store, sweep)).write();
      zip.finish();
    }
  }

  private Contents write() {
    ViewNames views = ViewNames.of(data);
    StageExporter exporter = new StageExporter(store, target, data, views);
    Contents contents = new Contents(data, views, export(exporter));
    OWN.forEach(name -> target.write(name, resource(name)));
    target.write("three.js", ThreeBundle.script());
    target.write("views.css", utf8(viewRules(views)));
    target.write("trials.js", utf8(PageData.script(contents)));
    List<String> notebooks = new ArrayList<>();
    for (String name : Notebooks.names()) {
      byte[] notebook = Notebooks.pointedAt(name, store.uri(), data.name());
      notebooks.add(target.writeBeside("notebooks/" + name, notebook));
    }
    parallel(
        data.trials(),
        trial -> {
          target.write(trial.page(), TrialPage.write(contents, trial));
          return trial;
        });
    PaperFiles paper = PaperFiles.write(store, target, contents);
    target.write(CurvesPage.FILE, CurvesPage.write(contents));
    target.write("index.html", IndexPage.write(contents, paper, notebooks));
    return contents;
  }

  private Map<String, StageExport> export(StageExporter exporter) {
    List<String> stages =
        data.trials().stream().flatMap(trial -> trial.stages().stream()).distinct().toList();
    List<StageExport> exports = parallel(stages, exporter::export);
    Map<String, StageExport> byStage = new LinkedHashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      byStage.put(stages.get(i), exports.get(i));
    }
    return byStage;
  }

  private interface Work<T, R> {
    R of(T item);
  }

  /** Does the same to many items: on every core, and with a few more threads for slow storage. */
  private static <T, R> List<R> parallel(List<T> items, Work<T, R> work) {
    int threads = Runtime.getRuntime().availableProcessors() + 2;
    ExecutorService pool = Executors.newFixedThreadPool(threads, SweepReport::daemon);
    try {
      List<Future<R>> futures = new ArrayList<>();
      items.forEach(item -> futures.add(pool.submit(() -> work.of(item))));
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot write the report: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("Cannot write the report", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "report");
    thread.setDaemon(true);
    return thread;
  }

  static byte[] resource(String name) {
    try (InputStream in = SweepReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Cannot read resource %s: it is not there".formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A rule for each view: the pictures are strips, of which one cell is seen. */
  private static String viewRules(ViewNames views) {
    StringBuilder css = new StringBuilder();
    int count = Math.max(1, views.azimuths().size());
    css.append(":root{--views:%d}\n".formatted(count));
    for (int i = 0; i < count; i++) {
      css.append(":root[data-view=\"%d\"]{--view:%d}\n".formatted(i, i));
    }
    return css.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
