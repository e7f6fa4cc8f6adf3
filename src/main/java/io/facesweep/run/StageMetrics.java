package io.facesweep.run;

import io.facesweep.face.FaceModel;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.metrics.CheckpointDenoiser;
import io.facesweep.metrics.KnownShapes;
import io.facesweep.metrics.Metrics;
import io.facesweep.metrics.ProcessMemory;
import io.facesweep.metrics.TrialMetrics;
import io.facesweep.metrics.TrialScene;
import io.facesweep.metrics.ViewValue;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.RivalPrompts;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.TextureWrap;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.TextureInit;
import io.facesweep.settings.TextureParameter;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.store.Measures;
import io.facesweep.store.ViewAngle;
import io.facesweep.synthesis.GeometryOutcome;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.PromptView;
import io.facesweep.synthesis.StepListener;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.Synthesis;
import io.facesweep.synthesis.SynthesisOptions;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TrialSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Measures stages that came to their end. */
final class StageMetrics {
  private final LoadedModels models;
  private final Instrument instrument;
  private final JudgeNets judges;
  private final List<String> prompts;
  private final Map<FixedStart, float[]> startAlbedos = new ConcurrentHashMap<>();
  private final KnownShapes shapes = new KnownShapes();

  /**
   * @param instrument to measure with
   * @param judges beside the models' own
   * @param prompts what the diffusion model is given for each prompt of the sweep
   */
  StageMetrics(LoadedModels models, Instrument instrument, JudgeNets judges, List<String> prompts) {
    this.models = models;
    this.instrument = instrument;
    this.judges = judges;
    this.prompts = List.copyOf(prompts);
  }

  /** Ends the measuring where that was asked for. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Measures a geometry stage: what grey renders tell.
   *
   * @param wantsStop asked before each question to the diffusion model
   * @throws StoppedException if that is so
   */
  Measures geometry(TrialSpec spec, GeometryOutcome geometry, BooleanSupplier wantsStop) {
    TrialScene scene = scene(spec, geometry.mesh(), geometry.coefficients(), new float[0], 0);
    return measured(spec, scene, Measures.NONE, nonFinite(geometry.steps()), wantsStop);
  }

  /**
   * Measures a texture or joint stage: everything.
   *
   * @param shape what is measured of the geometry that it stands on, which is not asked again as
   *     far as the instrument and the prompts are the same; {@link Measures#NONE} where nothing is
   * @param wantsStop asked before each question to the diffusion model
   * @throws StoppedException if that is so
   */
  Measures texture(
      TrialSpec spec,
      TriangleMesh mesh,
      TextureOutcome texture,
      Measures shape,
      BooleanSupplier wantsStop) {
    TrialScene scene =
        scene(spec, mesh, texture.coefficients(), texture.albedo(), texture.resolution());
    return measured(spec, scene, shape, nonFinite(texture.steps()), wantsStop);
  }

  /** How the texture goes on left and right. */
  static TextureWrap axis(TrialSettings settings) {
    return settings.texture().wrap() ? TextureWrap.REPEAT : TextureWrap.CLAMP;
  }

  /**
   * Measures a stage of what is stored of it. What belongs to its run alone, memory, is left out.
   *
   * @param geometry its head, with what is known of that
   * @param albedo of the texture; empty for a geometry stage
   * @param resolution side of the albedo; 0 for a geometry stage
   */
  Measures stored(
      TrialSpec spec, StoredGeometry geometry, float[] albedo, int resolution, long nonFinite) {
    TriangleMesh mesh = models.models().face().mesh(geometry.coefficients());
    TrialScene scene = scene(spec, mesh, geometry.coefficients(), albedo, resolution);
    return measured(spec, scene, geometry.measures(), nonFinite, () -> false)
        .without(Metrics.PEAK_MEMORY.name());
  }

  /** Measures what a trial has before its first step. What belongs to a run alone is left out. */
  Measures start(TrialSpec spec) {
    float[] coefficients = synthesis().given(spec).coefficients();
    TriangleMesh mesh = models.models().face().mesh(coefficients);
    float[] albedo = startAlbedo(spec);
    int resolution = albedo.length == 0 ? 0 : spec.settings().texture().resolution();
    return measures(
        metrics(() -> false).measure(scene(spec, mesh, coefficients, albedo, resolution)));
  }

  private Measures measured(
      TrialSpec spec, TrialScene scene, Measures shape, long nonFinite, BooleanSupplier wantsStop) {
    TrialMetrics.Start start =
        new TrialMetrics.Start(
            synthesis().given(spec).mesh().vertices(),
            scene.isTextured() ? startAlbedo(spec) : new float[0]);
    TrialMetrics metrics = metrics(wantsStop);
    Measures measures =
        scene.isTextured() && isOfSameQuestions(shape, scene)
            ? measures(metrics.measureTexture(scene, start)).on(shape)
            : measures(metrics.measure(scene, start));
    return measures.with(
        Map.of(
            Metrics.NON_FINITE.name(), (double) nonFinite,
            Metrics.PEAK_MEMORY.name(), (double) ProcessMemory.peakBytes()));
  }

  /** Whether a shape was asked all that it would be asked with a texture on it, and answered. */
  private boolean isOfSameQuestions(Measures shape, TrialScene scene) {
    Set<String> prompts = new HashSet<>(scene.rivals());
    prompts.add(scene.prompt());
    boolean hasRivals = !scene.rivals().isEmpty();
    return instrument.id().equals(shape.instrument())
        && shape.judgeErrors().isEmpty()
        && shape.metrics().containsKey(Metrics.GEOMETRY_FIT_TEXT.name())
        && shape.promptErrors().containsKey(Metrics.GEOMETRY_FIT_TEXT_PRECISION.name()) == hasRivals
        && shape.promptErrors().values().stream()
            .allMatch(errors -> errors.keySet().equals(prompts));
  }

  /**
   * The texture before the first step, [3, R, R]; empty where a trial has none. One that is the
   * same for many trials is made once.
   */
  private float[] startAlbedo(TrialSpec spec) {
    if (!spec.settings().phases().hasTexture()) {
      return new float[0];
    }
    TextureSettings texture = spec.settings().texture();
    return texture.init() == TextureInit.NOISE
        ? synthesis().startAlbedo(spec)
        : startAlbedos.computeIfAbsent(
            new FixedStart(
                texture.parameter(), texture.init(), texture.initTexture(), texture.resolution()),
            start -> synthesis().startAlbedo(spec));
  }

  private record FixedStart(
      TextureParameter parameter, TextureInit init, String texture, int resolution) {}

  private Synthesis synthesis() {
    return new Synthesis(models.models(), SynthesisOptions.PLAIN, StepListener.NONE);
  }

  private static long nonFinite(List<StepRecord> steps) {
    return steps.stream().mapToLong(StepRecord::nonFinite).sum();
  }

  private Measures measures(TrialMetrics.Measured found) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Map<String, Double>> promptErrors = new TreeMap<>();
    found.values().forEach((metric, value) -> values.put(metric.name(), value));
    found.promptErrors().forEach((metric, errors) -> promptErrors.put(metric.name(), errors));
    values.keySet().removeAll(promptErrors.keySet());
    Map<String, Map<ViewAngle, Double>> views = new TreeMap<>();
    for (ViewValue view : found.views()) {
      views
          .computeIfAbsent(view.measure(), measure -> new TreeMap<>())
          .put(new ViewAngle(view.azimuth(), view.elevation()), view.value());
    }
    return new Measures(
        instrument.id(), values, promptErrors, views, found.picture(), found.judgeErrors());
  }

  private TrialMetrics metrics(BooleanSupplier wantsStop) {
    MetricsSettings settings = instrument.settings();
    return new TrialMetrics(
        new CheckpointDenoiser(
            models.checkpoint(),
            models.embeddings(),
            () -> {
              if (wantsStop.getAsBoolean()) {
                throw new StoppedException();
              }
            }),
        settings.resolution(),
        new Camera(0, 0, settings.distance(), settings.fov(), Camera.Point.ORIGIN),
        models.models().device(),
        judges.with(models.clip()),
        shapes);
  }

  private TrialScene scene(
      TrialSpec spec, TriangleMesh mesh, float[] coefficients, float[] albedo, int resolution) {
    FaceModel face = models.models().face();
    return new TrialScene(
        MeshTopology.of(mesh),
        mesh.vertices(),
        coefficients,
        albedo,
        resolution,
        face.regions(),
        face.landmarks(),
        axis(spec.settings()),
        spec.prompt(),
        RivalPrompts.of(prompts, spec.prompt()),
        (text, azimuth) -> PromptView.of(azimuth).apply(text));
  }
}
