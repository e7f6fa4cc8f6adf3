package io.facesweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceFile;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.plan.StageKind;
import io.facesweep.report.SweepReport;
import io.facesweep.run.Interruption;
import io.facesweep.run.PlannedTrial;
import io.facesweep.run.RunnerPlace;
import io.facesweep.run.SweepMeasurement;
import io.facesweep.run.TrialFolder;
import io.facesweep.run.TrialRun;
import io.facesweep.run.TrialSummary;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStore;
import io.facesweep.tensor.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep with real nets, tiny and of random weights, from configuration to tables. */
class SynthesisSweepIT {
  private static final String MODEL = "src/test/resources/golden/sd15-like/model";
  private static final String CONTROL = "src/test/resources/golden/sd15-like/controlnet";

  /** What several tests begin with: the output of the sweep of one prompt, of which each copies. */
  @TempDir private static Path once;

  @TempDir private static Path pictures;
  private static SweepResult ran;

  @TempDir private Path root;

  @BeforeAll
  static void sweepOnce() throws IOException {
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", skin().toFile());
    ran = SweepJob.run(SweepConfig.parse(text(once, "an old man")), "local[2]", line -> {});
  }

  private static Path skin() {
    return pictures.resolve("skin.png");
  }

  /** As if the sweep had just been run there. */
  private static void copySweepTo(Path output) throws IOException {
    FileUtils.copyDirectory(once.toFile(), output.toFile());
  }

  @Test
  void sweepsRealTrialsAndResumes() throws Exception {
    assertThat(ran.summary()).contains("Sweep real: 2 of 2 trials done, 0 failed, 0 not run");
    assertThat(ran.exit()).isEqualTo(SweepExit.DONE);
    copySweepTo(root);
    SweepConfig config = config("an old man");
    assertThat(
            Duck.query(
                root,
                "trials",
                "factor_texture_depth_control, status, metric_coefficient_norm > 0,"
                    + " metric_sharpness >= 0, geometry_shared_by, texture_seconds > 0, device"))
        .containsExactly("false|done|true|true|2|true|cpu", "true|done|true|true|2|true|cpu");
    assertThat(Duck.query(root, "starts", "is_known, count(*), count(DISTINCT start)"))
        .as("both trials have one")
        .containsExactly("true|2|1");
    assertThat(Duck.query(root, "starts", "metric_coefficient_norm, metric_sharpness >= 0"))
        .contains("0.0|true");
    assertThat(files(root.resolve("starts"))).hasSize(1);
    assertThat(Duck.query(root, "steps", "phase, count(*), min(gradient_norm) > 0"))
        .containsExactly("geometry|2|true", "texture|8|true");
    for (String asset : Duck.query(root, "assets", "path, bytes")) {
      int bar = asset.indexOf('|');
      assertThat(Files.size(root.resolve(asset.substring(0, bar))))
          .hasToString(asset.substring(bar + 1));
    }
    assertThat(Duck.query(root, "assets", "name, count(*)"))
        .contains("albedo.png|2", "coefficients.json|3", "head.glb|3", "steps.jsonl.gz|3");
    SweepOutlook outlook = SweepOutlook.of(config);
    assertThat(outlook.notes())
        .hasSize(2)
        .allMatch(note -> note.contains("was trained on pictures of 512"));
    assertThat(outlook.report().geometry().left()).isZero();
    assertThat(outlook.report().texture().finished()).isEqualTo(2);
    SweepOutlook more = SweepOutlook.of(config("an old man", "a young man"));
    assertThat(more.report().texture().left()).isEqualTo(2);
    assertThat(more.report().seconds()).as("by the timings of the first").isPositive();
    assertThat(more.report().texture().extrapolated()).isZero();
    SweepResult again = SweepJob.run(config, "local[2]", line -> {});
    assertThat(again.stagesRun()).isZero();
    assertThat(again.stagesDoneBefore()).isEqualTo(3);
  }

  @Test
  void aResumedSweepGivesTheFilesOfOneThatWasNotInterrupted() throws Exception {
    copySweepTo(root);
    Path stages = root.resolve("stages");
    Map<String, String> whole = results(stages);
    assertThat(whole).hasSize(8);
    // As if it had been killed after the geometry, and once more within a record.
    List<Path> textures = SweepProcess.files(stages.resolve("texture"), "record.json");
    assertThat(textures).hasSize(2);
    FileUtils.deleteDirectory(textures.get(0).getParent().toFile());
    byte[] record = Files.readAllBytes(textures.get(1));
    Files.write(textures.get(1), Arrays.copyOf(record, record.length / 2));
    List<String> console = new ArrayList<>();
    SweepResult again = SweepJob.run(config("an old man"), "local[1]", console::add);
    assertThat(again.stagesDoneBefore()).isEqualTo(1);
    assertThat(again.stagesRun()).isEqualTo(2);
    assertThat(String.join("\n", console)).contains("record.json");
    assertThat(Duck.query(root, "trials", "count(*), count(DISTINCT trial_id), min(status)"))
        .containsExactly("2|2|done");
    assertThat(results(stages)).isEqualTo(whole);
  }

  @Test
  @Tag("long")
  void aKilledProcessIsTakenUpByAnotherWithTheFilesOfOneThatRanThrough() throws Exception {
    String longer = "trial.texture { steps = 16, latent-steps = 8 }\n";
    SweepJob.run(
        SweepConfig.parse(text(root.resolve("whole"), "an old man") + longer),
        "local[1]",
        line -> {});
    Path file = root.resolve("sweep.conf");
    String[] command = {"run", file.toString(), "--master", "local[1]"};
    Path stages = root.resolve("broken/stages");
    Files.writeString(file, text(root.resolve("broken"), "an old man") + longer);
    try (SweepProcess killed = SweepProcess.startReal(root, command)) {
      killed.awaitRecords(root.resolve("broken"), 1);
      killed.kill();
    }
    assertThat(SweepProcess.files(stages.resolve("geometry"), "record.json")).hasSize(1);
    assertThat(SweepProcess.files(stages.resolve("texture"), "record.json"))
        .as("its textures were not finished")
        .hasSizeLessThan(2);
    try (SweepProcess second = SweepProcess.startReal(root, command)) {
      assertThat(second.await()).as(second::output).isZero();
    }
    Map<String, String> whole = results(root.resolve("whole/stages"));
    assertThat(whole).hasSize(8);
    assertThat(results(stages)).isEqualTo(whole);
  }

  @Test
  void modelsAreSweptInOneRunAndOneReport() throws Exception {
    Path other = root.resolve("other-model");
    FileUtils.copyDirectory(Path.of(MODEL).toFile(), other.toFile());
    changeWeights(other.resolve("unet/diffusion_pytorch_model.safetensors"));
    Path face = root.resolve("stretching.safetensors");
    FaceFile.write(face, stretchingHead());
    String hocon =
        text(root.resolve("swept"), "an old man")
            + """
              sweep.axes = null
              sweep.axes { models.diffusion = ["%s", "%s"], models.face = ["builtin:head", "%s"] }
              """
                .formatted(MODEL, other, face);
    List<String> console = new ArrayList<>();
    SweepConfig config = SweepConfig.parse(hocon);
    assertThat(SweepOutlook.of(config).report().texture().unique()).isEqualTo(4);
    SweepResult result = SweepJob.run(config, "local[2]", console::add);
    assertThat(result.exit()).as(result.summary()).isEqualTo(SweepExit.DONE);
    assertThat(console)
        .anyMatch(
            line -> line.matches("Models: diffusion .{12} and .{12}, face .{12} and .{12}.*"));
    Path swept = root.resolve("swept");
    assertThat(
            Duck.query(
                swept,
                "trials",
                "factor_models_diffusion, count(*), count(DISTINCT geometry_stage)"))
        .containsExactlyInAnyOrder(MODEL + "|2|2", other + "|2|2");
    assertThat(
            Duck.query(
                swept, "trials", "factor_models_face, count(DISTINCT metric_coefficient_norm)"))
        .as("another checkpoint moves both heads elsewhere")
        .containsExactlyInAnyOrder("builtin:head|2", face + "|2");
    SweepReport.write(OutputStore.open(config), "real");
    assertThat(swept.resolve("report/real/index.html"))
        .content()
        .contains("models.diffusion", "models.face", other.toString());
    // Alone, a combination has the files that it has among the others.
    SweepConfig alone =
        SweepConfig.parse(
            text(root.resolve("alone"), "an old man")
                + "sweep.axes = null, models { diffusion = \"%s\", face = \"%s\" }"
                    .formatted(other, face));
    SweepJob.run(alone, "local[1]", console::add);
    Map<String, String> files = results(root.resolve("alone/stages"));
    assertThat(files).hasSize(5);
    assertThat(results(swept.resolve("stages"))).hasSize(4 * 5).containsAllEntriesOf(files);
  }

  @Test
  void measuresStoredStagesAnewAndLeavesThemAsTheyAre() throws Exception {
    copySweepTo(root);
    SweepConfig config = config("an old man");
    Map<String, String> before = files(root.resolve("stages"));
    List<String> measures = measures();
    SweepMeasurement.Summary again = measure(config);
    assertThat(again.measured()).isZero();
    assertThat(again.known()).isEqualTo(3);
    SweepConfig nearer = SweepConfig.parse(text(root, "an old man") + "metrics.distance = 4\n");
    SweepMeasurement.Summary summary = measure(nearer);
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.measured()).isEqualTo(3);
    assertThat(again.starts()).as("the run has measured it").isZero();
    assertThat(summary.starts()).isEqualTo(1);
    assertThat(summary.instrument()).isNotEqualTo(again.instrument());
    SweepTables.rebuild(nearer);
    assertThat(measures()).hasSize(2).doesNotContainAnyElementsOf(measures);
    assertThat(files(root.resolve("stages")))
        .containsAllEntriesOf(before)
        .hasSize(before.size() + 3);
    Path other = root.resolve("other");
    SweepJob.run(
        SweepConfig.parse(text(other, "an old man") + "metrics.distance = 4\n"),
        "local[2]",
        line -> {});
    assertThat(measures(other)).as("as if it had been measured so at once").isEqualTo(measures());
    Path plan = root.resolve("sweeps/real/plan.json");
    Files.writeString(plan, Files.readString(plan).replaceAll(",\\s*\"start\": \"\\w+\"", ""));
    SweepTables.rebuild(nearer);
    assertThat(Duck.query(root, "starts", "is_known, count(*)")).containsExactly("false|2");
    SweepMeasurement.Summary back = measure(config);
    assertThat(Duck.query(root, "starts", "is_known, count(*)")).containsExactly("false|2");
    assertThat(back.known()).isEqualTo(3);
    String text = SweepTables.rebuild(config);
    assertThat(text).contains("Doing nothing, by every measure:").doesNotContain("is not known");
    assertThat(measures()).isEqualTo(measures);
    assertThat(Duck.query(root, "starts", "is_known, count(*)")).containsExactly("true|2");
    assertThat(Duck.query(root, "trials", "metric_change > 0, metric_change_geometry > 0"))
        .containsExactly("true|true");
    assertThat(Duck.query(root, "views", "measure, count(*)"))
        .containsExactly(
            "face_flag|16", "fit_view|10", "geometry_face_flag|16", "geometry_fit_view|10");
    assertThat(Duck.query(root, "diversity", "factor_texture_depth_control, trials"))
        .containsExactly("false|1", "true|1");
  }

  @Test
  @Tag("long")
  void texelsAreStoredAndMeasuredAnewAsTheyWere() throws Exception {
    String texels = "trial.texture { parameter = rgb, latent-steps = null }\n";
    String nearer = "metrics.distance = 4\n";
    SweepJob.run(SweepConfig.parse(text(root, "an old man") + texels), "local[2]", line -> {});
    assertThat(Duck.query(root, "assets", "name, count(*)"))
        .contains("albedo.png|2", "texels.npy|2")
        .doesNotContain("latents.npy|2");
    List<String> before = measures();
    SweepConfig again = SweepConfig.parse(text(root, "an old man") + texels + nearer);
    SweepMeasurement.Summary summary = measure(again);
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.measured()).isEqualTo(3);
    SweepTables.rebuild(again);
    assertThat(measures()).hasSize(2).doesNotContainAnyElementsOf(before);
    Path other = root.resolve("other");
    SweepJob.run(
        SweepConfig.parse(text(other, "an old man") + texels + nearer), "local[2]", line -> {});
    assertThat(measures(other)).as("as if it had been measured so at once").isEqualTo(measures());
  }

  @Test
  @Tag("long")
  void stagesThatAnotherVersionNamedAreMeasuredByThePlanThatTheOutputKeeps() throws Exception {
    copySweepTo(root);
    SweepConfig config = config("an old man");
    Path old = root.resolve("old");
    nameAnew(root, old);
    Map<String, String> before = files(old);
    SweepConfig nearer = SweepConfig.parse(text(old, "an old man") + "metrics.distance = 4\n");
    SweepMeasurement.Summary summary = measure(nearer);
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.measured()).isEqualTo(3);
    assertThat(summary.notDone()).isZero();
    assertThat(summary.starts()).isEqualTo(1);
    assertThat(files(old)).hasSize(before.size() + 3 + 1);
    Map<String, String> untouched = new TreeMap<>(before);
    untouched.remove("sweeps/real/instrument.json");
    assertThat(files(old)).containsAllEntriesOf(untouched);
    measure(SweepConfig.parse(text(root, "an old man") + "metrics.distance = 4\n"));
    SweepTables.rebuild(SweepConfig.parse(text(root, "an old man") + "metrics.distance = 4\n"));
    SweepTables.rebuild(nearer);
    String metrics = "metric_fit_text, metric_fit_view, metric_geometry_fit_view, metric_change";
    assertThat(Duck.query(old, "trials", metrics))
        .as("as the same stages by today's names")
        .isEqualTo(Duck.query(root, "trials", metrics));
    assertThat(Duck.query(old, "starts", "is_known, count(*)")).containsExactly("true|2");
  }

  @Test
  @Tag("long")
  void whatCannotBeMeasuredIsNamedAndTheOthersGoOn() throws Exception {
    copySweepTo(root);
    SweepConfig config = config("an old man");
    Path latents = SweepProcess.files(root.resolve("stages/texture"), "latents.npy").get(0);
    Files.delete(latents);
    SweepConfig nearer = SweepConfig.parse(text(root, "an old man") + "metrics.distance = 4\n");
    SweepMeasurement.Summary summary = measure(nearer);
    assertThat(summary.measured()).isEqualTo(2);
    assertThat(summary.problems())
        .singleElement()
        .asString()
        .startsWith("Cannot measure texture of \"an old man\", seed 0, stage ")
        .contains("latents.npy");
    Path other = root.resolve("other-model");
    FileUtils.copyDirectory(Path.of(MODEL).toFile(), other.toFile());
    changeWeights(other.resolve("unet/diffusion_pytorch_model.safetensors"));
    Path instrument = root.resolve("sweeps/real/instrument.json");
    String before = Files.readString(instrument);
    SweepMeasurement.Summary none =
        measure(
            SweepConfig.parse(
                text(root, "an old man")
                    + "metrics.distance = 5, models.diffusion = \"%s\"".formatted(other)));
    assertThat(none.measured()).isZero();
    assertThat(none.problems()).hasSize(4);
    assertThat(none.problems().get(0))
        .matches(
            "Cannot measure geometry of \"an old man\", seed 0, stage \\w+: models.diffusion is not"
                + " what it was computed with: its fingerprint was \\w+ and is \\w+ .*");
    assertThat(none.problems().get(3))
        .isEqualTo("Nothing was measured: the tables keep the measures that they have");
    assertThat(instrument).content().isEqualTo(before);
  }

  @Test
  void anOutputOfAnEarlierVersionIsMeasured() throws Exception {
    Path resource = Path.of(SynthesisSweepIT.class.getResource("/old-output").toURI());
    Path old = root.resolve("old");
    FileUtils.copyDirectory(resource.toFile(), old.toFile());
    FileUtils.deleteDirectory(old.resolve("tables").toFile());
    Map<String, String> before = files(old.resolve("stages"));
    String hocon =
        Files.readString(old.resolve("sweeps/real/effective.conf"))
            + """
              models { diffusion = "%s", depth-controlnet = "%s" }
              metrics.resolution = 32
              output.uri = "%s"
              """
                .formatted(MODEL, CONTROL, old);
    SweepConfig config = SweepConfig.parse(hocon);
    SweepMeasurement.Summary summary = measure(config);
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.measured()).as("two geometries and three textures").isEqualTo(5);
    assertThat(summary.notDone()).as("one failed").isEqualTo(1);
    assertThat(summary.starts()).isEqualTo(2);
    assertThat(files(old.resolve("stages")))
        .containsAllEntriesOf(before)
        .hasSize(before.size() + 5);
    String text = SweepTables.rebuild(config);
    assertThat(text).contains("3 of 4 trials done, 1 failed").doesNotContain("is not known");
    assertThat(
            Duck.query(
                old,
                "trials",
                "status, count(metric_face_back), count(metric_change), count(metric_baked_light)"))
        .containsExactlyInAnyOrder("done|3|3|3", "failed|0|0|0");
    assertThat(measure(config).known()).as("once").isEqualTo(5);
    SweepConfig stretching =
        SweepConfig.parse(
            hocon + "metrics.distance = 4, models.face = \"%s\"".formatted(stretched()));
    SweepMeasurement.Summary none = measure(stretching);
    assertThat(none.measured()).isZero();
    assertThat(none.problems().get(0)).contains("coefficients (expected 1, as stretching has");
  }

  @Test
  void aTrialAloneMeasuresItsStartAsARunDoes() throws Exception {
    copySweepTo(root);
    SweepConfig config = config("an old man");
    Path folder = root.resolve("alone");
    RunnerPlace place = LocalPlace.of(config, Device.CPU);
    TrialSummary summary =
        new TrialRun(
                PlannedTrial.of(config, 0, place),
                place,
                new TrialFolder(folder),
                step -> {},
                new Interruption())
            .run();
    assertThat(summary.status()).isEqualTo(TrialSummary.Status.DONE);
    assertThat(files(folder.resolve("starts")))
        .isNotEmpty()
        .isEqualTo(files(root.resolve("starts")));
  }

  private Path stretched() {
    Path face = root.resolve("stretching.safetensors");
    FaceFile.write(face, stretchingHead());
    return face;
  }

  /** Copies an output as if a version had computed it that has other ids for everything. */
  private static void nameAnew(Path output, Path copy) throws IOException {
    StageStore from = StageStore.open(output.toString(), new Configuration());
    StageStore to = StageStore.open(copy.toString(), new Configuration());
    Path sweeps = copy.resolve("sweeps/real");
    FileUtils.copyDirectory(output.resolve("sweeps/real").toFile(), sweeps.toFile());
    String plan = Files.readString(sweeps.resolve("plan.json"));
    for (String id : ids(plan)) {
      plan = plan.replace(id, another(id));
    }
    Files.writeString(sweeps.resolve("plan.json"), plan);
    for (StageKind kind : StageKind.values()) {
      for (String id : from.recorded(kind).done()) {
        StageRecord record = from.read(kind, id).orElseThrow();
        Map<String, byte[]> files = new TreeMap<>();
        for (AssetRecord asset : record.assets()) {
          files.put(asset.name(), from.readAsset(record, asset));
        }
        String attempt = StageStore.newAttempt();
        to.commit(
            new StageRecord(
                kind,
                another(id),
                record.status(),
                record.settings(),
                record.measures(),
                to.writeAssets(kind, another(id), attempt, files),
                record.seconds(),
                record.batchSize(),
                record.host(),
                record.user(),
                record.device(),
                record.versions(),
                record.error(),
                record.started(),
                record.finished()),
            attempt);
      }
    }
  }

  private static List<String> ids(String plan) {
    return Pattern.compile("\"([0-9a-f]{32})\"")
        .matcher(plan)
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  private static String another(String id) {
    return "0f" + id.substring(2);
  }

  @Test
  void whatAnotherInstrumentMeasuredIsNotMixedIn() throws Exception {
    copySweepTo(root);
    SweepConfig nearer = SweepConfig.parse(text(root, "an old man") + "metrics.distance = 4\n");
    SweepResult result = SweepJob.run(nearer, "local[2]", line -> {});
    assertThat(result.stagesRun()).isZero();
    assertThat(result.problems())
        .containsExactly(
            "3 stages were measured with another instrument than the sweep has; facesweep measure"
                + " measures them anew");
    assertThat(Duck.query(root, "trials", "status, count(*)")).containsExactly("done|2");
  }

  private SweepMeasurement.Summary measure(SweepConfig config) {
    return SweepMeasurement.run(
        config, OutputStore.open(config), LocalPlace.of(config, Device.CPU), line -> {});
  }

  /** What the table of trials has of every trial. */
  private List<String> measures() throws Exception {
    return measures(root);
  }

  private static List<String> measures(Path output) throws Exception {
    return Duck.query(
        output, "trials", "trial_id, metric_fit_text, metric_fit_view, metric_geometry_fit_view");
  }

  /** Hashes of all files below a folder. */
  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (var all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        hashes.put(
            folder.relativize(file).toString(), DigestUtils.sha256Hex(Files.readAllBytes(file)));
      }
    }
    return hashes;
  }

  /** Turns the last weights of a file of float32 into others. */
  private static void changeWeights(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer weights = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = bytes.length - 4 * 1024; at < bytes.length; at += 4) {
      weights.putFloat(at, 1.5f * weights.getFloat(at) + 0.1f);
    }
    Files.write(file, bytes);
  }

  /** The mean of the built-in head with one component where that has many. */
  private static FaceModel stretchingHead() {
    TriangleMesh mean = FaceModels.open("builtin:head").mean();
    float[] stretch = mean.vertices().clone();
    for (int i = 0; i < stretch.length; i++) {
      stretch[i] *= i % 3 == 1 ? 0.1f : 0;
    }
    return FaceModel.builder("stretching", mean).identity("tall", stretch).build();
  }

  /** What finished stages refer to, apart from times: their coefficients, meshes and textures. */
  private static Map<String, String> results(Path stages) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (Path record : SweepProcess.files(stages, "record.json")) {
      for (String name : List.of("coefficients.json", "head.glb", "albedo.png")) {
        for (Path file : SweepProcess.files(record.getParent(), name)) {
          results.merge(
              stages.relativize(record.getParent()).resolve(name).toString(),
              DigestUtils.sha256Hex(Files.readAllBytes(file)),
              (old, own) -> own);
        }
      }
    }
    return results;
  }

  /** With a start texture that is named by a URI, as one in object storage is. */
  private SweepConfig config(String... prompts) {
    return SweepConfig.parse(text(root, prompts));
  }

  private static String text(Path output, String... prompts) {
    return """
           sweep {
             name = real
             prompts = ["%s"]
             axes { "texture.depth-control" = [false, true] }
           }
           trial {
             geometry { steps = 2, resolution = 32, encode-resolution = 32 }
             texture { steps = 4, latent-steps = 2, resolution = 32, render-resolution = 32
                       init-texture = "%s" }
           }
           models { diffusion = "%s", depth-controlnet = "%s" }
           metrics.resolution = 32
           output.uri = "%s"
           run.save { views = 1, view-resolution = 32, animation = none }
           """
        .formatted(String.join("\", \"", prompts), skin().toUri(), MODEL, CONTROL, output);
  }
}
