package io.facesweep.report;

import io.facesweep.UserException;
import io.facesweep.store.ReportFolder;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the report of a sweep, {@code report/NAME/} in its output root: a folder that opens from
 * disk and from any web server or object store, and asks the network for nothing. Animations and
 * textures are the stages' own files; {@link #zip} makes a file that is whole by itself.
 *
 * <pre>
 * index.html            the answer, pictures, effects, all trials
 * curves.html           step curves by level
 * explore.html          the trials as drawings and tables that filter each other
 * progress.html         how far the sweep is, failures, the newest heads
 * compare.html          any two trials, and what differs between them
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

  /**
   * A sweep to report.
   *
   * @param store that has its records
   * @param sweep with its baselines, and what its effects are asked
   */
  public record Source(StageStore store, StoredSweep sweep) {}

  private final ReportTarget target;
  private final List<Source> sources;

  private SweepReport(ReportTarget target, List<Source> sources) {
    this.target = target;
    this.sources = sources;
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
    return write(List.of(new Source(store, sweep)));
  }

  /**
   * Writes one report of one or several sweeps, in the output of the first: several are joined on
   * the factors that they share, in {@code report/A_with_B/}. Each sweep's tables are its own.
   *
   * @param sources at least one
   * @throws UserException if the report cannot be written
   */
  public static Summary write(List<Source> sources) {
    try (ReportFolder folder = new ReportFolder(sources.get(0).store(), name(sources))) {
      Contents contents = new SweepReport(new FolderTarget(folder), sources).write();
      folder.finish();
      return new Summary(
          folder.shown("index.html"),
          contents.data().trials().size(),
          SummarySection.limitations(contents),
          folder.kept());
    }
  }

  /**
   * Writes a report as one file that can be sent: with copies of all files of stages that its pages
   * show.
   *
   * @param sources at least one
   * @param file on this machine, in the place of an older one
   * @throws UserException if it cannot be written
   */
  public static void zip(List<Source> sources, Path file) {
    try (ZipTarget zip = new ZipTarget(file, name(sources))) {
      new SweepReport(zip, sources).write();
      zip.finish();
    }
  }

  private static String name(List<Source> sources) {
    return String.join("_with_", sources.stream().map(source -> source.sweep().name()).toList());
  }

  private Contents write() {
    List<SweepData> parts =
        sources.stream().map(source -> SweepData.read(source.store(), source.sweep())).toList();
    Source first = sources.get(0);
    SweepData data = parts.size() == 1 ? parts.get(0) : JoinedSweeps.of(parts, first.sweep());
    ViewNames views = ViewNames.of(data);
    Map<String, StageExport> exports = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      StageStore store = sources.get(i).store();
      ReportTarget to = store.uri().equals(first.store().uri()) ? target : new Copies(target);
      StageExporter exporter = new StageExporter(store, to, parts.get(i), views);
      exports.putAll(export(parts.get(i), exporter, exports.keySet()));
    }
    Contents contents = new Contents(data, views, exports);
    ReportPages pages = new ReportPages(target, contents);
    ReportPages.writeFixed(target);
    List<String> notebooks = new ArrayList<>();
    for (String name : parts.size() == 1 ? Notebooks.names() : List.<String>of()) {
      byte[] notebook = Notebooks.pointedAt(name, first.store().uri(), first.sweep().name());
      notebooks.add(target.writeBeside("notebooks/" + name, notebook));
    }
    Workers.each(
        data.trials(),
        trial -> {
          pages.write(trial);
          return trial;
        });
    Workers.each(
        List.copyOf(data.files().keySet()),
        stage -> {
          pages.writeDetail(stage);
          return stage;
        });
    PaperFiles paper = PaperFiles.write(file -> read(parts, file), target, contents);
    pages.writeOverviews(paper, notebooks, null);
    return contents;
  }

  private byte[] read(List<SweepData> parts, StageFile file) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).files().containsKey(file.stage())) {
        return sources.get(i).store().read(file);
      }
    }
    throw new IllegalStateException("Cannot read %s: no sweep has it".formatted(file.path()));
  }

  /** Exports the stages of a sweep, but those that another has too. */
  private static Map<String, StageExport> export(
      SweepData data, StageExporter exporter, Set<String> done) {
    List<String> stages =
        data.trials().stream()
            .flatMap(trial -> trial.stages().stream())
            .filter(stage -> !done.contains(stage))
            .distinct()
            .toList();
    List<StageExport> exports = Workers.each(stages, exporter::export);
    Map<String, StageExport> byStage = new LinkedHashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      byStage.put(stages.get(i), exports.get(i));
    }
    return byStage;
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
}
