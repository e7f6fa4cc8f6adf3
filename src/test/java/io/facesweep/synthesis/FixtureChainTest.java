package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.guidance.Control;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.Guidance;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Objective;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A texture step's chain through this package's classes, against numbers of the reference
 * libraries.
 */
class FixtureChainTest {
  private static LoadedModels loaded;
  private TensorScope scope;

  @BeforeAll
  static void open() {
    loaded = GoldenModels.open();
  }

  @AfterAll
  static void close() {
    loaded.close();
  }

  @BeforeEach
  void openScope() {
    scope = TensorScope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  @Test
  void takesTheTextureStepOfTheReference() {
    Fixture fixture = new Fixture("texture_step.safetensors");
    Tensor leaf = fixture.get("in.latents").asLeaf();

    Backward backward = new Backward(loaded.models().codec());
    Tensor texture = backward.decode(leaf);
    Tensor rendered =
        Functional.gridSample(
            texture,
            fixture.get("in.uv_grid"),
            Functional.Sampling.BILINEAR,
            Functional.Padding.ZEROS);
    Tensor z = backward.encode(rendered, fixture.get("in.sample_eps"));
    DistillationResult score =
        loaded
            .models()
            .diffusion()
            .gradient(
                request(
                    fixture,
                    z.detach(),
                    new Guidance(GuidanceForm.CONDITIONAL, 7.5, Weighting.ONE_MINUS_ALPHAS_CUMPROD),
                    fixture.control(1)));
    backward.add(z, score.gradient());

    fixture.check("out.texture", texture, 2e-5);
    fixture.check("out.rendered", rendered, 2e-5);
    fixture.check("out.encoded_latents", z, 2e-5);
    fixture.check("out.sds_grad", score.gradient(), 5e-5);
    fixture.check("out.latents_grad", backward.gradients(List.of(leaf)).get(0), 5e-5);
  }

  @Test
  void distilsAsTheReferenceInBothForms() {
    Fixture fixture = new Fixture("sds.safetensors");
    for (GuidanceForm form : GuidanceForm.values()) {
      String name = form == GuidanceForm.DREAMFUSION ? "dreamfusion" : "stable_dreamfusion";
      for (double scale : new double[] {7.5, 100}) {
        DistillationResult score =
            loaded
                .models()
                .diffusion()
                .gradient(
                    request(
                        fixture,
                        fixture.get("in.latents"),
                        new Guidance(form, scale, Weighting.ONE_MINUS_ALPHAS_CUMPROD),
                        fixture.control(0.5)));
        String text = scale == 100 ? "s100" : "s7.5";
        fixture.check("out.control0.5.grad.%s.%s".formatted(name, text), score.gradient(), 1e-4);
      }
    }
  }

  @Test
  void uniformWeightingLeavesOutTheWeight() {
    Fixture fixture = new Fixture("sds.safetensors");
    DistillationResult score =
        loaded
            .models()
            .diffusion()
            .gradient(
                request(
                    fixture,
                    fixture.get("in.latents"),
                    new Guidance(GuidanceForm.DREAMFUSION, 7.5, Weighting.UNIFORM),
                    List.of()));

    Tensor weighted = score.gradient().mul(fixture.get("out.w").item());
    fixture.check("out.nocontrol.grad.dreamfusion.s7.5", weighted, 5e-5);
    assertThat(score.norms()[0]).isCloseTo(score.gradient().norm(0, 1, 2, 3).item(), within(1e-3));
  }

  private static DistillationQuery request(
      Fixture fixture, Tensor z, Guidance guidance, List<Control> controls) {
    Tensor text = fixture.get("in.text_embeddings");
    return new DistillationQuery(
        DistillationLoss.of(Objective.SDS, List.of()),
        z,
        fixture.get("in.noise"),
        fixture.get("in.t").toLongs(),
        List.of(text.slice(0, 0, 1), text.slice(0, 1, 2)),
        List.of(guidance),
        controls);
  }

  /** Tensors of a fixture file. */
  private static final class Fixture {
    private final Path path;

    Fixture(String name) {
      path = GoldenModels.FAMILY.resolve("fixtures").resolve(name);
    }

    Tensor get(String name) {
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        return name.equals("in.t")
            ? Tensor.of(file.longs(name), file.entry(name).shape())
            : Tensor.of(file.floats(name), file.entry(name).shape());
      }
    }

    List<Control> control(double scale) {
      return List.of(
          new Control(ModelRole.DEPTH_CONTROLNET, get("in.control_image"), new double[] {scale}));
    }

    /** max|a - b| is at most the tolerance times max|b|. */
    void check(String name, Tensor actual, double tolerance) {
      float[] expected = get(name).toFloats();
      float[] values = actual.toFloats();
      assertThat(values).as(name).hasSameSizeAs(expected);
      double worst = 0;
      double largest = 0;
      for (int i = 0; i < values.length; i++) {
        worst = Math.max(worst, Math.abs(values[i] - expected[i]));
        largest = Math.max(largest, Math.abs(expected[i]));
      }
      assertThat(worst / largest).as(name).isLessThan(tolerance);
    }
  }
}
