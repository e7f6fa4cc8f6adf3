package io.facesweep.synthesis;

import io.facesweep.render.RenderedViews;
import io.facesweep.settings.TextureSettings;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One batch of textures being optimised, on heads that are fixed or move along. */
final class TextureRun implements AutoCloseable {
  private final TensorOwner owner = new TensorOwner();
  private final SynthesisModels models;
  private final TextureSettings common;
  private final int latentSteps;
  private final Lockstep lockstep;
  private final HeadSource head;
  private final TextureValues kind;
  private final OptimizedParameter parameter;
  private final TextureRenders renders;
  private final SeenTexels seen;
  private final Snapshots snapshots;
  private final Distillation distillation;
  private final List<TexturePrior.Gradient> priors;
  private final Controls controls;

  /**
   * @param head of each trial; closed with this
   */
  TextureRun(
      SynthesisModels models,
      SynthesisOptions options,
      Lockstep lockstep,
      HeadSource head,
      List<TrialSpec> batch) {
    this.models = models;
    this.common = batch.get(0).settings().texture();
    this.latentSteps = batch.get(0).settings().latentSteps();
    this.lockstep = lockstep;
    this.head = head;
    SynthesisPhase phase = lockstep.state(0).phase();
    this.kind = TextureValues.of(common.parameter());
    this.parameter =
        new OptimizedParameter(
            lockstep,
            TextureStart.values(models, batch, phase),
            state -> state.settings().texture().optimizer());
    Renderers renderers = new Renderers(models.face(), models.device());
    Controls.Heads heads = head.isFixed() ? Controls.Heads.FIXED : Controls.Heads.MOVING;
    this.renders = new TextureRenders(lockstep, models.codec(), renderers, heads, owner);
    this.seen = new SeenTexels(lockstep, parameter.value(), renders.axis(), heads);
    this.snapshots = new Snapshots(options, lockstep, renderers);
    this.distillation = Distillation.ofViews(models.diffusion(), lockstep, owner);
    this.priors =
        TexturePrior.of(common).stream()
            .map(prior -> prior.gradient(models, lockstep, owner))
            .toList();
    this.controls =
        new Controls(
            ControlSource.of(batch.get(0).settings(), phase),
            lockstep,
            models.face(),
            renders.controls(),
            heads,
            owner);
  }

  List<PhaseResult<TextureOutcome>> run() {
    lockstep.run(this::step, this::keep, this::snapshot);
    return lockstep.size() == 0 ? lockstep.results(List.of()) : lockstep.results(outcomes());
  }

  private void step() {
    List<Tensor> gradients;
    try (GradMode on = GradMode.enabled()) {
      HeadSource.Pose pose = head.pose();
      Tensor leaf = parameter.value().asLeaf();
      Backward backward = Backward.of(models.codec(), lockstep);
      if (lockstep.state(0).step() < latentSteps) {
        latentSpace(backward, leaf, pose.vertices());
      } else {
        imageSpace(backward, leaf, pose.vertices());
      }
      if (kind == TextureValues.LATENTS) {
        priors.forEach(prior -> prior.addAtLatents(backward, leaf));
      }
      List<Tensor> inputs = new ArrayList<>(List.of(leaf));
      inputs.addAll(pose.leaves());
      gradients = backward.gradients(inputs);
    }
    for (int i = 0; i < lockstep.size(); i++) {
      lockstep.state(i).term("learning-rate", parameter.learningRate(i));
    }
    double[] norms =
        parameter.step(
            kind.gradient(seen, gradients.get(0)),
            stepped -> seen.withRestOf(parameter.value(), kind.bounded(stepped)));
    for (int i = 0; i < norms.length; i++) {
      lockstep.state(i).term("parameter-gradient-norm", norms[i]);
    }
    head.step(gradients.subList(1, gradients.size()));
  }

  /** The latent is the texture, and the render is z. */
  private void latentSpace(Backward backward, Tensor leaf, Tensor vertices) {
    RenderedViews views = renders.smallViews(vertices);
    seen.add(views);
    distill(backward, renders.latents(views, leaf), vertices, null);
    if (common.isRegularised()) {
      regularise(backward, backward.decode(seen.gated(leaf)));
    }
  }

  /** The texture is rendered, and the render is encoded. */
  private void imageSpace(Backward backward, Tensor leaf, Tensor vertices) {
    RenderedViews views = renders.views(vertices);
    seen.add(views);
    Tensor texture = kind.texture(backward, seen, leaf); // [K, 3, R, R]
    Tensor images = renders.images(views, texture);
    Tensor resized = GeometryRenders.resized(images, common.encodedSide());
    long side = common.encodedSide() / models.codec().factor();
    Tensor noise = lockstep.stack(state -> state.posteriorNoise(side));
    RenderedViews shared = common.encodedSide() == common.renderResolution() ? views : null;
    distill(backward, backward.encodeRenders(resized, noise), vertices, shared);
    priors.forEach(prior -> prior.addAtTexture(backward, texture));
    regularise(backward, texture);
  }

  private void distill(
      Backward backward, Tensor z, Tensor vertices, @Nullable RenderedViews views) {
    Distillation.Step found = distillation.gradient(z, controls.of(vertices, views));
    for (int i = 0; i < lockstep.size(); i++) {
      lockstep.state(i).gradientNorm(found.norms()[i]);
    }
    backward.add(z, found.gradient());
  }

  /**
   * Losses on the texture, never on latents: latents of a symmetric or a smooth image are neither.
   */
  private void regularise(Backward backward, Tensor texture) {
    double[] symmetry = lockstep.values(state -> state.settings().texture().symmetryWeight());
    if (any(symmetry)) {
      addLoss(backward, "symmetry", SymmetryLoss.of(texture), symmetry);
    }
    double[] smoothness = lockstep.values(state -> state.settings().texture().smoothnessWeight());
    if (any(smoothness)) {
      addLoss(backward, "smoothness", SmoothnessLoss.of(texture, renders.axis()), smoothness);
    }
  }

  private void addLoss(Backward backward, String name, Tensor losses, double[] weights) {
    double[] values = ItemValues.doubles(losses);
    for (int i = 0; i < values.length; i++) {
      lockstep.state(i).term(name, weights[i] * values[i]);
    }
    backward.addLoss(losses, weights);
  }

  private void keep(int[] rows) {
    parameter.keep(rows);
    head.keep(rows);
    renders.keep(rows);
    seen.keep(rows);
    priors.forEach(prior -> prior.keep(rows));
  }

  private void snapshot(int done) {
    snapshots.textured(
        done,
        () -> head.pose().vertices(),
        () -> kind.texture(models.codec(), parameter.value()),
        renders.axis());
  }

  private List<TextureOutcome> outcomes() {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      int side = common.resolution();
      int latentSide = kind == TextureValues.LATENTS ? side / models.codec().factor() : 0;
      List<float[]> coefficients = head.coefficients();
      List<float[]> values = ItemValues.split(parameter.value());
      List<TextureOutcome> outcomes = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        TrialState state = lockstep.state(i);
        Tensor own = parameter.value().slice(0, i, i + 1);
        float[] albedo =
            TensorScope.compute(() -> kind.texture(models.codec(), own))
                .toFloats(); // one at a time
        if (!isFinite(albedo)) {
          state.failDecoding();
          continue;
        }
        outcomes.add(
            new TextureOutcome(
                coefficients.get(i),
                latentSide == 0 ? new float[0] : values.get(i),
                latentSide,
                albedo,
                side,
                state.steps(),
                state.snapshots()));
      }
      return outcomes;
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(double[] weights) {
    return Arrays.stream(weights).anyMatch(weight -> weight != 0);
  }

  @Override
  public void close() {
    parameter.close();
    seen.close();
    head.close();
    owner.close();
  }
}
