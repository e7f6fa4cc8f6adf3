package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Batch;
import io.facesweep.plan.Batches;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.run.StageReport;
import io.facesweep.settings.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepProgressTest {
  private static final SweepConfig CONFIG =
      SweepConfig.parse(SweepFixture.configuration("" + Path.of("x"), "", "a bald man"));
  private static final SweepPlan PLAN = SweepPlanner.plan(CONFIG, Fingerprints.unread(CONFIG));

  private final SweepProgress progress = new SweepProgress(batches());

  private static List<Batch> batches() {
    Batches batches = Batches.of(PLAN, Set.of(), 2);
    List<Batch> all = new ArrayList<>(batches.geometry());
    all.addAll(batches.texture());
    return all;
  }

  private void end(String id, StageReport.End end) {
    progress.add(new StageReport(id, end, null));
  }

  @Test
  void aLineHasCountsTimeAndTheLatestStep() {
    assertThat(ProgressText.line(progress.after(Duration.ofSeconds(5))))
        .isEqualTo("geometry 0 of 2, texture 0 of 4 stages; 0:05 elapsed");
    PLAN.geometryStages().forEach(stage -> end(stage.id(), StageReport.End.DONE));
    end(PLAN.textureStages().get(0).id(), StageReport.End.FAILED);
    progress.add(
        new ExecutorMessage.Step(
            7,
            "1 on gpu-7",
            List.of(PLAN.textureStages().get(1).id(), PLAN.textureStages().get(2).id()),
            "a bald man",
            "texture",
            119,
            200,
            3.21));
    assertThat(ProgressText.line(progress.after(Duration.ofSeconds(41))))
        .matches(
            "geometry 2 of 2, texture 1 of 4 stages, 1 failed; 0:41 elapsed, about \\d+:\\d\\d"
                + " left; texture step 120 of 200 of \"a bald man\" and 1 more, gradient 3.21");
    progress.end(7);
    assertThat(ProgressText.line(progress.after(Duration.ofMinutes(75))))
        .contains("1:15:00 elapsed")
        .endsWith(" left");
  }

  @Test
  void theBarIsFullAtTheEnd() {
    assertThat(ProgressText.bar(progress.after(Duration.ZERO)))
        .isEqualTo("[........................]   0 %  geometry 0/2, texture 0/4  0:00");
    assertThat(progress.isComplete()).isFalse();
    PLAN.geometryStages().forEach(stage -> end(stage.id(), StageReport.End.DONE));
    PLAN.textureStages().forEach(stage -> end(stage.id(), StageReport.End.DONE_BY_ANOTHER));
    assertThat(ProgressText.bar(progress.after(Duration.ofSeconds(61))))
        .isEqualTo("[########################] 100 %  geometry 2/2, texture 4/4  1:01");
    assertThat(progress.isComplete()).isTrue();
  }

  @Test
  void theStepsOfWhatRunsCount() {
    String id = PLAN.geometryStages().get(0).id();
    progress.add(new ExecutorMessage.Step(1, "host", List.of(id), "a", "geometry", 0, 100, 1));
    double early = percent();
    progress.add(new ExecutorMessage.Step(1, "host", List.of(id), "a", "geometry", 99, 100, 1));
    assertThat(percent()).isGreaterThan(early);
    end(id, StageReport.End.DONE);
    progress.end(1);
    assertThat(percent()).isPositive();
  }

  private double percent() {
    String bar = ProgressText.bar(progress.after(Duration.ofSeconds(10)));
    return Double.parseDouble(bar.substring(bar.indexOf(']') + 1, bar.indexOf('%')).trim());
  }

  @Test
  void theLastLineIsAlwaysSaidUnlessNoneIsWanted() {
    List<String> console = new ArrayList<>();
    new ProgressPrinter(console::add, progress, Progress.LINES).close();
    assertThat(console).singleElement().asString().startsWith("geometry 0 of 2, texture 0 of 4");
    new ProgressPrinter(console::add, progress, Progress.NONE).close();
    assertThat(console).hasSize(1);
  }

  @Test
  void aStoppedRunSaysWhatIsKept() {
    assertThat(ShutdownNotice.message(12, 3))
        .isEqualTo(
            "Stopped: 3 of 12 stages are finished and kept; the same command goes on from there");
  }
}
