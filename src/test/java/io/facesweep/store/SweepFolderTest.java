package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.tables.SampleSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFolderTest {
  @TempDir private Path root;
  @TempDir private Path input;
  private SweepFolder folder;
  private Path version;

  @BeforeEach
  void open() {
    folder = new SweepFolder(StageStore.open(root.toString(), new Configuration()), "sample");
    version = root.resolve("sweeps/sample/synthesis-version");
  }

  private void write() {
    SweepConfig config = SampleSweep.config(input);
    folder.write(config, SampleSweep.plan(config));
  }

  @Test
  void saysNothingOfANewSweepNorOfOneOfThisVersion() {
    assertThat(folder.versionNote()).isEmpty();
    write();
    assertThat(folder.versionNote()).isEmpty();
  }

  @Test
  void saysWhyStagesOfAnotherVersionAreComputedAgain() throws IOException {
    write();
    Files.writeString(version, "7\n");
    assertThat(folder.versionNote())
        .hasValue(
            "Sweep sample was last planned with synthesis version 7, and this FaceSweep has %d, which gives other numbers for the same settings (CHANGELOG.md says why): its stages are computed again, those of before stay in the output"
                .formatted(SweepPlanner.SYNTHESIS_VERSION));
    write();
    assertThat(folder.versionNote()).isEmpty();
  }

  @Test
  void theFirstVersionKeptNoFile() throws IOException {
    write();
    Files.delete(version);
    assertThat(folder.versionNote().orElseThrow()).contains("synthesis version 1, and");
  }

  @Test
  void whatIsNoVersionIsUnknown() throws IOException {
    write();
    Files.writeString(version, "\u001b[31m");
    assertThat(folder.versionNote().orElseThrow()).contains("synthesis version unknown, and");
    Files.writeString(version, "1".repeat(100));
    assertThat(folder.versionNote().orElseThrow()).contains("synthesis version unknown, and");
  }

  @Test
  void anotherPlanUnderTheSameNameKeepsTheOneBefore() throws IOException {
    List<String> notes = new ArrayList<>();
    SweepConfig config = SampleSweep.config(input);
    folder.write(config, SampleSweep.plan(config), notes::add);
    folder.write(config, SampleSweep.plan(config), notes::add);
    assertThat(notes).isEmpty();
    assertThat(root.resolve("sweeps/sample/plans")).doesNotExist();
    String before = Files.readString(root.resolve("sweeps/sample/plan.json"));

    SweepConfig other =
        SweepConfig.parse(config.effectiveHocon() + "\nsweep.prompts = [\"a boy\"]\n");
    folder.write(other, SampleSweep.plan(other), notes::add);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0))
        .startsWith("Sweep sample had another plan, which is kept in ")
        .endsWith("; its stages stay in the output");
    assertThat(folder.read().trials()).hasSize(2);
    try (Stream<Path> kept = Files.list(root.resolve("sweeps/sample/plans"))) {
      Path plan = kept.findFirst().orElseThrow();
      assertThat(plan.resolve("plan.json")).hasContent(before);
      assertThat(plan.resolve("effective.conf")).content().contains("an old man");
    }
  }

  @Test
  void aPlanThatIsALinkIsReplacedAndNotCopied() throws IOException {
    write();
    Path plan = root.resolve("sweeps/sample/plan.json");
    Path secret = Files.writeString(input.resolve("secret"), "hunter2");
    Files.delete(plan);
    Files.createSymbolicLink(plan, secret);
    List<String> notes = new ArrayList<>();
    SweepConfig config = SampleSweep.config(input);
    folder.write(config, SampleSweep.plan(config), notes::add);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).startsWith("Cannot keep the plan that sweep sample had before: ");
    assertThat(root.resolve("sweeps/sample/plans")).doesNotExist();
    assertThat(secret).hasContent("hunter2");
  }

  @Test
  void keepsWhatEffectsAreAskedAndWhenTheSweepMayEnd() {
    String more =
        """
        sweep.prompts = [a, b, c, d]
        run.stop-when = decided
        analysis { confirmatory = [failed], contrasts = all, equivalence { sharpness = 0.5 } }
        """;
    SweepConfig config = SweepConfig.parse(SampleSweep.config(input).effectiveHocon() + more);
    StoredSweep written = folder.write(config, SampleSweep.plan(config));
    assertThat(folder.read()).isEqualTo(written);
    assertThat(written.analysis()).isEqualTo(config.analysis());
    assertThat(written.looks()).containsExactly(2, 3, 4);
  }

  @Test
  void plansOfEarlierVersionsNameNoStarts() throws IOException {
    write();
    assertThat(folder.read().trials()).noneMatch(trial -> trial.start() == null);
    Path plan = root.resolve("sweeps/sample/plan.json");
    Files.writeString(plan, Files.readString(plan).replaceAll(",\\s*\"start\": \"\\w+\"", ""));
    assertThat(folder.read().trials()).hasSize(4).allMatch(trial -> trial.start() == null);
    SweepConfig config = SampleSweep.config(input);
    folder.addStarts(SampleSweep.plan(config));
    assertThat(folder.read()).isEqualTo(StoredSweep.of(SampleSweep.plan(config)).asking(config));
  }

  @Test
  void anotherConfigurationMayAskAndTakeOtherBaselinesButNoLevelsThatAreNotThere() {
    write();
    StoredSweep asked =
        folder
            .read()
            .asking(
                sample(
                    "sweep.baseline={texture.depth-control=false}",
                    "analysis.confirmatory=[failed]"));
    assertThat(asked.baseline()).containsEntry("texture.depth-control", "false");
    assertThat(asked.analysis().confirmatory()).containsExactly("failed");
    SweepConfig other = sample("sweep.axes={texture.steps=[400,500]}", "sweep.baseline={}");
    assertThat(folder.read().asking(other).baseline()).isEqualTo(folder.read().baseline());
  }

  private SweepConfig sample(String... overrides) {
    String text = SampleSweep.config(input).effectiveHocon();
    return SweepConfig.parse(text, "sample", List.of(overrides));
  }
}
