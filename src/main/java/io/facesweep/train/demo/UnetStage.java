package io.facesweep.train.demo;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.synthesis.PromptView;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.HeapTensor;
import io.facesweep.train.Initialisation;
import io.facesweep.train.Sheets;
import io.facesweep.train.Split;
import io.facesweep.train.StageSettings;
import io.facesweep.train.TextToLatents;
import io.facesweep.train.TrainedNets;
import io.facesweep.train.TrainingStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The UNet and its text encoder together, on latents of renders and of some textures. */
final class UnetStage implements TrainingStage {
  static final String NAME = "unet";
  static final String UNET = "unet.";
  static final String TEXT = "text_encoder.";
  static final int HELD_OUT = 96;

  private static final double TEXTURE_SHARE = 0.3;
  private static final double EMPTY_SHARE = 0.1;

  /** Share of a batch whose items are one of a pair. */
  private static final double PAIR_SHARE = 0.375;

  private static final double PAIR_WEIGHT = 0.2;
  private static final double PAIR_TEXT_WEIGHT = 0.1;

  /** Share of the timesteps at which pairs are not shown: there a picture says more than words. */
  private static final double PAIR_FROM = 0.2;

  /**
   * Share of the steps after which pairs are not shown any more. They teach words and exaggerate
   * what words do; once words are known, single pictures set that right.
   */
  private static final double PAIR_UNTIL = 0.85;

  private static final double[] VALIDATED = {0.02, 0.98};

  private final DemoData data;
  private final LatentData latents;
  private final StageSettings settings;
  private final NoiseSchedule schedule;
  private final AutoencoderKL vae;
  private final WordMargins margins;
  private final TrainedNets<TextToLatents> nets;

  UnetStage(
      DemoData data,
      LatentData latents,
      StageSettings settings,
      SnapshotWriter snapshot,
      ClipTokenizer tokenizer,
      AutoencoderKL vae,
      WordMargins margins,
      Device device) {
    this.data = data;
    this.latents = latents;
    this.settings = settings;
    this.schedule = NoiseSchedule.open(snapshot.part("scheduler"));
    this.vae = vae;
    this.margins = margins;
    Path unet = snapshot.part("unet");
    Path text = snapshot.part("text_encoder");
    this.nets =
        new TrainedNets<>(
            NAME,
            tensors ->
                new TextToLatents(
                    tokenizer,
                    ClipTextModel.over(text, tensors.apply(TEXT), DType.FLOAT32, device),
                    UNet2DConditionModel.over(unet, tensors.apply(UNET), DType.FLOAT32, device),
                    schedule));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageSettings settings() {
    return settings;
  }

  @Override
  public TrainedNets<TextToLatents> nets() {
    return nets;
  }

  @Override
  public Map<String, String> parts() {
    return Map.of(UNET, "unet", TEXT, "text_encoder");
  }

  @Override
  public float[] initial(RandomStream random) {
    return Initialisation.draw(layout(), random);
  }

  /**
   * Draws pairs first, unless the stage is near its end, the first of each and then the second of
   * each with the same noise and timestep, and then renders and textures one by one.
   */
  @Override
  public Drawn draw(RandomStream random, long step, int items) {
    SplittableRandom draw = random.scalars();
    int pairs = data.pairCount() == 0 ? 0 : pairs(step, settings.steps(), items);
    List<Tensor> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    drawPairs(draw, pairs, pictures, captions);
    for (int i = 2 * pairs; i < items; i++) {
      boolean texture = draw.nextDouble() < TEXTURE_SHARE;
      boolean empty = draw.nextDouble() < EMPTY_SHARE;
      int index = draw.nextInt((texture ? textureSplit() : renderSplit()).trained());
      String caption =
          texture
              ? Captions.ofTexture(data.texture(index).person(), draw)
              : data.item(index).caption(draw);
      pictures.add(texture ? latents.textures(index) : latents.renders(index));
      captions.add(empty ? "" : caption);
    }
    long[] timesteps = new long[items];
    for (int i = 0; i < items; i++) {
      boolean second = i >= pairs && i < 2 * pairs;
      int from = i < pairs ? (int) (PAIR_FROM * schedule.trainTimesteps()) : 0;
      timesteps[i] = second ? timesteps[i - pairs] : draw.nextInt(from, schedule.trainTimesteps());
    }
    HeapTensor clean = HeapTensor.of(Tensor.cat(0, pictures));
    Tensor drawn = random.child("noise").normal(clean.shape());
    HeapTensor noise =
        HeapTensor.of(
            Tensor.cat(
                0,
                drawn.slice(0, 0, pairs),
                drawn.slice(0, 0, pairs),
                drawn.slice(0, 2L * pairs, items)));
    int[] tokens = nets.trained().tokens(captions);
    return () -> {
      TextToLatents model = nets.trained();
      Tensor latent = clean.tensor();
      Tensor text = model.embed(tokens);
      Tensor residuals = model.residuals(latent, noise.tensor(), timesteps, text, List.of());
      Tensor loss = TextToLatents.meanSquares(residuals).mean();
      if (pairs == 0) {
        return loss;
      }
      Tensor apart =
          PairLoss.of(
              residuals.slice(0, 0, 2L * pairs), latent.like(residuals).slice(0, 0, 2L * pairs));
      return loss.addScaled(apart, PAIR_WEIGHT)
          .addScaled(PairLoss.ofTexts(text.slice(0, 0, 2L * pairs)), PAIR_TEXT_WEIGHT);
    };
  }

  /**
   * How many pairs are among a step's items.
   *
   * @param step 1 to steps
   */
  static int pairs(long step, long steps, int items) {
    boolean shown = step <= PAIR_UNTIL * steps;
    return shown ? Math.toIntExact(Math.round(items * PAIR_SHARE / 2)) : 0;
  }

  private void drawPairs(
      SplittableRandom draw, int pairs, List<Tensor> pictures, List<String> captions) {
    int[] firsts = new int[pairs];
    int[] seconds = new int[pairs];
    List<String> secondCaptions = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      int pair = draw.nextInt(data.pairCount());
      firsts[i] = 2 * pair;
      seconds[i] = 2 * pair + 1;
      List<String> both = data.pair(pair).captions(draw);
      captions.add(both.get(0));
      secondCaptions.add(both.get(1));
    }
    captions.addAll(secondCaptions);
    pictures.add(latents.pairs(firsts));
    pictures.add(latents.pairs(seconds));
  }

  private Split renderSplit() {
    return Split.of("renders", data.renderCount(), HELD_OUT);
  }

  private Split textureSplit() {
    return Split.of("textures", data.textureCount(), HELD_OUT);
  }

  @Override
  public Map<String, Double> validate() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("v_mse", heldOutError());
    figures.putAll(margins.of(nets.averaged()));
    return figures;
  }

  /** Error on held-out renders, timesteps spread evenly. */
  private double heldOutError() {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      TextToLatents model = nets.averaged();
      RandomStream random = RandomStream.of("held-out", 0);
      int[] indices = renderSplit().keptIndices();
      long[] timesteps = new long[indices.length];
      List<String> captions = new ArrayList<>();
      int last = Math.max(1, indices.length - 1);
      for (int i = 0; i < indices.length; i++) {
        double share = VALIDATED[0] + (VALIDATED[1] - VALIDATED[0]) * i / last;
        timesteps[i] = (long) (share * (schedule.trainTimesteps() - 1));
        captions.add(data.item(indices[i]).caption(random.child(i).scalars()));
      }
      Tensor clean = latents.renders(indices);
      Tensor noise = random.child("noise").normal(clean.shape());
      return model.errors(clean, noise, timesteps, model.embed(captions), List.of()).mean().item();
    }
  }

  @Override
  public boolean isUsableEarly() {
    return true;
  }

  @Override
  public void samples(Path folder, String name) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      List<String> texts = samplePrompts();
      RandomStream random = RandomStream.of("samples", 0);
      Tensor sampled = nets.averaged().sample(texts, random, latents.side(), 20, 4, List.of());
      Tensor images = new VaeCodec(vae).decode(sampled).to(Device.CPU);
      Sheets.write(folder.resolve(name + ".png"), images, 6, texts);
    }
  }

  /** Prompts that show views, colours, shapes; some combinations were never trained on. */
  private static List<String> samplePrompts() {
    List<String> prompts = new ArrayList<>();
    for (HeldOut out : HeldOut.all()) {
      prompts.add(PromptView.FRONT.apply(out.prompt()));
    }
    for (PromptView view : PromptView.values()) {
      prompts.add(view.apply("an old man with white hair and a beard"));
    }
    for (ShapeTrait trait : ShapeTrait.values()) {
      for (ShapeTrait.Direction direction : ShapeTrait.Direction.values()) {
        PromptView view = trait == ShapeTrait.NOSE ? PromptView.SIDE : PromptView.FRONT;
        prompts.add(view.apply("a grey clay head with " + trait.phrase(direction)));
      }
    }
    prompts.add("a bald man with glasses, front view");
    prompts.add(Captions.TEXTURE);
    return prompts;
  }
}
