package io.facesweep.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.config.TrialValues;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.SnapshotCopy;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.IsmSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Objective;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiffusionDistillationTest {
  private static final DistillationLoss SDS = DistillationLoss.of(Objective.SDS, List.of());

  private static Checkpoint checkpoint;
  private static ControlNetModel controlNet;

  private final RandomStream random = RandomStream.of("test", 11);
  private final List<Guidance> guidance =
      List.of(
          new Guidance(GuidanceForm.DREAMFUSION, 7.5, Weighting.ONE_MINUS_ALPHAS_CUMPROD),
          new Guidance(GuidanceForm.CONDITIONAL, 50, Weighting.ONE_MINUS_ALPHAS_CUMPROD));
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

  private static ScoreDistillation distillation() {
    // One net in both roles.
    NoisePredictor predictor =
        new NoisePredictor(
            checkpoint.unet(),
            checkpoint.schedule(),
            Map.of(
                ModelRole.DEPTH_CONTROLNET, controlNet, ModelRole.TEXTURE_CONTROLNET, controlNet));
    return new DiffusionDistillation(predictor, text -> Tensor.zeros(1, 77, 32));
  }

  private DistillationQuery query(Tensor batch, List<Control> controls) {
    return query(SDS, batch, List.of(without, with), controls);
  }

  private DistillationQuery query(
      DistillationLoss loss, Tensor batch, List<Tensor> texts, List<Control> controls) {
    return new DistillationQuery(loss, batch, noise, timesteps, texts, guidance, controls);
  }

  private DistillationResult distil(Tensor batch) {
    return distillation().gradient(query(batch, List.of()));
  }

  private DistillationResult distilAlone(int item, List<Control> controls) {
    return distillation()
        .gradient(
            new DistillationQuery(
                SDS,
                latents.slice(0, item, item + 1),
                noise.slice(0, item, item + 1),
                new long[] {timesteps[item]},
                List.of(without.slice(0, item, item + 1), with.slice(0, item, item + 1)),
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
    Control both = new Control(ModelRole.DEPTH_CONTROLNET, images, new double[] {1, 0.3});
    Tensor together = distillation().gradient(query(latents, List.of(both))).gradient();
    Control second =
        new Control(ModelRole.DEPTH_CONTROLNET, images.slice(0, 1, 2), new double[] {0.3});
    assertClose(together.slice(0, 1, 2), distilAlone(1, List.of(second)).gradient());
  }

  @Test
  void twoControlsActAsTheSumOfTheirResiduals() {
    Tensor images = random.child("images").uniform(2, 3, 64, 64);
    ScoreDistillation distillation = distillation();
    Control other = new Control(ModelRole.TEXTURE_CONTROLNET, images, new double[] {0.5, 0.5});
    Control once = new Control(ModelRole.DEPTH_CONTROLNET, images, new double[] {0.5, 0.5});
    Control whole = new Control(ModelRole.DEPTH_CONTROLNET, images, new double[] {1, 1});
    assertClose(
        distillation.gradient(query(latents, List.of(once, other))).gradient(),
        distillation.gradient(query(latents, List.of(whole))).gradient());
  }

  @Test
  void gradientIsTheWeighedDifferenceOfGuidedAndAddedNoise() {
    DistillationResult found = distil(latents);
    float[] u = found.origin().noise().get(0).toFloats();
    float[] c = found.origin().noise().get(1).toFloats();
    float[] added = noise.toFloats();
    float[] gradient = found.gradient().toFloats();
    int each = gradient.length / 2;
    for (int i = 0; i < gradient.length; i++) {
      double guided = i < each ? u[i] + 7.5 * (c[i] - u[i]) : c[i] + 50 * (c[i] - u[i]);
      double weight = 1 - checkpoint.schedule().alphasCumprod(timesteps[i / each]);
      assertThat((double) gradient[i]).isCloseTo(weight * (guided - added[i]), within(2e-3));
    }
    assertThat(found.origin().weights()[1]).isGreaterThan(found.origin().weights()[0]);
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
  void recordsNoGraphThroughTheNets() {
    Tensor leaf = latents.asLeaf();
    DistillationResult found = distil(leaf);
    assertThatThrownBy(() -> Autograd.gradient(found.gradient().sum(), leaf))
        .hasMessageContaining("does not require grad");
  }

  @Test
  void gradientReachesTheImage() {
    VaeCodec images = new VaeCodec(checkpoint.vae());
    assertThat(images.factor()).isEqualTo(8);
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
  void uniformWeightIsOne() {
    List<Guidance> uniform =
        guidance.stream()
            .map(item -> new Guidance(item.form(), item.scale(), Weighting.UNIFORM))
            .toList();
    DistillationResult found =
        distillation()
            .gradient(
                new DistillationQuery(
                    SDS, latents, noise, timesteps, List.of(without, with), uniform, List.of()));
    assertThat(found.origin().weights()).containsExactly(1, 1);
    Tensor difference = found.origin().combined().sub(noise);
    assertThat(found.gradient().toFloats()).containsExactly(difference.toFloats());
  }

  private static GuidanceSettings settings(String hocon) {
    return TrialValues.settings("guidance { %s }".formatted(hocon)).geometry().guidance();
  }

  /** Predictions that the gradient of one item takes. */
  private long predictions(String hocon, long timestep) {
    return predictions(hocon, timestep, List.of());
  }

  /** The same with weights of other views. */
  private long predictions(String hocon, long timestep, List<Double> otherViews) {
    GuidanceSettings settings = settings(hocon);
    NoisePredictor predictor =
        new NoisePredictor(checkpoint.unet(), checkpoint.schedule(), Map.of());
    DistillationLoss loss =
        DistillationLoss.of(
            settings.objective(), List.of(new LossItem(settings, 0, random, otherViews)));
    new DiffusionDistillation(predictor, text -> Tensor.zeros(1, 77, 32))
        .gradient(
            new DistillationQuery(
                loss,
                latents.slice(0, 0, 1),
                noise.slice(0, 0, 1),
                new long[] {timestep},
                texts(loss).stream().map(text -> text.slice(0, 0, 1)).toList(),
                guidance.subList(0, 1),
                List.of()));
    return predictor.predictions();
  }

  private List<Tensor> texts(DistillationLoss loss) {
    return Stream.concat(
            Stream.of(without, with),
            IntStream.range(2, 5).mapToObj(i -> random.child("text " + i).normal(2, 77, 32)))
        .limit(loss.textCount())
        .toList();
  }

  @Test
  void everyObjectiveAsksTheNetNoMoreThanItMust() {
    assertThat(predictions("objective = sds", 900)).isEqualTo(2);
    assertThat(predictions("objective = bridge", 900)).isEqualTo(2);
    assertThat(predictions("objective = csd", 900)).isEqualTo(2);
    assertThat(predictions("objective = csd, csd.negative-weight = 0.5", 900)).isEqualTo(3);
    assertThat(predictions("objective = nfsd", 900)).isEqualTo(3);
    assertThat(predictions("objective = nfsd", 200)).isEqualTo(3);
    assertThat(predictions("objective = nfsd", 199)).isEqualTo(2);
    assertThat(predictions("objective = asd", 900)).isEqualTo(3);
    // at 1, 201, 401, 601, 801 and 850, and with both texts at 900
    assertThat(predictions("objective = ism", 900)).isEqualTo(6 + 2);
    assertThat(predictions("objective = ism", 120)).as("at 1 and 70").isEqualTo(2 + 2);
    assertThat(predictions("objective = ism, ism.inversion-steps = 2", 900)).isEqualTo(3 + 2);
    assertThat(predictions("objective = ism", 0)).isEqualTo(1 + 2);
    // at -99, 1, 101 ... 801, each with both texts
    assertThat(predictions("objective = sdi", 900)).isEqualTo(2 * 10 + 2);
    assertThat(predictions("objective = sdi", 120)).isEqualTo(2 * 3 + 2);
    assertThat(predictions("objective = sdi", 0)).isEqualTo(2 + 2);
  }

  @Test
  void perpNegAsksForTheViewsThatItLeavesOutAndNoMore() {
    assertThat(predictions("objective = sds", 900, List.of(-0.5, -1.0))).isEqualTo(4);
    assertThat(predictions("objective = sds", 900, List.of(0.0, -1.0))).isEqualTo(3);
    assertThat(predictions("objective = sds", 900, List.of(0.0, 0.0))).isEqualTo(2);
    assertThat(predictions("objective = csd", 900, List.of(-0.5, -1.0))).isEqualTo(4);
    assertThat(predictions("objective = nfsd", 900, List.of(-0.5, -1.0))).isEqualTo(5);
    assertThat(predictions("objective = asd", 900, List.of(-0.5, -1.0))).isEqualTo(5);
    assertThat(predictions("objective = ism", 120, List.of(-0.5, -1.0))).isEqualTo(2 + 4);
  }

  /** What the others say along the prompt's own direction changes nothing. */
  @Test
  void perpNegLeavesOutWhatIsPerpendicularToThePrompt() {
    Tensor direction = random.child("d").normal(2, 4, 8, 8);
    Tensor along = direction.mul(-3);
    Tensor other = random.child("x").normal(2, 4, 8, 8);
    Tensor apart = PerpNegLoss.perpendicular(other, direction);
    assertThat(PerpNegLoss.perpendicular(along, direction).abs().max().item()).isLessThan(1e-5f);
    assertThat(apart.mul(direction).sum(1, 2, 3).abs().max().item()).isLessThan(1e-3f);
    assertClose(PerpNegLoss.perpendicular(other.add(along), direction), apart);
    Tensor still = PerpNegLoss.perpendicular(other, direction.zerosLike());
    assertThat(still.toFloats()).isEqualTo(other.toFloats());
  }

  @Test
  void refusesAnotherNumberOfOtherViews() {
    LossItem item = new LossItem(settings("objective = sds"), 0, random, List.of(-1.0));
    assertThatThrownBy(() -> DistillationLoss.of(Objective.SDS, List.of(item)))
        .hasMessage("Invalid weights of other views: [-1.0] (expected none or 2)");
  }

  /** The first has both other views, the second has none or one. */
  @ParameterizedTest
  @EnumSource(names = {"SDS", "CSD", "NFSD", "ISM", "ASD"})
  void anItemHasTheSameGradientBesideOneThatLeavesOutOtherViews(Objective objective) {
    for (List<Double> others : List.of(List.<Double>of(), List.of(-0.3, 0.0))) {
      requireIndependent(
          objective,
          List.of(
              new LossItem(settings("asd.drawn = false"), 0.5, random, List.of(-0.5, -1.0)),
              new LossItem(settings("asd.drawn = false"), 0.5, random, others)));
    }
  }

  /** Each item has options of its own, and as many steps of an inversion as it needs. */
  @ParameterizedTest
  @EnumSource
  void anItemHasTheSameGradientAloneAndInABatch(Objective objective) {
    List<LossItem> items =
        List.of(
            new LossItem(settings("csd.negative-weight = 0"), 0.5, random.child(0)),
            new LossItem(
                settings(
                    "csd.negative-weight = 0.7, ism.inversion-steps = 2, sdi { eta = 0, remap ="
                        + " true }, asd.drawn = false"),
                0.5,
                random.child(1)));
    requireIndependent(objective, items);
  }

  private void requireIndependent(Objective objective, List<LossItem> items) {
    DistillationLoss both = DistillationLoss.of(objective, items);
    Control control =
        new Control(
            ModelRole.DEPTH_CONTROLNET,
            random.child("images").uniform(2, 3, 64, 64),
            new double[] {1, 0.3});
    Tensor together =
        distillation().gradient(query(both, latents, texts(both), List.of(control))).gradient();
    for (int item = 0; item < 2; item++) {
      int own = item;
      DistillationLoss loss = DistillationLoss.of(objective, items.subList(item, item + 1));
      Tensor alone =
          distillation()
              .gradient(
                  new DistillationQuery(
                      loss,
                      latents.slice(0, item, item + 1),
                      noise.slice(0, item, item + 1),
                      new long[] {timesteps[item]},
                      texts(loss).stream().map(text -> text.slice(0, own, own + 1)).toList(),
                      guidance.subList(item, item + 1),
                      List.of(control.of(new int[] {item}, row -> true))))
              .gradient();
      assertThat(together.slice(0, item, item + 1).toFloats()).isEqualTo(alone.toFloats());
    }
  }

  @Test
  void aRescaledPredictionHasTheDeviationOfThePrompts() {
    List<Guidance> rescaled =
        List.of(
            new Guidance(GuidanceForm.DREAMFUSION, 50, Weighting.UNIFORM, 1),
            new Guidance(GuidanceForm.DREAMFUSION, 50, Weighting.UNIFORM, 0));
    DistillationResult.Origin found =
        distillation()
            .gradient(
                new DistillationQuery(
                    SDS, latents, noise, timesteps, List.of(without, with), rescaled, List.of()))
            .origin();
    assertThat(deviation(found.combined(), 0))
        .isCloseTo(deviation(found.noise().get(1), 0), within(1e-5));
    Tensor plain =
        Guidance.combined(found.noise().get(0), found.noise().get(1), new double[] {50, 50});
    assertThat(found.combined().select(0, 1).toFloats()).isEqualTo(plain.select(0, 1).toFloats());
  }

  private static double deviation(Tensor batch, int item) {
    Tensor own = batch.select(0, item);
    return Math.sqrt(own.sub(own.mean()).square().mean().item());
  }

  @Test
  void pointsOfAnInversionEndAtTheTimestep() {
    IsmSettings ism = settings("ism { interval = 50, stride = 200 }").ism();
    assertThat(IsmLoss.way(900, ism, 1000)).containsExactly(1, 201, 401, 601, 801, 850, 900);
    assertThat(IsmLoss.way(30, ism, 1000)).containsExactly(1, 30);
    assertThat(IsmLoss.way(0, ism, 1000)).containsExactly(0, 0);
    assertThat(IsmLoss.way(90, ism, 100)).containsExactly(1, 21, 41, 61, 81, 85, 90);
    assertThat(SdiLoss.way(150, 10, 40, 1000)).containsExactly(-99, 1, 101, 190);
    assertThat(SdiLoss.way(980, 2, 400, 1000)).containsExactly(-499, 1, 501, 999);
  }

  /** Three texts, a combination by timestep, a target from a prediction of its own. */
  private static final class OwnLoss implements DistillationLoss {
    @Override
    public List<String> texts(Prompts prompts) {
      return List.of("", prompts.prompt(), prompts.negative());
    }

    @Override
    public Start start(DistillationQuery query, NoisePredictor predictor) {
      Tensor noisy =
          predictor.schedule().addNoise(query.latents(), query.noise(), query.timesteps());
      List<Tensor> first = query.texts().subList(0, 1);
      return new Start(
          noisy, predictor.noise(noisy, query.timesteps(), first, query.controls()).get(0));
    }

    @Override
    public Tensor combined(Predictions found, DistillationQuery query) {
      List<Tensor> predicted = found.noise();
      Tensor early = predicted.get(1);
      Tensor late = predicted.get(1).sub(predicted.get(2));
      return Tensor.cat(
          0,
          IntStream.range(0, query.batch())
              .mapToObj(i -> (query.timesteps()[i] < 200 ? early : late).slice(0, i, i + 1L))
              .toList());
    }

    @Override
    public double weight(Weighting weighting, double alphasCumprod) {
      return Math.sqrt(1 / alphasCumprod - 1);
    }
  }

  @Test
  void aLossChoosesItsTextsCombinationTargetAndWeight() {
    DistillationLoss loss = new OwnLoss();
    assertThat(loss.texts(new DistillationLoss.Prompts("a man", "", "ugly", "a blurry man")))
        .containsExactly("", "a man", "ugly");
    Tensor negative = random.child("negative").normal(2, 77, 32);
    DistillationResult found =
        distillation().gradient(query(loss, latents, List.of(without, with, negative), List.of()));
    List<Tensor> predicted = found.origin().noise();
    assertThat(predicted).hasSize(3);
    for (int item = 0; item < 2; item++) {
      double alpha = checkpoint.schedule().alphasCumprod(timesteps[item]);
      Tensor conditional = predicted.get(1).slice(0, item, item + 1);
      Tensor combined =
          item == 0 ? conditional : conditional.sub(predicted.get(2).slice(0, item, item + 1));
      Tensor target = predicted.get(0).slice(0, item, item + 1);
      assertClose(
          found.gradient().slice(0, item, item + 1),
          combined.sub(target).mul(Math.sqrt(1 / alpha - 1)));
    }
  }

  @Test
  void refusesBatchesThatDoNotFit() {
    List<Tensor> texts = List.of(without, with);
    assertThatThrownBy(
            () ->
                new DistillationQuery(
                    SDS, latents, noise.slice(0, 0, 1), timesteps, texts, guidance, List.of()))
        .hasMessage("Invalid noise: shape [1, 4, 8, 8] (expected [2, 4, 8, 8])");
    assertThatThrownBy(() -> query(SDS, latents, List.of(with), List.of()))
        .hasMessage("Invalid texts: 1 (expected the loss's 2)");
    assertThatThrownBy(() -> query(SDS, latents, List.of(without, with.slice(1, 0, 9)), List.of()))
        .hasMessage("Invalid text: shape [2, 9, 32] (expected [2, 77, 32])");
    assertThatThrownBy(
            () ->
                new DistillationQuery(
                    SDS, latents, noise, timesteps, texts, guidance.subList(0, 1), List.of()))
        .hasMessage("Invalid guidance: 1 for a batch of 2");
    Control control =
        new Control(ModelRole.DEPTH_CONTROLNET, Tensor.zeros(1, 3, 64, 64), new double[] {1, 1});
    assertThatThrownBy(() -> query(latents, List.of(control)))
        .hasMessage("Invalid control: 1 images and 2 scales for a batch of 2");
    assertThatThrownBy(() -> new Guidance(GuidanceForm.DREAMFUSION, 1, Weighting.UNIFORM, 1.5))
        .hasMessage("Invalid guidance rescale: 1.5 (expected a number from 0 to 1)");
    assertThatThrownBy(() -> new Guidance(GuidanceForm.DREAMFUSION, -1, Weighting.UNIFORM))
        .hasMessage("Invalid guidance scale: -1.0 (expected a finite number of at least 0)");
  }

  @Test
  void refusesControlsWithoutANet() {
    Control control =
        new Control(ModelRole.DEPTH_CONTROLNET, Tensor.zeros(2, 3, 64, 64), new double[] {1, 1});
    NoisePredictor bare = new NoisePredictor(checkpoint.unet(), checkpoint.schedule(), Map.of());
    assertThat(bare.has(ModelRole.DEPTH_CONTROLNET)).isFalse();
    assertThatThrownBy(
            () -> bare.noise(latents, timesteps, List.of(without, with), List.of(control)))
        .hasMessage("Invalid control: models.depth-controlnet is not loaded");
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

  @Test
  void keepsTheTextsThatWereAskedForLast() {
    List<String> many =
        IntStream.range(0, TextEmbeddings.MAX_KEPT + 1).mapToObj(i -> "a man " + i).toList();
    try (TextEmbeddings embeddings =
        new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder())) {
      Tensor first = embeddings.of(many);
      assertThat(embeddings.of(many.get(0)).toFloats()).isEqualTo(first.slice(0, 0, 1).toFloats());
      assertThat(embeddings.of(many.get(9)).toFloats()).isEqualTo(first.slice(0, 9, 10).toFloats());
    }
  }
}
