package io.facesweep.synthesis;

import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.guidance.Control;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.guidance.TextEmbeddings;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A UNet with its ControlNets as a {@link ScoreModel}. Owns none of the nets. */
public final class DiffusionScoreModel implements ScoreModel {
  private final TextEmbeddings embeddings;
  private final NoiseSchedule schedule;
  private final UNet2DConditionModel unet;
  private final ScoreDistillation distillation;
  private final Map<ControlRole, ControlNetModel> controlNets;

  public DiffusionScoreModel(
      UNet2DConditionModel unet,
      NoiseSchedule schedule,
      TextEmbeddings embeddings,
      Map<ControlRole, ControlNetModel> controlNets) {
    this.embeddings = embeddings;
    this.schedule = schedule;
    this.unet = unet;
    this.distillation = new ScoreDistillation(unet, schedule);
    this.controlNets = Map.copyOf(controlNets);
  }

  @Override
  public int timesteps() {
    return schedule.trainTimesteps();
  }

  @Override
  public boolean has(ControlRole role) {
    return controlNets.containsKey(role);
  }

  @Override
  public Tensor embed(String text) {
    return embeddings.of(List.of(text));
  }

  @Override
  public Score gradient(ScoreRequest request) {
    List<Guidance> guidance = new ArrayList<>();
    for (ScoreGuidance item : request.guidance()) {
      guidance.add(new Guidance(item.form(), item.scale()));
    }
    List<Control> controls = new ArrayList<>();
    for (ControlSignal signal : request.controls()) {
      controls.add(new Control(controlNet(signal.role()), signal.images(), signal.scales()));
    }
    try (TensorScope scope = TensorScope.open()) {
      DistillationResult result =
          distillation.gradient(
              new DistillationQuery(
                  request.latents(),
                  request.noise(),
                  request.timesteps(),
                  request.unconditional(),
                  request.conditional(),
                  guidance,
                  controls));
      Score score = weighted(result, request.guidance());
      scope.keep(score.gradient());
      return score;
    }
  }

  @Override
  public long gradientBytes(long side, Set<ControlRole> roles) {
    long elements = unet.config().encoder().heldElements(side);
    for (ControlRole role : roles) {
      ControlNetModel net = controlNets.get(role);
      if (net != null) {
        elements += net.config().encoder().heldElements(side);
      }
    }
    return 2 * elements * unet.dtype().bytes(); // with and without the prompt
  }

  /** Undoes w(t) = 1 - abar for the items that want w(t) = 1. */
  private static Score weighted(DistillationResult result, List<ScoreGuidance> guidance) {
    double[] norms = result.norms();
    double[] factors = new double[norms.length];
    boolean any = false;
    for (int i = 0; i < factors.length; i++) {
      boolean uniform = guidance.get(i).weighting() == Weighting.UNIFORM;
      factors[i] = uniform ? 1 / result.weights()[i] : 1;
      norms[i] *= factors[i];
      any |= uniform;
    }
    Tensor gradient = result.gradient();
    return new Score(
        any ? gradient.mul(ItemValues.column(factors, gradient)) : gradient,
        norms,
        result.nonFinite());
  }

  private ControlNetModel controlNet(ControlRole role) {
    ControlNetModel net = controlNets.get(role);
    if (net == null) {
      throw new IllegalArgumentException(
          "Invalid control: no %s ControlNet is loaded".formatted(role));
    }
    return net;
  }
}
