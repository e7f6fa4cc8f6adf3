package io.facesweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.Sha256;
import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.tables.SampleSweep;
import io.facesweep.tables.TableReader;
import io.facesweep.tables.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is hostile or damaged stops nobody: it is a line of problems, or nothing. */
class HostileFilesTest {
  private static final StageKind KIND = StageKind.TEXTURE;

  @TempDir private Path root;
  private StageStore store;

  @BeforeEach
  void open() {
    store = StageStore.open(root.toString(), new Configuration());
  }

  @Test
  void aPipeADeviceAndAFloodAreNotRead() throws Exception {
    Path pipe = stage("pipe").resolve("record.json");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Files.createSymbolicLink(stage("device").resolve("record.json"), Path.of("/dev/zero"));
    try (RandomAccessFile flood =
        new RandomAccessFile(stage("flood").resolve("record.json").toFile(), "rw")) {
      flood.setLength(3L << 30);
    }
    Files.createDirectories(stage("folder").resolve("record.json/x"));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertProblem("pipe", "it is no regular file");
          assertProblem("device", "it is no regular file");
          assertProblem("folder", "it is no regular file");
          assertProblem("flood", "it is larger than 4194304 bytes");
        });
  }

  @Test
  void foldersOfOtherNamesAreNoStages() throws IOException {
    for (String name : new String[] {"a b", "..x", "a\u001bb"}) {
      Files.writeString(stage(name).resolve("record.json"), "{}");
    }
    assertThat(store.recorded(KIND).done()).isEmpty();
  }

  @Test
  void aRecordOfDeepJsonIsNotTrusted() throws IOException {
    String deep = "[".repeat(20_000) + "]".repeat(20_000);
    String text = RecordJson.write(SampleSweep.done(KIND, "deep", Map.of()));
    assertThatThrownBy(
            () ->
                RecordJson.read(
                    resealed(text.replace("\"scale\": 7.0", "\"scale\": " + deep)), KIND, "deep"))
        .isInstanceOf(RecordJson.UntrustedException.class)
        .hasMessage("it is not whole: nested deeper than 64 levels");
  }

  @Test
  void aRecordWithAForgedPathIsNotTrusted() {
    StageRecord record =
        SampleSweep.record(
            KIND,
            "abc",
            StageStatus.DONE,
            Map.of(),
            List.of(
                new AssetRecord("attempt-1/head.glb", 3, Sha256.of("abc"), "model/gltf-binary")),
            null);
    for (String path : new String[] {"../../x", "file:/x", "a/../../x", "a/evolution/../../x"}) {
      String text = RecordJson.write(record).replace("attempt-1/head.glb", path);
      assertThatThrownBy(() -> RecordJson.read(resealed(text), KIND, "abc"))
          .isInstanceOf(RecordJson.UntrustedException.class)
          .hasMessageStartingWith("a field is missing or wrong: Invalid asset path: '" + path);
    }
    String text = RecordJson.write(record).replace("\"bytes\": 3", "\"bytes\": -3");
    assertThatThrownBy(() -> RecordJson.read(resealed(text), KIND, "abc"))
        .isInstanceOf(RecordJson.UntrustedException.class)
        .hasMessageStartingWith("a field is missing or wrong: Invalid asset attempt-1/head.glb: ");
  }

  @Test
  void forgedNumbersTeachNothing() throws Exception {
    SweepPlan plan = SampleSweep.plan(SampleSweep.config(root));
    Stage stage = plan.textureStages().get(0);
    StageRecord plain = SampleSweep.done(KIND, stage.id(), Map.of());
    Map<String, Object> settings = new HashMap<>(SettingsColumns.of(stage.settings()));
    RecordedTimings timings = new RecordedTimings();
    for (Object[] forged :
        new Object[][] {
          {99_999_999_999L, 2, 4.0},
          {"many", 2, 4.0},
          {0L, 2, 4.0},
          {400L, 0, 4.0},
          {400L, -1, 4.0},
          {400L, 2, -4.0},
          {400L, 2, Double.NaN},
          {400L, 2, Double.POSITIVE_INFINITY},
          {400L, 2, 1e300}
        }) {
      settings.put("texture_steps", forged[0]);
      timings.add(timed(plain, settings, (Integer) forged[1], (Double) forged[2]));
    }
    assertThat(timings.timings()).isEmpty();
    settings.put("texture_steps", 400L);
    timings.add(timed(plain, settings, 2, 4.0));
    assertThat(timings.timings()).hasSize(1);
  }

  @Test
  void stepCurvesOfOtherKindsAreSaid() throws IOException {
    String line = "{\"phase\":\"p\",\"step\":0,\"t\":1,\"gradient_norm\":1,\"non_finite\":0,";
    for (String text :
        new String[] {
          line + "\"seconds\":1,\"view\":[],\"terms\":{}}",
          line + "\"seconds\":1,\"view\":[0,0,\"front\"],\"terms\":[]}",
          line.replace("\"p\"", "null") + "\"seconds\":1,\"view\":[0,0,\"x\"],\"terms\":{}}",
          line.replace("\"step\":0", "\"step\":" + "[".repeat(5000) + "]".repeat(5000)) + "}",
          "[]",
          "\u0000"
        }) {
      assertThatThrownBy(() -> StepLog.read(gzip(text), "steps"))
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot read steps: not a step curve");
    }
    assertThatThrownBy(() -> StepLog.read(new byte[] {1, 2}, "steps"))
        .hasMessage("Cannot read steps: not a step curve");
  }

  @Test
  void aStepCurveIsUnpackedOnlyAsFarAsACurveGoes() throws IOException {
    byte[] line = gzip("x".repeat(70_000));
    assertThatThrownBy(() -> StepLog.read(line, "steps"))
        .isInstanceOf(UserException.class)
        .cause()
        .hasMessage("a line has more than 65536 bytes");
    try (GzipLines lines = new GzipLines(gzip("short\n".repeat(1000)), 5999)) {
      assertThatThrownBy(
              () -> {
                while (lines.next() != null) {
                  assertThat(lines).isNotNull();
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage("it has more than 5999 bytes");
    }
  }

  @Test
  void linesAreThoseThatWereWritten() throws IOException {
    for (String text : new String[] {"", "a", "a\n", "a\n\nb", "ä".repeat(30_000) + "\n\nend\n"}) {
      List<String> lines = new ArrayList<>();
      try (GzipLines all = new GzipLines(gzip(text))) {
        for (String line = all.next(); line != null; line = all.next()) {
          lines.add(line);
        }
      }
      assertThat(lines).isEqualTo(text.lines().toList());
    }
  }

  @Test
  void oneDamagedStageIsALineOfProblems() throws IOException {
    SweepConfig config = SampleSweep.config(root);
    SweepPlan plan = SampleSweep.plan(config);
    new SweepFolder(store, "sample").write(config, plan);
    for (Stage stage : plan.geometryStages()) {
      SampleSweep.commit(store, stage, Map.of("coefficient_norm", 3.5));
    }
    List<Stage> textures = plan.textureStages();
    SampleSweep.commit(store, textures.get(0), Map.of("a-b", 0.25, "a_b", 0.5));
    forgeCurve(textures.get(1), gzip("{\"view\": []}"));
    Files.writeString(stage(textures.get(2).id()).resolve("record.json"), "{}");
    Tables.Summary summary = Tables.rebuild(store, "sample");
    assertThat(summary.done()).isEqualTo(2);
    assertThat(summary.steps()).isEqualTo(6);
    assertThat(summary.problems())
        .hasSize(2)
        .anyMatch(line -> line.endsWith("steps.jsonl.gz: not a step curve"))
        .anyMatch(line -> line.startsWith("Cannot trust record "));
  }

  @Test
  void aDamagedTableIsSaid() throws IOException {
    oneDamagedStageIsALineOfProblems();
    Path file = root.resolve("tables/trials/sweep=sample/part-0.parquet");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i += 997) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) 0x7f;
      Files.write(file, damaged);
      try {
        new TableReader(store, "trials", "sample").read(column -> true, row -> {});
      } catch (UserException e) {
        assertThat(e).hasMessageStartingWith("Cannot read " + file + ": ");
      }
    }
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    assertThat(new TableReader(store, "trials", "sample").exists()).isFalse();
  }

  @Test
  void aPlanThatIsNoFileIsSaid() throws IOException {
    Path plan = root.resolve("sweeps/sample/plan.json");
    Files.createDirectories(plan.getParent());
    Files.createSymbolicLink(plan, Path.of("/dev/zero"));
    assertThatThrownBy(() -> Tables.rebuild(store, "sample"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read %s: it is no regular file".formatted(plan));
  }

  @Test
  void messagesOfFailuresFitIntoARecord() {
    StageError error = new StageError("Diverged", "x".repeat(30_000), null, null);
    assertThat(error.message()).hasSize(20_003).endsWith("x...");
  }

  private static StageRecord timed(
      StageRecord plain, Map<String, Object> settings, int batchSize, double seconds) {
    return new StageRecord(
        plain.kind(),
        plain.id(),
        plain.status(),
        settings,
        plain.measures(),
        plain.assets(),
        Map.of(StageRecord.BATCH, seconds),
        batchSize,
        plain.host(),
        plain.user(),
        plain.device(),
        plain.versions(),
        null,
        plain.started(),
        plain.finished());
  }

  private void forgeCurve(Stage stage, byte[] curve) {
    String attempt = StageStore.newAttempt();
    List<AssetRecord> assets =
        store.writeAssets(stage.kind(), stage.id(), attempt, Map.of(StageRecord.STEPS, curve));
    store.commit(
        SampleSweep.record(stage.kind(), stage.id(), StageStatus.DONE, Map.of(), assets, null),
        attempt);
  }

  private void assertProblem(String id, String reason) {
    Path file = root.resolve("stages/texture/" + id + "/record.json");
    String message = "Cannot trust record %s: %s; the stage runs again".formatted(file, reason);
    assertThat(store.lookup(KIND, id))
        .isEqualTo(new StageLookup.Untrusted(file.toString(), reason));
    List<String> problems = new ArrayList<>();
    assertThatCode(
            () ->
                new StageScan(store)
                    .statuses(KIND, List.of(id), (stage, status) -> {}, problems::add))
        .doesNotThrowAnyException();
    assertThat(problems).containsExactly(message);
    assertThat(store.isDone(KIND, id)).isFalse();
  }

  private Path stage(String id) throws IOException {
    return Files.createDirectories(root.resolve("stages/texture").resolve(id));
  }

  /** A record with the checksum that its text has. */
  private static String resealed(String text) {
    String tail = ",\n  \"sha256\": \"";
    String body = text.substring(0, text.lastIndexOf(tail));
    return body + tail + Sha256.of(body) + "\"\n}\n";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
