package io.facesweep.run;

import io.facesweep.diffusion.ClipModel;
import io.facesweep.face.FaceModel;
import io.facesweep.metrics.CheckpointDenoiser;
import io.facesweep.metrics.ClipSimilarity;
import io.facesweep.metrics.Denoiser;
import io.facesweep.metrics.Metric;
import io.facesweep.metrics.Metrics;
import io.facesweep.metrics.ProcessMemory;
import io.facesweep.metrics.TrialMetrics;
import io.facesweep.metrics.TrialScene;
import io.facesweep.plan.RivalPrompts;
import io.facesweep.render.MeshTopology;
import io.facesweep.render.UAxis;
import io.facesweep.settings.TrialSettings;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.PromptView;
import io.facesweep.synthesis.ReferenceCamera;
import io.facesweep.synthesis.StepRecord;
import io.facesweep.synthesis.SynthesisPhase;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TrialResult;
import io.facesweep.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Measures a completed trial. */
final class TrialMeasurement {
  private TrialMeasurement() {}

  /**
   * All metrics that apply.
   *
   * @param prompts what the diffusion model is given for each prompt of the sweep
   * @param wantsStop asked before each question to the diffusion model
   * @throws CancellationException if that is so
   */
  static Map<Metric, Double> of(
      LoadedModels models,
      TrialResult.Completed result,
      List<String> prompts,
      BooleanSupplier wantsStop) {
    TrialSettings settings = result.trial().settings();
    int side =
        result.texture() == null
            ? settings.geometry().encodeResolution()
            : settings.texture().renderResolution();
    Map<Metric, Double> found = new LinkedHashMap<>();
    Denoiser denoiser = new CheckpointDenoiser(models.checkpoint(), models.embeddings());
    ClipModel clip = models.clip();
    TrialMetrics metrics =
        new TrialMetrics(
            new Stoppable(denoiser, wantsStop),
            side,
            ReferenceCamera.of(settings),
            models.models().device(),
            clip == null ? null : new ClipSimilarity(clip));
    found.putAll(metrics.of(scene(models.models().face(), result, prompts)));
    List<StepRecord> steps = result.steps();
    found.put(Metrics.NON_FINITE, (double) steps.stream().mapToLong(StepRecord::nonFinite).sum());
    if (settings.phases().hasGeometryPhase()) {
      found.put(Metrics.GEOMETRY_SECONDS, seconds(steps, true));
    }
    if (settings.phases().hasTexture()) {
      found.put(Metrics.TEXTURE_SECONDS, seconds(steps, false));
    }
    found.put(Metrics.PEAK_MEMORY, (double) ProcessMemory.peakBytes());
    return found;
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
        throw new CancellationException("Stopped while measuring");
      }
      return denoiser.errors(latents, noise, timesteps, texts);
    }
  }

  private static TrialScene scene(
      FaceModel face, TrialResult.Completed result, List<String> prompts) {
    TextureOutcome texture = result.texture();
    String prompt = result.trial().prompt();
    return new TrialScene(
        MeshTopology.of(result.geometry().mesh()),
        result.geometry().mesh().vertices(),
        result.geometry().coefficients(),
        texture == null ? new float[0] : texture.albedo(),
        texture == null ? 0 : texture.resolution(),
        face.regions(),
        result.trial().settings().texture().wrap() ? UAxis.WRAP : UAxis.CLAMP,
        prompt,
        RivalPrompts.of(prompts, prompt),
        (text, azimuth) -> PromptView.of(azimuth).apply(text));
  }

  private static double seconds(List<StepRecord> steps, boolean ofGeometry) {
    return steps.stream()
        .filter(step -> (step.phase() == SynthesisPhase.GEOMETRY) == ofGeometry)
        .mapToDouble(StepRecord::seconds)
        .sum();
  }
}
