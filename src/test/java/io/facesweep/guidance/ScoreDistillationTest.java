package io.facesweep.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.SnapshotCopy;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoreDistillationTest {
  private static Checkpoint checkpoint;
  private static ControlNetModel controlNet;

  private final RandomStream random = RandomStream.of("test", 11);
  private final List<Guidance> guidance =
      List.of(
          new Guidance(GuidanceForm.DREAMFUSION, 7.5), new Guidance(GuidanceForm.CONDITIONAL, 50));
  private final long[] timesteps = {120, 900};
  private TensorScope scope;
  private Tensor latents;
  private Tensor noise;
  private Tensor without;
  private Tensor with;

  @BeforeAll
  static void openNets() {
    checkpoint = Checkpoint.open(SnapshotCopy.original(), DType.FLOAT32, Device.CPU);
    controlNet = ControlNetModel.open(SnapshotCopy.controlNet(), DType.FLOAT32, Device.CPU);
  }

  @AfterAll
  static void closeNets() {
    checkpoint.close();
    controlNet.close();
  }

  @BeforeEach
  void makeInputs() {
    scope = TensorScope.open();
    latents = random.child("latents").normal(2, 4, 8, 8);
    noise = random.child("noise").normal(2, 4, 8, 8);
    without = random.child("without").normal(2, 77, 32);
    with = random.child("with").normal(2, 77, 32);
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  private ScoreDistillation distillation(OptionalDouble largestNorm) {
    return new ScoreDistillation(checkpoint.unet(), checkpoint.schedule(), largestNorm);
  }

  private DistillationQuery query(Tensor batch, List<Control> controls) {
    return new DistillationQuery(batch, noise, timesteps, without, with, guidance, controls);
  }

  private DistillationResult distil(Tensor batch) {
    return distillation(OptionalDouble.empty()).gradient(query(batch, List.of()));
  }

  private DistillationResult distilAlone(int item, List<Control> controls) {
    return distillation(OptionalDouble.empty())
        .gradient(
            new DistillationQuery(
                latents.slice(0, item, item + 1),
                noise.slice(0, item, item + 1),
                new long[] {timesteps[item]},
                without.slice(0, item, item + 1),
                with.slice(0, item, item + 1),
                List.of(guidance.get(item)),
                controls));
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    double difference = actual.sub(expected).abs().max().item();
    assertThat(difference).isLessThan(1e-4 * expected.abs().max().item());
  }

  @Test
  void everyItemHasItsOwnTimestepScaleAndNoise() {
    Tensor together = distil(latents).gradient();
    for (int item = 0; item < 2; item++) {
      assertClose(together.slice(0, item, item + 1), distilAlone(item, List.of()).gradient());
    }
  }

  @Test
  void everyItemHasItsOwnControl() {
    Tensor images = random.child("images").uniform(2, 3, 64, 64);
    Control both = new Control(controlNet, images, new double[] {1, 0.3});
    Tensor together =
        distillation(OptionalDouble.empty()).gradient(query(latents, List.of(both))).gradient();
    Control second = new Control(controlNet, images.slice(0, 1, 2), new double[] {0.3});
    assertClose(together.slice(0, 1, 2), distilAlone(1, List.of(second)).gradient());
  }

  @Test
  void twoControlsActAsTheSumOfTheirResiduals() {
    Tensor images = random.child("images").uniform(2, 3, 64, 64);
    ScoreDistillation distillation = distillation(OptionalDouble.empty());
    Control once = new Control(controlNet, images, new double[] {0.5, 0.5});
    Control whole = new Control(controlNet, images, new double[] {1, 1});
    assertClose(
        distillation.gradient(query(latents, List.of(once, once))).gradient(),
        distillation.gradient(query(latents, List.of(whole))).gradient());
  }

  @Test
  void gradientIsTheWeighedDifferenceOfGuidedAndAddedNoise() {
    DistillationResult found = distil(latents);
    float[] u = found.unconditionalNoise().toFloats();
    float[] c = found.conditionalNoise().toFloats();
    float[] added = noise.toFloats();
    float[] gradient = found.gradient().toFloats();
    int each = gradient.length / 2;
    for (int i = 0; i < gradient.length; i++) {
      double guided = i < each ? u[i] + 7.5 * (c[i] - u[i]) : c[i] + 50 * (c[i] - u[i]);
      double weight = 1 - checkpoint.schedule().alphasCumprod(timesteps[i / each]);
      assertThat((double) gradient[i]).isCloseTo(weight * (guided - added[i]), within(2e-3));
    }
    assertThat(found.weights()[1]).isGreaterThan(found.weights()[0]);
    assertThat(found.nonFinite()).containsExactly(0, 0);
    float norm = found.gradient().norm(1, 2, 3).toFloats()[1];
    assertThat(found.norms()[1]).isCloseTo(norm, within(1e-6 * norm));
  }

  @Test
  void countsWhatIsNotFiniteAndLeavesItOut() {
    float[] values = latents.toFloats();
    values[5] = Float.NaN;
    DistillationResult found = distil(Tensor.of(values, 2, 4, 8, 8));
    assertThat(found.nonFinite()[0]).isEqualTo(4 * 8 * 8);
    assertThat(found.nonFinite()[1]).isZero();
    assertThat(found.gradient().nonFiniteCount()).isZero();
    assertThat(found.norms()[0]).isZero();
    assertClose(found.gradient().slice(0, 1, 2), distilAlone(1, List.of()).gradient());
  }

  @Test
  void scalesItemsOfALargerNormDown() {
    double[] norms = distil(latents).norms();
    double limit = (norms[0] + norms[1]) / 2;
    DistillationResult clipped =
        distillation(OptionalDouble.of(limit)).gradient(query(latents, List.of()));
    assertThat(clipped.norms()).containsExactly(norms, within(1e-9));
    float[] after = clipped.gradient().norm(1, 2, 3).toFloats();
    for (int item = 0; item < 2; item++) {
      assertThat((double) after[item])
          .isCloseTo(Math.min(norms[item], limit), within(1e-4 * limit));
    }
  }

  @Test
  void recordsNoGraphThroughTheNets() {
    Tensor leaf = latents.asLeaf();
    DistillationResult found = distil(leaf);
    assertThatThrownBy(() -> Autograd.gradient(found.gradient().sum(), leaf))
        .hasMessageContaining("does not require grad");
  }

  @Test
  void gradientReachesTheImage() {
    ImageLatents images = new ImageLatents(checkpoint.vae());
    assertThat(images.imageFactor()).isEqualTo(8);
    Tensor image = random.child("image").uniform(2, 3, 64, 64).asLeaf();
    Tensor encoded = images.mean(image);
    Tensor gradient = distil(encoded).gradient();
    Tensor reached = Autograd.gradient(encoded, gradient, image);
    // A small step against the gradient lowers the product that it is the gradient of.
    try (GradMode off = GradMode.disabled()) {
      double step = 1e-3 / reached.abs().max().item();
      Tensor moved = images.mean(image.addScaled(reached, -step));
      double change = moved.sub(encoded).mul(gradient).sum().item();
      double predicted = -step * reached.square().sum().item();
      assertThat(change).isCloseTo(predicted, within(0.02 * Math.abs(predicted)));
    }
  }

  @Test
  void refusesBatchesThatDoNotFit() {
    assertThatThrownBy(
            () ->
                new DistillationQuery(
                    latents, noise.slice(0, 0, 1), timesteps, without, with, guidance, List.of()))
        .hasMessage("Invalid noise: shape [1, 4, 8, 8] (expected [2, 4, 8, 8])");
    assertThatThrownBy(
            () ->
                new DistillationQuery(
                    latents, noise, timesteps, without, with, guidance.subList(0, 1), List.of()))
        .hasMessage("Invalid guidance: 1 for a batch of 2");
    Control control = new Control(controlNet, Tensor.zeros(1, 3, 64, 64), new double[] {1, 1});
    assertThatThrownBy(() -> query(latents, List.of(control)))
        .hasMessage("Invalid control: 1 images and 2 scales for a batch of 2");
    assertThatThrownBy(() -> new Guidance(GuidanceForm.DREAMFUSION, -1))
        .hasMessage("Invalid guidance scale: -1.0 (expected a finite number of at least 0)");
    assertThatThrownBy(() -> distillation(OptionalDouble.of(0)))
        .hasMessage("Invalid largest norm: 0.0 (expected a positive number)");
  }

  @Test
  void embedsEveryTextOnce() {
    try (TextEmbeddings embeddings =
        new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder())) {
      Tensor both = embeddings.of(List.of("a man", ""));
      Tensor again = embeddings.of(List.of("", "a man", "a man"));
      assertThat(both.shape()).containsExactly(2, 77, 32);
      assertThat(again.select(0, 0).toFloats()).isEqualTo(both.select(0, 1).toFloats());
      assertThat(again.select(0, 2).toFloats()).isEqualTo(both.select(0, 0).toFloats());
      int[] ids = checkpoint.tokenizer().encode("a man");
      Tensor direct = checkpoint.textEncoder().forward(Tensor.of(ids, 1, ids.length));
      assertThat(both.select(0, 0).toFloats()).isEqualTo(direct.toFloats());
    }
  }
}
