package io.facesweep.report;

import io.facesweep.assets.Picture;
import io.facesweep.config.SweepConfig;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.mesh.GlbFile;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.plan.Fingerprints;
import io.facesweep.plan.Stage;
import io.facesweep.plan.StageKind;
import io.facesweep.plan.SweepPlan;
import io.facesweep.plan.SweepPlanner;
import io.facesweep.plan.Trial;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.Measures;
import io.facesweep.store.StageError;
import io.facesweep.store.StageRecord;
import io.facesweep.store.StageStatus;
import io.facesweep.store.StageStore;
import io.facesweep.store.StepLog;
import io.facesweep.store.StepRow;
import io.facesweep.store.SweepFolder;
import io.facesweep.tables.Tables;
import java.awt.Color;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sweep that never ran: a real plan, and for each stage a record with made-up metrics, drawn
 * pictures, the built-in head's mesh and a step curve, all written by the store's own writers.
 */
public final class SimulatedSweep {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final int VIEWS = 8;

  private String name = "simulated";
  private List<String> prompts =
      List.of("a man with black hair", "a woman with red hair", "an old man");
  private int seeds = 2;
  private String axes =
      "view-dependent-prompts = [true, false], texture.depth-control = [true, false],"
          + " texture.prior = [none, canny-controlnet]";
  private List<String> confirmatory = List.of();
  private int failEvery = Integer.MAX_VALUE;
  private int skipEvery = Integer.MAX_VALUE;
  private int side = 128;
  private int steps = 60;
  private boolean hasAssets = true;
  private int looks = Integer.MAX_VALUE;
  private final Map<String, Map<String, byte[]>> drawn = new ConcurrentHashMap<>();

  /** One mesh for all heads: it takes longer to write than all else. */
  private static final class Meshes {
    static final TriangleMesh HEAD = head();
    static final byte[] GREY = GlbFile.untextured(HEAD).toBytes();
    static final byte[] TEXTURED =
        new GlbFile(HEAD, albedo(new Color(0xd9a58a), new Color(0x3a2a20)).png()).toBytes();

    private static TriangleMesh head() {
      FaceModel face = FaceModels.open("builtin:head");
      return face.mesh(new float[face.identityCount()]);
    }
  }

  public SimulatedSweep name(String text) {
    name = text;
    return this;
  }

  public SimulatedSweep prompts(List<String> texts) {
    prompts = texts;
    return this;
  }

  /** So many prompts. */
  public SimulatedSweep prompts(int count) {
    return prompts(IntStream.range(0, count).mapToObj(i -> "face number " + i).toList());
  }

  public SimulatedSweep seeds(int count) {
    seeds = count;
    return this;
  }

  /** HOCON of {@code sweep.axes}. */
  public SimulatedSweep axes(String hocon) {
    axes = hocon;
    return this;
  }

  /** Measures that decide. */
  public SimulatedSweep confirmatory(String... measures) {
    confirmatory = List.of(measures);
    return this;
  }

  /** Every so manieth texture stage fails. */
  public SimulatedSweep failEvery(int count) {
    failEvery = count;
    return this;
  }

  /** Every so manieth texture stage has not run. */
  public SimulatedSweep skipEvery(int count) {
    skipEvery = count;
    return this;
  }

  /** Stages leave no files. */
  public SimulatedSweep withoutAssets() {
    hasAssets = false;
    return this;
  }

  public SimulatedSweep steps(int count) {
    steps = count;
    return this;
  }

  /** Draws so many different heads, which others share: large sweeps are written sooner. */
  public SimulatedSweep looks(int count) {
    looks = count;
    return this;
  }

  /** Side of the pictures. */
  public SimulatedSweep side(int pixels) {
    side = pixels;
    return this;
  }

  /** Writes plan, stages and tables. */
  public SweepPlan write(StageStore store) {
    SweepConfig config = SweepConfig.parse(hocon(store.uri()));
    SweepPlan plan = SweepPlanner.plan(config, Fingerprints.unread(config));
    new SweepFolder(store, plan.sweep()).write(config, plan);
    Map<String, Trial> trials = new HashMap<>();
    for (Trial trial : plan.trials()) {
      if (trial.geometryStage() != null) {
        trials.putIfAbsent(trial.geometryStage(), trial);
      }
      if (trial.textureStage() != null) {
        trials.putIfAbsent(trial.textureStage(), trial);
      }
    }
    plan.geometryStages().parallelStream().forEach(s -> commit(store, s, trials.get(s.id()), 0));
    List<Stage> textures = plan.textureStages();
    IntStream.range(0, textures.size())
        .parallel()
        .forEach(i -> commit(store, textures.get(i), trials.get(textures.get(i).id()), i + 1));
    Tables.rebuild(store, plan.sweep());
    return plan;
  }

  private String hocon(String root) {
    return """
        sweep { name = %s, prompts = [%s], seeds = [%s], axes { %s } }
        models { diffusion = d, depth-controlnet = c, texture-controlnet = t }
        analysis.confirmatory = [%s]
        output.uri = "%s"
        """
        .formatted(
            name,
            prompts.stream().map(SimulatedSweep::quoted).collect(Collectors.joining(", ")),
            IntStream.range(0, seeds).mapToObj(String::valueOf).collect(Collectors.joining(", ")),
            axes,
            String.join(", ", confirmatory),
            root);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void commit(StageStore store, Stage stage, Trial trial, int number) {
    if (number > 0 && number % skipEvery == 0) {
      return;
    }
    String attempt = StageStore.newAttempt();
    boolean isFailed = number > 0 && number % failEvery == 0;
    Map<String, byte[]> files = new HashMap<>();
    if (hasAssets) {
      files.put(StageRecord.STEPS, StepLog.write(curve(stage, trial)));
      if (!isFailed) {
        files.putAll(
            looks == Integer.MAX_VALUE ? draw(stage, trial, trial.prompt()) : drawn(stage, trial));
      }
    }
    List<AssetRecord> assets = store.writeAssets(stage.kind(), stage.id(), attempt, files);
    store.commit(
        new StageRecord(
            stage.kind(),
            stage.id(),
            isFailed ? StageStatus.FAILED : StageStatus.DONE,
            new TreeMap<>(),
            isFailed ? Measures.NONE : new Measures(null, metrics(stage, trial), Map.of()),
            assets,
            Map.of(StageRecord.SHARE, stage.kind() == StageKind.GEOMETRY ? 21.5 : 48.25),
            4,
            "host-" + trial.index() % 2,
            null,
            "cuda:0 NVIDIA H200",
            Map.of("facesweep", "0.1.0"),
            isFailed
                ? new StageError("SynthesisFailure", "the gradient was not finite", "texture", 17)
                : null,
            START.plusSeconds(trial.index()),
            START.plusSeconds(trial.index() + 60)),
        attempt);
  }

  private Map<String, byte[]> drawn(Stage stage, Trial trial) {
    String look = "look " + Math.floorMod(trial.prompt().hashCode(), looks);
    String key = "%s %s %s".formatted(stage.kind(), look, on(trial, "texture.prior"));
    return drawn.computeIfAbsent(key, k -> draw(stage, trial, look));
  }

  private Map<String, byte[]> draw(Stage stage, Trial trial, String look) {
    Map<String, byte[]> files = new HashMap<>();
    SplittableRandom random = random(look, trial.seed(), 3);
    Color skin = Color.getHSBColor(0.07f, 0.3f + 0.4f * (float) random.nextDouble(), 0.85f);
    Color hair = Color.getHSBColor((float) random.nextDouble(), 0.5f, 0.35f);
    double shade = on(trial, "texture.prior") ? 0.2 : 0.8;
    DrawnHead textured = new DrawnHead(skin, hair, shade);
    boolean isGeometry = stage.kind() == StageKind.GEOMETRY;
    DrawnHead head = isGeometry ? DrawnHead.GREY : textured;
    for (int view = 0; view < VIEWS; view++) {
      int azimuth = 360 / VIEWS * view;
      String shading = isGeometry ? "grey" : "textured";
      files.put(
          "views/%s_%03d.png".formatted(shading, azimuth), head.picture(side, azimuth, 1).png());
    }
    String phase = isGeometry ? "geometry" : "texture";
    files.put("evolution-" + phase + ".gif", head.animation(96));
    if (isGeometry) {
      files.put("head.glb", Meshes.GREY);
    } else {
      byte[] albedo = albedo(skin, hair).png();
      files.put("albedo.png", albedo);
      files.put("head.glb", Meshes.TEXTURED);
    }
    return files;
  }

  private static Picture albedo(Color skin, Color hair) {
    int side = 64;
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < side * side; i++) {
      Color colour = DrawnHead.mix(hair, skin, Math.min(1, Math.max(0, (i / side - 14) / 8.0)));
      rgb[3 * i] = (byte) colour.getRed();
      rgb[3 * i + 1] = (byte) colour.getGreen();
      rgb[3 * i + 2] = (byte) colour.getBlue();
    }
    return new Picture(side, side, rgb);
  }

  /** Depth control aligns edges, the prior evens out light, view prompts lessen Janus heads. */
  private static Map<String, Double> metrics(Stage stage, Trial trial) {
    SplittableRandom own = random(trial, 1);
    double level = own.nextDouble();
    double noise = random(trial, 2 + salt(stage, trial)).nextDouble() - 0.5;
    double views = on(trial, "view-dependent-prompts") ? 1 : 0;
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("geometry_face_back", 0.02 - 0.03 * views + 0.02 * level + 0.01 * noise);
    metrics.put("geometry_clip_score", 0.05 + 0.02 * level + 0.01 * noise);
    metrics.put("coefficient_norm", 3 + 2 * level + noise);
    metrics.put("non_finite_gradients", 0.0);
    if (stage.kind() == StageKind.TEXTURE) {
      double depth = on(trial, "texture.depth-control") ? 1 : 0;
      double prior = on(trial, "texture.prior") ? 1 : 0;
      metrics.put("clip_score", 0.08 + 0.03 * level - 0.006 * prior + 0.02 * noise);
      metrics.put("face_front", 0.2 + 0.1 * depth + 0.1 * level + 0.1 * noise);
      metrics.put(
          "lighting_variation",
          0.3 - 0.12 * prior - 0.05 * prior * depth + 0.1 * level + 0.06 * noise);
      metrics.put("saturation", 0.4 + 0.2 * level + 0.2 * noise);
      metrics.put("face_back", 0.03 - 0.02 * views + 0.02 * level + 0.02 * noise);
    }
    return metrics;
  }

  private static boolean on(Trial trial, String factor) {
    String level = trial.factors().getOrDefault(factor, "none");
    return !level.equals("false") && !level.equals("none");
  }

  /** Another one for each combination, whatever the stages' ids are. */
  private static int salt(Stage stage, Trial trial) {
    return 31 * trial.factors().hashCode() + stage.kind().name().hashCode();
  }

  private static SplittableRandom random(Trial trial, long purpose) {
    return random(trial.prompt(), trial.seed(), purpose);
  }

  private static SplittableRandom random(String look, long seed, long purpose) {
    return new SplittableRandom(31 * (31L * look.hashCode() + seed) + 7919 * purpose);
  }

  private List<StepRow> curve(Stage stage, Trial trial) {
    SplittableRandom random = random(trial, 5 + salt(stage, trial));
    List<StepRow> rows = new ArrayList<>();
    String phase = stage.kind() == StageKind.GEOMETRY ? "geometry" : "texture";
    for (int step = 0; step < steps; step++) {
      double norm = (40 + 30 * random.nextDouble()) * Math.exp(-2.0 * step / steps);
      rows.add(
          new StepRow(
              phase,
              step,
              980 - 960L * step / steps,
              norm,
              Map.of("learning-rate", 0.05, "l2", 0.01 * step, "parameter-gradient-norm", norm / 9),
              0,
              0.3,
              45 * (step % 8),
              0,
              "front"));
    }
    return rows;
  }
}
