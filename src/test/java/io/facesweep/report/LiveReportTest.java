package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.store.RunProgress;
import io.facesweep.store.StageStore;
import io.facesweep.store.StoredSweep;
import io.facesweep.store.SweepFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a sweep that runs. */
class LiveReportTest {
  private static final String HOSTILE = "<b>a bald & old man";
  private static final RunProgress PROGRESS =
      new RunProgress(
          Instant.parse("2026-03-01T09:30:00Z"),
          Duration.ofMinutes(30),
          0.25,
          List.of(
              new RunProgress.Stages("geometry", 2, 0, 4),
              new RunProgress.Stages("texture", 1, 1, 8)),
          6,
          2,
          List.of(new RunProgress.Running("3 on gpu-<7>", "texture", HOSTILE, 2, 120, 400, 1.5)),
          Duration.ofMinutes(5));

  @TempDir private Path root;
  @TempDir private Path elsewhere;

  private static SimulatedSweep sweep() {
    return new SimulatedSweep()
        .prompts(List.of(HOSTILE, "an old man"))
        .seeds(1)
        .axes("texture.depth-control = [true, false], texture.prior = [none, canny-controlnet]")
        .steps(5)
        .side(16);
  }

  private StageStore store(SimulatedSweep sweep) {
    StageStore store = StageStore.open(root.toString(), new Configuration());
    sweep.write(store);
    return store;
  }

  private static StoredSweep planned(StageStore store) {
    return new SweepFolder(store, "simulated").read();
  }

  @Test
  void thePageOfProgressHasWhatRunsWhatFailedAndTheNewestHeads() throws Exception {
    StageStore store = store(sweep().skipEvery(2).failEvery(7));
    try (LiveReport live = new LiveReport()) {
      live.write(store, planned(store), PROGRESS);
    }
    assertThat(read("progress.html"))
        .contains("As of 1 Mar 2026, 09:30:00 UTC: runs for 30 min 0 s, about 1 h 30 min left.")
        .contains("<dt>trials done</dt><dd>3 of 8</dd>", "<dt>failed</dt><dd>1</dd>")
        .contains("<dt>not run yet</dt><dd>4</dd>", "<dt>batches</dt><dd>2 of 6</dd>")
        .contains("<dt>geometry stages</dt><dd>2 of 4</dd>")
        .contains("<dt>geometry stages an hour</dt><dd>4.00</dd>")
        .contains("3 on gpu-&lt;7&gt;", "&lt;b&gt;a bald &amp; old man", "<td>120 of 400</td>")
        .contains("the gradient was not finite", "stages/")
        .doesNotContain("<b>a bald");
    assertThat(read("index.html")).contains("The sweep is running.", "href=\"progress.html\"");
    assertThat(root.resolve("report/simulated/paper/answers.csv")).doesNotExist();
    assertThat(root.resolve("report/simulated/paper/trials.csv")).exists();
  }

  @Test
  void onlyWhatHasChangedIsWrittenAgain() throws Exception {
    StageStore store = store(sweep().skipEvery(2));
    StoredSweep planned = planned(store);
    FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    try (LiveReport live = new LiveReport()) {
      live.write(store, planned, PROGRESS);
      for (Path file : files()) {
        Files.setLastModifiedTime(file, old);
      }
      sweep().write(store);
      live.write(store, planned, PROGRESS);
    }
    List<String> written =
        files().stream()
            .filter(file -> !time(file).equals(old))
            .map(file -> root.resolve("report/simulated").relativize(file).toString())
            .toList();
    assertThat(written).contains("index.html", "progress.html", "explore/data.js", "files.txt");
    assertThat(written).doesNotContain("report.css", "three.js", "views.css", "explore/page.js");
    assertThat(written.stream().filter(file -> file.startsWith("trials/"))).hasSize(4);
    assertThat(written.stream().filter(file -> file.endsWith("textured.jpg"))).hasSize(4);
    assertThat(written.stream().filter(file -> file.endsWith("grey.jpg"))).isEmpty();
  }

  @Test
  void theReportAtTheEndIsAsIfThereHadBeenNoneBefore() throws Exception {
    StageStore store = store(sweep().skipEvery(2));
    try (LiveReport live = new LiveReport()) {
      live.write(store, planned(store), PROGRESS);
      sweep().write(store);
      live.write(store, planned(store), PROGRESS);
    }
    String data = read("explore/data.js");
    SweepReport.Summary summary = SweepReport.write(store, "simulated");
    assertThat(summary.kept()).isEmpty();
    assertThat(read("explore/data.js")).isEqualTo(data);
    assertThat(read("index.html")).doesNotContain("The sweep is running", "progress.html");
    StageStore fresh = StageStore.open(elsewhere.toString(), new Configuration());
    sweep().write(fresh);
    SweepReport.write(fresh, "simulated");
    assertThat(names(root)).isEqualTo(names(elsewhere));
  }

  @Test
  void aSweepThatHasNotEndedAStageHasAReport() throws Exception {
    StageStore store = store(sweep().skipEvery(1).withoutAssets());
    try (LiveReport live = new LiveReport()) {
      live.write(store, planned(store), null);
    }
    assertThat(read("progress.html"))
        .contains("No run was known to go on.", "<dd>0 of 8</dd>", "There are no pictures yet.");
    assertThat(read("index.html")).contains("No trial came to its end");
  }

  @Test
  void whereOnlyGeometryHasEndedNoLevelIsSaidToChangeNothing() throws Exception {
    StageStore store = store(sweep().skipEvery(1));
    try (LiveReport live = new LiveReport()) {
      live.write(store, planned(store), PROGRESS);
    }
    assertThat(read("index.html"))
        .contains("cannot be judged: no trial is done.")
        .doesNotContain("changes no measure");
    assertThat(read("progress.html"))
        .contains("data-heard=\"2026-03-01T09:30:00Z\"", "The last stage ended: 1 Mar 2026, ");
  }

  @Test
  void aSweepThatEndsNeedNotWaitForItsReport() throws Exception {
    StageStore store = store(sweep());
    try (LiveReport live = new LiveReport()) {
      live.stop();
      live.write(store, planned(store), PROGRESS);
    }
    assertThat(root.resolve("report/simulated/index.html")).doesNotExist();
    assertThat(SweepReport.write(store, "simulated").trials()).isEqualTo(8);
  }

  private String read(String file) throws IOException {
    return Files.readString(root.resolve("report/simulated").resolve(file));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve("report/simulated"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(Path root) throws IOException {
    Path report = root.resolve("report/simulated");
    try (Stream<Path> all = Files.walk(report)) {
      return all.filter(Files::isRegularFile)
          .map(file -> report.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
