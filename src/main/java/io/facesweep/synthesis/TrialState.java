package io.facesweep.synthesis;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.render.Camera;
import io.facesweep.settings.Background;
import io.facesweep.settings.BackgroundSettings;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.LightSettings;
import io.facesweep.settings.Posterior;
import io.facesweep.settings.SweepSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.ViewSampling;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One trial in a lockstep batch: what it draws at each step, and what is written down of it. Draws
 * depend on the trial and the step alone.
 */
final class TrialState {
  private static final String ADVICE = "set models.vae-dtype = float32 (or bfloat16)";

  private final TrialSpec trial;
  private final int place;
  private final int stepCount;
  private final SynthesisPhase phase;
  private final GuidanceSettings guidance;
  private final Timesteps timesteps;
  private final ViewSampler views;
  private final LightSampler lights;
  private final BackgroundSettings background;
  private final LatentCodec codec;
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private int nonFiniteSteps;
  private @Nullable TrialFailure failure;

  // Of the present step.
  private int step;
  private long timestep;
  private Camera camera = Camera.orbit(0, 0, 0);
  private ViewMix view = ViewMix.NONE;
  private double gradientNorm;
  private long nonFinite;
  private boolean codecOverflowed;
  private Map<String, Double> terms = new HashMap<>();

  /**
   * @param place in the batch as it was given
   * @param steps of the phase
   * @param total T, timesteps of the diffusion model
   * @param codec what the trial's images are encoded with
   */
  TrialState(
      TrialSpec trial, int place, SynthesisPhase phase, int steps, int total, LatentCodec codec) {
    boolean geometry = phase == SynthesisPhase.GEOMETRY;
    TrialSettings settings = trial.settings();
    ViewSampling sampling = geometry ? settings.views().geometry() : settings.views().texture();
    LightSettings light = geometry ? settings.geometry().light() : settings.texture().light();
    this.trial = trial;
    this.place = place;
    this.stepCount = steps;
    this.phase = phase;
    this.guidance = geometry ? settings.geometry().guidance() : settings.texture().guidance();
    this.timesteps = Timesteps.of(guidance, steps, total);
    this.views = ViewSampler.of(sampling, settings.views());
    this.lights = new LightSampler(light);
    this.background = geometry ? settings.geometry().background() : settings.texture().background();
    this.codec = codec;
  }

  /** Draws what the step needs. */
  void begin(int newStep) {
    step = newStep;
    timestep = timesteps.at(step, random("timestep"));
    camera = views.draw(random("view"));
    view = ViewMix.of(camera, trial.settings().views());
    gradientNorm = 0;
    nonFinite = 0;
    codecOverflowed = false;
    terms = new HashMap<>();
  }

  /** Writes the step down; fails the trial if it had too many steps with non-finite gradients. */
  StepRecord end(double seconds) {
    StepRecord record =
        new StepRecord(
            phase,
            step,
            timestep,
            gradientNorm,
            terms,
            nonFinite,
            seconds,
            camera.azimuth(),
            camera.elevation(),
            view.main().text());
    steps.add(record);
    nonFiniteSteps += nonFinite > 0 ? 1 : 0;
    if (nonFinite > 0 && nonFiniteSteps > guidance.nonFiniteLimit()) {
      fail(
          "%d values of the gradient were NaN or infinite (norm of the rest %s), as in %d steps before, and guidance.non-finite-limit is %d"
                  .formatted(nonFinite, gradientNorm, nonFiniteSteps - 1, guidance.nonFiniteLimit())
              + codecAdvice());
    }
    return record;
  }

  private String codecAdvice() {
    if (!codec.isHalf()) {
      return "";
    }
    return codecOverflowed
        ? "; the latents that the VAE gives are not finite, it overflows in float16: " + ADVICE
        : "; if the VAE overflows in float16, " + ADVICE;
  }

  /** Marks a trial as failed whose texture is decoded to what is no image. */
  void failDecoding() {
    fail(
        "the VAE decodes its latents to values that are not finite"
            + (codec.isHalf() ? "; it overflows in float16: " + ADVICE : ""));
  }

  /** Marks the trial as failed; the first reason stays. */
  void fail(String reason) {
    if (failure == null) {
      String message =
          "Cannot go on with trial %s at %s step %d, timestep %d: %s"
              .formatted(trial.id(), phase.text(), step, timestep, reason);
      failure = new TrialFailure(trial.id(), phase, step, timestep, message);
    }
  }

  /** Randomness of one purpose in this step. */
  RandomStream random(String purpose) {
    return trial.random(phase).child(step).child(purpose);
  }

  /** Spherical harmonics [9, 3] of the step's light. */
  Tensor light() {
    return lights.draw(random("light"), camera.azimuth());
  }

  /** The colour behind the head in this step, RGB in [0, 1]. */
  double[] background() {
    if (background.mode() == Background.RANDOM) {
      SplittableRandom scalars = random("background").scalars();
      return new double[] {scalars.nextDouble(), scalars.nextDouble(), scalars.nextDouble()};
    }
    if (background.mode() == Background.FIXED && !background.color().isEmpty()) {
      return background.color().stream().mapToDouble(channel -> channel).toArray();
    }
    double grey = background.mode() == Background.BLACK ? 0 : settings().views().background();
    return new double[] {grey, grey, grey};
  }

  /** Whether {@link #background} is drawn at each step. */
  boolean drawsBackground() {
    return background.mode() == Background.RANDOM;
  }

  /** Noise of the VAE's posterior, 0 for its mean, [4, side, side]. */
  Tensor posteriorNoise(long side) {
    return posteriorNoise("posterior", side);
  }

  /** The same for another image than the view. */
  Tensor posteriorNoise(String purpose, long side) {
    return guidance.posterior() == Posterior.SAMPLE
        ? random(purpose).normal(LatentCodec.CHANNELS, side, side)
        : Tensor.zeros(LatentCodec.CHANNELS, side, side);
  }

  /** The prompt in the words of the step's view, or mixed of two views. */
  List<WeightedText> prompt() {
    return view.named().stream()
        .map(share -> new WeightedText(inView(share.view()), share.weight()))
        .toList();
  }

  /** The prompt in the words of views that the step's image is not to show; none, or two. */
  List<String> otherViews() {
    return view.others().stream().map(share -> inView(share.view())).toList();
  }

  /** The weights of {@link #otherViews}. */
  List<Double> otherViewWeights() {
    return view.others().stream().map(ViewMix.Share::weight).toList();
  }

  private String inView(PromptView named) {
    return named.apply(trial.prompt(), trial.settings().views().words());
  }

  /** A text with the trial's prompt, without a word for the view, in the place that it leaves. */
  String filled(String text) {
    return text.replace(SweepSettings.PLACEHOLDER, trial.prompt());
  }

  void gradientNorm(double norm) {
    gradientNorm = norm;
  }

  void term(String name, double value) {
    terms.put(name, value);
  }

  void countNonFinite(long count) {
    nonFinite += count;
  }

  /** Notes that what the codec encoded to in this step has NaNs or infinities. */
  void codecOverflowed() {
    codecOverflowed = true;
  }

  void add(Snapshot snapshot) {
    snapshots.add(snapshot);
  }

  TrialSpec trial() {
    return trial;
  }

  TrialSettings settings() {
    return trial.settings();
  }

  int place() {
    return place;
  }

  SynthesisPhase phase() {
    return phase;
  }

  GuidanceSettings guidance() {
    return guidance;
  }

  ViewSampler views() {
    return views;
  }

  LightSettings lightSettings() {
    return lights.settings();
  }

  int step() {
    return step;
  }

  /** How far the phase is, from 0 at its first step to 1 at its last. */
  double progress() {
    return stepCount == 1 ? 0 : (double) step / (stepCount - 1);
  }

  long timestep() {
    return timestep;
  }

  Camera camera() {
    return camera;
  }

  List<StepRecord> steps() {
    return steps;
  }

  List<Snapshot> snapshots() {
    return snapshots;
  }

  @Nullable TrialFailure failure() {
    return failure;
  }
}
