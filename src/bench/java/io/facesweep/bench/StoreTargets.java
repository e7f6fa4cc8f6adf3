package io.facesweep.bench;

import io.facesweep.assets.NumpyFile;
import io.facesweep.bench.FuzzReaders.Kind;
import io.facesweep.config.SweepConfig;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.run.GeometryFile;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.Measures;
import io.facesweep.store.RecordedTimings;
import io.facesweep.store.StageLookup;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.TableReader;
import io.facesweep.tables.Tables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;

/** Records, plans, step curves, coefficients and tables of an output root. */
final class StoreTargets {
  private static final long ALLOWANCE = 64 << 20;
  private static final long BYTES_PER_BYTE = 4 * 1032;
  private static final String CHECKSUM = ",\n  \"sha256\": \"";

  private final SplittableRandom random;
  private final ByteMutator bytes;
  private final FieldMutator fields;
  private final StageStore store;
  private final Path root;
  private final String sweep = "fuzz";
  private Stage stage;
  private Stage texture;
  private Instrument instrument;

  private StoreTargets(Path root, SplittableRandom random) {
    this.random = random;
    this.bytes = new ByteMutator(random);
    this.fields = new FieldMutator(random);
    this.root = root;
    this.store = StageStore.open(root.toString(), new Configuration());
  }

  static List<FuzzTarget> in(Path root, SplittableRandom random) throws IOException {
    return new StoreTargets(root, random).targets();
  }

  private List<FuzzTarget> targets() throws IOException {
    write();
    Path record = root.resolve("stages/geometry").resolve(stage.id()).resolve("record.json");
    String recordText = Files.readString(record);
    Path plan = root.resolve("sweeps/fuzz/plan.json");
    String planText = Files.readString(plan);
    Path table = table();
    byte[] tableBytes = Files.readAllBytes(table);
    byte[] steps = steps();
    byte[] coefficients = GeometryFile.write(new float[] {1, -2.5f, 0});
    byte[] latents = NumpyFile.of(new float[] {1, -2.5f, 0, Float.NaN}, 1, 2, 2);
    Path measures = measures();
    String measuresText = Files.readString(measures);
    Path instrumentFile = root.resolve("sweeps/fuzz/instrument.json");
    String instrumentText = Files.readString(instrumentFile);
    String coefficientText = new String(coefficients, StandardCharsets.UTF_8);
    return List.of(
        file(Kind.RECORD, record, () -> record(recordText), path -> lookup()),
        file(
            Kind.PLAN,
            plan,
            () -> half(planText, planText.getBytes(StandardCharsets.UTF_8)),
            path -> new SweepFolder(store, sweep).read()),
        memory(Kind.STEPS, () -> zipped(curve(steps)), input -> StepLog.read(input, "steps")),
        memory(
            Kind.COEFFICIENTS,
            () -> half(coefficientText, coefficients),
            input -> GeometryFile.read(input, "coefficients")),
        memory(
            Kind.LATENTS,
            () -> random.nextBoolean() ? fields.binary(latents) : bytes.json(latents),
            input -> NumpyFile.read(input, "latents")),
        file(Kind.MEASURES, measures, () -> sealed(damaged(measuresText)), path -> measured()),
        file(
            Kind.INSTRUMENT,
            instrumentFile,
            () -> half(instrumentText, instrumentText.getBytes(StandardCharsets.UTF_8)),
            path -> new SweepFolder(store, sweep).instrument()),
        file(
            Kind.TABLE,
            table,
            () -> random.nextBoolean() ? fields.binary(tableBytes) : bytes.json(tableBytes),
            path -> new TableReader(store, "trials", sweep).read(column -> true, row -> {})));
  }

  private static FuzzTarget file(
      Kind kind,
      Path file,
      java.util.function.Supplier<byte[]> inputs,
      java.util.function.Consumer<Path> reader) {
    return new FileTarget(kind, file, inputs, reader, ALLOWANCE, BYTES_PER_BYTE);
  }

  private static FuzzTarget memory(
      Kind kind,
      java.util.function.Supplier<byte[]> inputs,
      java.util.function.Consumer<byte[]> reader) {
    return new FuzzTarget() {
      @Override
      public Kind kind() {
        return kind;
      }

      @Override
      public byte[] next() {
        return inputs.get();
      }

      @Override
      public void read(byte[] input) {
        reader.accept(input);
      }

      @Override
      public long allowance() {
        return ALLOWANCE;
      }

      @Override
      public long bytesPerByte() {
        return BYTES_PER_BYTE;
      }
    };
  }

  /** What plan, run, tables and report do with a record. */
  private void lookup() {
    if (store.lookup(StageKind.GEOMETRY, stage.id()) instanceof StageLookup.Found found) {
      RecordedTimings timings = new RecordedTimings();
      timings.add(found.record());
      timings.timings();
      found.record().shareSeconds();
      store.missingAssets(found.record());
    }
  }

  /** What tables and report do with measures that were made anew. */
  private void measured() {
    if (store.lookup(StageKind.TEXTURE, texture.id()) instanceof StageLookup.Found found) {
      store.measures(found.record(), instrument.id());
    }
  }

  private byte[] half(String text, byte[] whole) {
    return random.nextInt(3) == 0 ? bytes.json(whole) : fields.jsonBytes(text);
  }

  /** With a checksum that is right, so that the fields are looked at. */
  private byte[] record(String text) {
    String body = damaged(text);
    String head = "{\n  \"schema\": " + StageRecord.SCHEMA_VERSION + ",";
    return sealed(body.startsWith(head) || random.nextInt(10) == 0 ? body : schema(body, head));
  }

  /** The fields of a sealed text, damaged. */
  private String damaged(String text) {
    String whole = text.substring(0, text.lastIndexOf(CHECKSUM)) + "\n}";
    String damaged =
        random.nextInt(3) == 0
            ? new String(bytes.json(whole.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)
            : fields.json(whole);
    return damaged.substring(0, Math.max(0, damaged.lastIndexOf('}'))).stripTrailing();
  }

  private static byte[] sealed(String body) {
    return (body + CHECKSUM + sha256(body) + "\"\n}\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String schema(String body, String head) {
    int end = body.indexOf(',');
    return end < 0 ? body : head + body.substring(end + 1);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] curve(byte[] lines) {
    if (random.nextInt(3) == 0) {
      return bytes.json(lines);
    }
    List<String> damaged = new ArrayList<>();
    new String(lines, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> damaged.add(random.nextBoolean() ? fields.json(line) : line));
    return String.join("\n", damaged).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] zipped(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return random.nextInt(10) == 0 ? fields.binary(out.toByteArray()) : out.toByteArray();
  }

  private static byte[] steps() throws IOException {
    byte[] zipped =
        StepLog.write(
            List.of(
                new StepRow(
                    "geometry", 0, 980, 1.5, Map.of("rate", 0.05), 0, 0.25, 30, -10, "front"),
                new StepRow(
                    "geometry", 1, 979, 2.5, Map.of("rate", 0.05), 1, 0.25, 30, -10, "back")));
    return new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
  }

  /** The file of measures by another instrument. */
  private Path measures() throws IOException {
    Path folder = root.resolve("stages/texture").resolve(texture.id());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("measures-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path table() throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("tables/trials"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  /** A sweep of two trials, done, with its tables. */
  private void write() {
    SweepConfig config =
        SweepConfig.parse(
            """
            sweep {
              name = fuzz
              prompts = [an old man]
              axes { "texture.depth-control" = [true, false] }
            }
            models { diffusion = none, depth-controlnet = none }
            output.uri = "%s"
            """
                .formatted(root));
    SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    new SweepFolder(store, sweep).write(config, plan);
    instrument = new Instrument(config.metrics().at(64), Map.of("face-nets", "0123"));
    new SweepFolder(store, sweep).write(instrument);
    stage = plan.geometryStages().get(0);
    texture = plan.textureStages().get(0);
    plan.geometryStages().forEach(this::commit);
    plan.textureStages().forEach(this::commit);
    StageLookup.Found found = (StageLookup.Found) store.lookup(StageKind.TEXTURE, texture.id());
    store.keep(
        found.record(),
        new Measures(
            instrument.id(),
            Map.of("sharpness", 0.5),
            Map.of("fit_text_precision", Map.of("a man", 0.25))));
    Tables.rebuild(store, sweep);
  }

  private void commit(Stage done) {
    String attempt = StageStore.newAttempt();
    List<AssetRecord> assets =
        store.writeAssets(done.kind(), done.id(), attempt, Map.of("head.glb", new byte[] {1, 2}));
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    store.commit(
        new StageRecord(
            done.kind(),
            done.id(),
            StageStatus.DONE,
            Map.of(
                "steps",
                3L,
                "texture_steps",
                3L,
                "scale",
                7.0,
                "prompt_text",
                "a man",
                "wrap",
                true),
            new Measures(
                "0123456789abcdef",
                Map.of("clip_score", 0.25),
                Map.of("fit_text", Map.of("a man", 0.5))),
            assets,
            Map.of(StageRecord.SHARE, 2.0, StageRecord.BATCH, 4.0),
            2,
            "host",
            "user",
            "cpu",
            Map.of("facesweep", "0.1"),
            null,
            start,
            start.plusSeconds(4)),
        attempt);
  }
}
