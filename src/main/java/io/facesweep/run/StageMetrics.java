package io.facesweep.run;

import io.facesweep.face.FaceModel;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.metrics.CheckpointDenoiser;
import io.facesweep.metrics.Denoiser;
import io.facesweep.metrics.Metrics;
import io.facesweep.metrics.ProcessMemory;
import io.facesweep.metrics.TrialMetrics;
import io.facesweep.metrics.TrialScene;
import io.facesweep.plan.Instrument;
import io.facesweep.plan.RivalPrompts;
import io.facesweep.render.Camera;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.UAxis;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.store.Measures;
import io.facesweep.synthesis.GeometryOutcome;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.PromptView;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TrialSpec;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Measures stages that came to their end. */
final class StageMetrics {
  private final LoadedModels models;
  private final Instrument instrument;
  private final JudgeNets judges;
  private final List<String> prompts;

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
    return measured(scene, nonFinite(geometry.steps()), wantsStop);
  }

  /**
   * Measures a texture or joint stage: everything.
   *
   * @param wantsStop asked before each question to the diffusion model
   * @throws StoppedException if that is so
   */
  Measures texture(
      TrialSpec spec, TriangleMesh mesh, TextureOutcome texture, BooleanSupplier wantsStop) {
    TrialScene scene =
        scene(spec, mesh, texture.coefficients(), texture.albedo(), texture.resolution());
    return measured(scene, nonFinite(texture.steps()), wantsStop);
  }

  /** How the texture goes on left and right. */
  static UAxis axis(TrialSettings settings) {
    return settings.texture().wrap() ? UAxis.WRAP : UAxis.CLAMP;
  }

  /**
   * Measures a stage of what is stored of it. What belongs to its run alone, memory, is left out.
   *
   * @param albedo of the texture; empty for a geometry stage
   * @param resolution side of the albedo; 0 for a geometry stage
   */
  Measures stored(
      TrialSpec spec, float[] coefficients, float[] albedo, int resolution, long nonFinite) {
    TriangleMesh mesh = models.models().face().mesh(coefficients);
    TrialScene scene = scene(spec, mesh, coefficients, albedo, resolution);
    Measures measures = measured(scene, nonFinite, () -> false);
    Map<String, Double> values = new TreeMap<>(measures.metrics());
    values.remove(Metrics.PEAK_MEMORY.name());
    return new Measures(
        measures.instrument(), values, measures.promptErrors(), measures.judgeErrors());
  }

  private static long nonFinite(List<StepRecord> steps) {
    return steps.stream().mapToLong(StepRecord::nonFinite).sum();
  }

  private Measures measured(TrialScene scene, long nonFinite, BooleanSupplier wantsStop) {
    MetricsSettings settings = instrument.settings();
    Map<String, Double> values = new TreeMap<>();
    Map<String, Map<String, Double>> promptErrors = new TreeMap<>();
    TrialMetrics.Measured found =
        new TrialMetrics(
                new Stoppable(
                    new CheckpointDenoiser(models.checkpoint(), models.embeddings()), wantsStop),
                settings.resolution(),
                new Camera(0, 0, settings.distance(), settings.fov(), Camera.Point.ORIGIN),
                models.models().device(),
                judges.with(models.clip()))
            .measure(scene);
    found.values().forEach((metric, value) -> values.put(metric.name(), value));
    found.promptErrors().forEach((metric, errors) -> promptErrors.put(metric.name(), errors));
    values.put(Metrics.NON_FINITE.name(), (double) nonFinite);
    values.put(Metrics.PEAK_MEMORY.name(), (double) ProcessMemory.peakBytes());
    values.keySet().removeAll(promptErrors.keySet());
    return new Measures(instrument.id(), values, promptErrors, found.judgeErrors());
  }

  private record Stoppable(Denoiser denoiser, BooleanSupplier wantsStop) implements Denoiser {
    @Override
    public int timesteps() {
      return denoiser.timesteps();
    }

    @Override
    public Tensor encode(Tensor images) {
      return denoiser.encode(images);
    }

    @Override
    public double[] errors(Tensor latents, Tensor noise, long[] timesteps, List<String> texts) {
      if (wantsStop.getAsBoolean()) {
        throw new StoppedException();
      }
      return denoiser.errors(latents, noise, timesteps, texts);
    }
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
        axis(spec.settings()),
        spec.prompt(),
        RivalPrompts.of(prompts, spec.prompt()),
        (text, azimuth) -> PromptView.of(azimuth).apply(text));
  }
}
